"""Checks that the provider copes with a slow connection, and does not follow redirects."""

from __future__ import annotations

import asyncio
import gc
import inspect
import sys
import tempfile
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest

from ...cache import AudioCache
from ...errors import RussoError, SynthesisTimeoutError
from ...providers.registry import load_class
from ...synthesis.cached import CachedSynthesizer
from ..slow_line import redirecting_host, slow_line
from .base import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...synthesizer import Synthesizer

# Seconds after which a call is cancelled: while it connects, and during its further round trips.
_MOMENTS: Final = (0.06, 0.3, 0.55)
# Seconds each way on a line that is slower than any limit.
_LONG: Final = 5.0


class LineChecks(Subject):
    """A slow line, and redirects. For a provider whose server ``make`` names in the option ``base_url``."""

    @pytest.mark.parametrize("cached", [False, True], ids=["plain", "cached"])
    def test_a_slow_line_changes_nothing(self, cached: bool) -> None:  # noqa: FBT001 - pytest passes it by name
        """With 120 ms of latency each way, the audio is the same, and nothing is left open.

        To fix: close within the call whatever it opens, and wait until it is closed.
        """
        expected = self.speak(self.make())
        with slow_line(self._address()) as url, _nothing_left_open():
            heard = self.speak(_wrapped(self.make(base_url=url), cached=cached))
        assert heard == expected

    @pytest.mark.parametrize("moment", _MOMENTS)
    @pytest.mark.parametrize("cached", [False, True], ids=["plain", "cached"])
    def test_leaving_a_slow_line_leaves_nothing_open(self, moment: float, cached: bool) -> None:  # noqa: FBT001
        """A call that is cancelled on a slow line leaves no socket and no task behind.

        To fix: when the call is cancelled, close without waiting for the server, and let ``asyncio.CancelledError``
        through.
        """

        async def leave(synthesizer: Synthesizer) -> None:
            call = asyncio.ensure_future(synthesizer.synthesize(self.text))
            await asyncio.sleep(moment)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)

        self.speak(self.make())  # do late imports now
        with slow_line(self._address()) as url, _nothing_left_open():
            asyncio.run(leave(_wrapped(self.make(base_url=url), cached=cached)))

    def test_a_time_limit_on_a_slow_line_leaves_nothing_open(self) -> None:
        """A call that runs out of time on a slow line says so, and leaves no socket and no task behind.

        To fix: make the call with ``russo.providers.speak``, and pass it the option ``timeout``.
        """
        if "timeout" not in self._parameters():
            pytest.skip("it has no option timeout")
        self.speak(self.make())
        # Nothing comes back for so long that a busy machine notices in time that the limit is over.
        with slow_line(self._address(), latency=_LONG) as url, _nothing_left_open():
            synthesizer = self.make(base_url=url, timeout=0.2, **self._once())
            with pytest.raises(SynthesisTimeoutError):
                self.speak(synthesizer)

    def test_redirects_to_another_origin_are_not_followed(self) -> None:
        """A redirect to another host is a RussoError, and nothing is sent to the other host.

        To fix: make the HTTP client with ``russo.providers.http_options``, or switch off its redirects.
        """
        self._address()
        with redirecting_host() as (url, got), pytest.raises(RussoError):
            self.speak(self.make(base_url=url, **self._once()))
        assert got == [], f"another host got requests: {got}"

    def _address(self) -> str:
        """The address of the server, as ``make`` passes it on."""
        self.make()
        url = self.made_with.get("base_url")
        if not isinstance(url, str) or not url.startswith("http://"):
            pytest.skip("make passes no base_url of a server on this machine to put a slow line in front of")
        return url

    def _parameters(self) -> set[str]:
        return set(inspect.signature(load_class(self.described())).parameters)

    def _once(self) -> dict[str, Any]:
        return {"max_retries": 0} if "max_retries" in self._parameters() else {}


def _wrapped(synthesizer: Synthesizer, *, cached: bool) -> Synthesizer:
    if not cached:
        return synthesizer
    return CachedSynthesizer(synthesizer, cache=AudioCache(tempfile.mkdtemp(prefix="russo-contract-")))


@contextmanager
def _nothing_left_open() -> Iterator[None]:
    """Fail if the block leaves something to the garbage collector: a socket, a task, a coroutine."""
    left: list[str] = []
    before = sys.unraisablehook
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        warnings.simplefilter("error", RuntimeWarning)  # a coroutine that was never awaited
        sys.unraisablehook = lambda told: left.append(repr(told.exc_value))
        try:
            gc.collect()
            left.clear()  # whatever ran before has left that
            yield
            gc.collect()
        finally:
            sys.unraisablehook = before
    assert not left, f"left to the garbage collector: {left}"
