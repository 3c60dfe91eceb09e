"""What a failing test shows: russo's errors without their tracebacks, and a section with what was said."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest

from ..display import plain
from ..errors import MissingKeyError, RussoError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from .record import Record

SECTION: Final = "what russo said"

# Packages whose frames may lie between pytest's and those of the test.
_MACHINERY: Final = frozenset({"_pytest", "anyio", "asyncio", "pluggy", "pytest_asyncio", "unittest"})


def take_over(item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
    """Move the failure of a `unittest.TestCase` into the call, which pytest itself does only when making the report."""
    failures = getattr(item, "_excinfo", None)
    if failures:
        call.excinfo = failures[0]


def hand_back(item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
    """Move such a failure back, in its current form."""
    failures = getattr(item, "_excinfo", None)
    if failures and call.excinfo is not None:
        failures[0] = call.excinfo


def skip_without_key(call: pytest.CallInfo[Any]) -> bool:
    """Turn a missing key into a skip."""
    missing = _missing_key(call.excinfo.value) if call.excinfo is not None else None
    if missing is None:
        return False
    try:
        pytest.skip(str(missing))
    except pytest.skip.Exception as skipped:
        call.excinfo = pytest.ExceptionInfo.from_exception(skipped)
    return True


def _missing_key(error: BaseException) -> MissingKeyError | None:
    """The missing key that an error is about, also if it is a group, as of tasks, of nothing else."""
    if isinstance(error, BaseExceptionGroup):
        missing = [_missing_key(one) for one in error.exceptions]
        return missing[0] if all(missing) else None
    return error if isinstance(error, MissingKeyError) else None


@contextmanager
def shortened(call: pytest.CallInfo[Any]) -> Iterator[Any]:
    """While a report is made, hide the frames of a russo error that are inside russo and the SDKs.

    Yields the text that the report should show instead of pytest's own, if no code of the test is involved.
    """
    info = call.excinfo
    if info is None or not isinstance(info.value, RussoError):
        yield None
        return
    error = info.value
    chain = error.__cause__, error.__suppress_context__
    # Setting the cause also sets the flag that hides the context.
    error.__cause__ = None
    last = _last_outside(info.tb)
    inside = last.tb_next
    last.tb_next = None
    info.traceback = type(info.traceback)(info.tb)
    try:
        of_the_test = any(_package(entry) not in {*_MACHINERY, "russo"} for entry in _walk(info.tb))
        yield None if of_the_test else info.getrepr(style="value", chain=False)
    finally:
        last.tb_next = inside
        info.traceback = type(info.traceback)(info.tb)
        error.__cause__, error.__suppress_context__ = chain


def section(said: Iterable[Record]) -> str:
    """The text of the section: what was said to the agent, by which voice, and the file to listen to."""
    return "\n".join(plain(_line(one)) for one in said)


def properties(said: Sequence[Record]) -> list[tuple[str, object]]:
    """What a test has said, as properties for JUnit XML."""
    found: list[tuple[str, object]] = []
    for one in said:
        if not one.early:
            found += [
                ("russo_key", one.key or ""),
                ("russo_provider", one.provider),
                ("russo_voice", one.voice),
                ("russo_cache_hit", "true" if one.kind == "hit" and not one.is_fresh else "false"),
                *([("russo_condition", one.condition)] if one.condition else []),
            ]
    return found


def _last_outside(traceback: TracebackType) -> TracebackType:
    """The last frame before russo's own, or the very last one."""
    entries = list(_walk(traceback))
    for entry, inner in pairwise(entries):
        module = _module(inner)
        # The hooks in `russo.pytest_plugin` itself wrap every fixture, so they come before the code of the test.
        if module.startswith("russo.") and module != "russo.pytest_plugin":
            return entry
    return entries[-1]


def _walk(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _module(entry: TracebackType) -> str:
    return str(entry.tb_frame.f_globals.get("__name__", ""))


def _package(entry: TracebackType) -> str:
    return _module(entry).partition(".")[0]


def _line(said: Record) -> str:
    if said.kind == "failed":
        return f"{said.text!r} by {said.by}: {said.how}"
    length = "" if said.kind == "missed" else f"{said.duration:.1f} s, "
    line = f"{said.text!r} by {said.by} ({length}{said.how})"
    return f"{line}\n  {said.path}" if said.path and said.kind in {"hit", "synthesized"} else line
