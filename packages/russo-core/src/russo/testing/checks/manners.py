"""Checks that a call leaves everything around it as it was."""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ...keys.identity import fields_of
from ..loop_watch import blocking_calls
from .base import SECRET, Subject

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class MannersChecks(Subject):
    """Output, files, threads, logs, and the event loop."""

    def test_it_does_not_stop_the_event_loop(self) -> None:
        """Nothing in a call sleeps, connects or looks up a name in the thread of the event loop.

        To mend: ``await asyncio.sleep`` in place of ``time.sleep``, and a client for asyncio in place of one that
        blocks; or run what must block with ``russo.providers.run_program``, in a process that can be stopped.
        """
        self.speak(self.make())  # whatever is imported late is imported now
        with blocking_calls() as found:
            self.speak(self.make())
        assert not found, f"these calls stop the event loop: {sorted(set(found))}"

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """A call prints nothing: the output of a test is its own.

        To mend: remove ``print``, or silence the library that does it; use ``logging`` for what somebody may need.
        """
        self.speak(self.make())
        out, err = capfd.readouterr()
        assert not out, f"a call printed {out!r:.200}"
        assert not err, f"a call printed {err!r:.200} to standard error"

    def test_no_file_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A call writes nothing into the working directory.

        To mend: keep audio in memory, or use ``tempfile`` and remove what it made.
        """
        synthesizer = self.make()
        monkeypatch.chdir(tmp_path)
        self.speak(synthesizer)
        left = sorted(os.listdir(tmp_path))
        assert not left, f"a call wrote {left} into the working directory"

    def test_no_thread_is_left_behind(self) -> None:
        """A call leaves no thread behind, not even a daemon; what serves all calls is made once.

        To mend: end what a call starts before it returns.
        """
        self.speak(self.make())
        before = set(threading.enumerate())
        for _ in range(3):
            self.speak(self.make())
        ours = [thread for thread in threading.enumerate() if thread not in before and self._is_of_a_call(thread)]
        assert len(ours) < 3, f"each call leaves a thread behind: {ours}"

    def test_fields_cannot_be_changed_from_outside(self) -> None:
        """Whoever gets ``cache_fields`` cannot change the key of the synthesizer.

        To mend: wrap them in ``types.MappingProxyType``, or make a new mapping each time.
        """
        synthesizer = self.make()
        fields: Any = getattr(synthesizer, "cache_fields", {})
        with suppress(TypeError):
            fields["contract"] = True
        assert "contract" not in fields_of(synthesizer), "cache_fields were changed from outside"

    def test_nothing_shows_the_key_after_a_call(self, caplog: pytest.LogCaptureFixture) -> None:
        """After a call, no attribute of the synthesizer shows the key of the variable, and no log has it, at any level.

        To mend: keep no key that a call has found, or only as the ``russo.providers.Secret`` that ``find_key`` makes,
        and give it to the SDK in a way that it does not log.
        """
        caplog.set_level(logging.DEBUG)
        synthesizer = self.make()
        self.speak(synthesizer)
        assert SECRET not in repr(getattr(synthesizer, "__dict__", {})), "an attribute shows the key"
        shown = [record.name for record in caplog.records if SECRET in record.getMessage()]
        assert not shown, f"the key was logged by {sorted(set(shown))}"

    def _is_of_a_call(self, thread: threading.Thread) -> bool:
        # The stand-ins of these tests have threads for each connection.
        target = getattr(thread, "_target", None)
        return not str(getattr(target, "__module__", "")).startswith(("socketserver", "russo.testing", "werkzeug"))
