"""Checks that a call has no side effects."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from ...keys.identity import fields_of
from ..loop_watch import blocking_calls
from .base import SECRET, Subject, still_alive

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_CALLS: Final = 3


class MannersChecks(Subject):
    """Output, files, threads, logs, and the event loop."""

    def test_it_does_not_stop_the_event_loop(self) -> None:
        """No call sleeps, connects or looks up a name in the thread of the event loop.

        To fix: use ``await asyncio.sleep`` instead of ``time.sleep``, and an asyncio client instead of a blocking one;
        or run code that must block with ``russo.providers.run_program``, in a process that can be stopped.
        """
        self.speak(self.make())  # do late imports now
        with blocking_calls() as found:
            self.speak(self.make())
        assert not found, f"these calls stop the event loop: {sorted(set(found))}"

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A call prints nothing, since the output belongs to the test.

        To fix: remove ``print``, or silence the library that prints; use ``logging`` for anything worth knowing.
        """
        self.speak(self.make())
        out, err = capfd.readouterr()
        assert not out, f"a call printed {out!r:.200}"
        assert not err, f"a call printed {err!r:.200} to standard error"

    def test_no_file_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A call writes nothing into the working directory.

        To fix: keep audio in memory, or use ``tempfile`` and remove the files.
        """
        synthesizer = self.make()
        monkeypatch.chdir(tmp_path)
        self.speak(synthesizer)
        left = sorted(os.listdir(tmp_path))
        assert not left, f"a call wrote {left} into the working directory"

    def test_no_thread_is_left_behind(self) -> None:
        """A call leaves no thread behind, not even a daemon; a thread that serves all calls may be started once.

        To fix: before a call returns, end the threads that it has started.
        """
        self.speak(self.make())
        before = set(threading.enumerate())
        for _ in range(_CALLS):
            self.speak(self.make())
        ours = [thread for thread in threading.enumerate() if thread not in before and self._is_of_a_call(thread)]
        left = still_alive(ours, at_most=_CALLS - 1)
        assert len(left) < _CALLS, f"each call leaves a thread behind: {left}"

    def test_fields_cannot_be_changed_from_outside(self) -> None:
        """Code that gets ``cache_fields`` cannot change the key of the synthesizer.

        To fix: wrap them in ``types.MappingProxyType``, or make a new mapping each time.
        """
        synthesizer = self.make()
        fields: Any = getattr(synthesizer, "cache_fields", {})
        with suppress(TypeError):
            fields["contract"] = True
        assert "contract" not in fields_of(synthesizer), "cache_fields were changed from outside"

    def test_nothing_shows_the_key_after_a_call(self, caplog: pytest.LogCaptureFixture) -> None:
        """After a call, the key from the variable is in no attribute of the synthesizer, and in no log at any level.

        To fix: do not store the key that a call has found, or only as the ``russo.providers.Secret`` that ``find_key``
        returns, and pass it to the SDK in a way that is not logged.
        """
        caplog.set_level(logging.DEBUG)
        synthesizer = self.make()
        self.speak(synthesizer)
        assert SECRET not in repr(getattr(synthesizer, "__dict__", {})), "an attribute shows the key"
        shown = [record.name for record in caplog.records if SECRET in record.getMessage()]
        assert not shown, f"the key was logged by {sorted(set(shown))}"

    def _is_of_a_call(self, thread: threading.Thread) -> bool:
        # The stand-ins for servers have a thread for each connection.
        target = getattr(thread, "_target", None)
        return not str(getattr(target, "__module__", "")).startswith(("socketserver", "russo.testing", "werkzeug"))
