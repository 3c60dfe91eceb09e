"""The remote in a run: fetches entries in advance, and writes the lines of the summary about it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from .. import clock, environment
from ..display import count, quoted
from ..errors import LockError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pytest

    from ..cache import AudioCache, Remote
    from .run import Run

_COUNTS: Final = "russo_remote"
_BLOCKED: Final = "russo_blocked"
_FETCHED: Final = "russo_fetched"


def fetch_ahead(run: Run, session: pytest.Session) -> None:
    """Before the first test, fetch the entries that the run will need and the disk lacks.

    Entries that earlier runs could not send are sent now.
    """
    from .prefetch import Share

    settings = run.settings
    if not settings.prefetch or not settings.enabled or session.config.getoption("setupplan", default=False):
        return
    share = Share(getattr(session.config, "workerinput", {}))
    if share.number == 0 and not settings.offline:
        run.cache.send_waiting()
    if settings.refresh_before is not None:
        return  # what is written now would count as made again
    keys = sorted({*_of_markers(run, session.items), *_of_lock(run, session)})
    started = clock.seconds()
    fetched = run.cache.fetch_ahead(keys[share.number :: share.workers])
    terminal: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if fetched and terminal is not None and session.config.get_verbosity() >= 0:
        seconds = clock.seconds() - started
        terminal.write_line(f"russo: fetched {count(fetched, 'entry', 'entries')} in {seconds:.1f} s")


def _of_markers(run: Run, items: Iterable[pytest.Item]) -> set[str]:
    from .markers import marked_speech
    from .prefetch import is_certain, left_to_the_test

    keys: set[str] = set()
    for item in items:
        if is_certain(item):
            with left_to_the_test():
                speaker, texts = marked_speech(run.settings.speaker, item)
                keys.update(run.cached(speaker).key(text) for text in texts)
    return keys


def _of_lock(run: Run, session: pytest.Session) -> Iterator[str]:
    """The keys of everything that the suite says, if the whole suite is run."""
    from ..lockfile import read_lock
    from .completeness import reason_at_start
    from .locking import lock_path

    if reason_at_start(session.config) is None and len(session.items) == session.testscollected:
        with suppress(LockError):
            yield from (utterance.key for utterance in read_lock(lock_path(run.settings.root)))


class SharingNotes:
    """What the remote did, and which entries could not be read, summed over all processes.

    Attributes:
        fetched: The keys of the entries that came from the remote.
    """

    def __init__(self) -> None:
        self._address = ""
        self._counts: Counter[str] = Counter()
        self._problem = ""
        self._push = "russo cache push"
        self._blocked: dict[str, tuple[str, str]] = {}
        self.fetched: set[str] = set()

    def take(self, cache: AudioCache) -> None:
        """Add what happened in this process."""
        self._blocked |= {key: (found.kind, found.cure) for key, found in cache.blocked.items()}
        if cache.remote is not None:
            self._count(cache.remote.address, asdict(cache.remote.counts))
            self._push = _push_command(cache.remote, cache.cache_dir)
            self.fetched.update(cache.fetched)

    def to_dict(self) -> dict[str, Any]:
        """What a worker of xdist sends to the controller, as JSON values."""
        counts = {**self._counts, "problem": self._problem}
        blocked = {key: list(why) for key, why in self._blocked.items()}
        return {_COUNTS: [self._address, counts], _BLOCKED: blocked, _FETCHED: sorted(self.fetched)}

    def add(self, output: Mapping[str, Any]) -> None:
        """Add what a worker of xdist has sent."""
        self._count(*output.get(_COUNTS, ("", {})))
        self._blocked |= {key: (kind, cure) for key, (kind, cure) in output.get(_BLOCKED, {}).items()}
        self.fetched.update(output.get(_FETCHED, ()))

    def _count(self, address: str, counts: Mapping[str, Any]) -> None:
        self._address = self._address or address
        self._problem = self._problem or counts.get("problem", "")
        self._counts.update({name: number for name, number in counts.items() if name != "problem"})

    def lines(self) -> Iterator[str]:
        """Lines for the summary."""
        for (kind, cure), number in Counter(self._blocked.values()).items():
            yield f"{_entries(number)} present but not readable: {kind}: {cure}"
        if self._problem or any(self._counts.values()):
            yield from self._of_remote(self._counts)

    def _of_remote(self, counts: Counter[str]) -> Iterator[str]:
        done = [
            f"{counts['fetched']:,} fetched ({_megabytes(counts['fetched_bytes'])})",
            f"{counts['missing']:,} not there",
        ]
        if counts["sent"]:
            done.append(f"{counts['sent']:,} sent ({_megabytes(counts['sent_bytes'])})")
        if counts["raced"]:
            done.append(f"{counts['raced']:,} there already")
        yield f"remote {self._address}: {', '.join(done)}"
        if counts["unsigned"]:
            yield (
                f"remote: {_entries(counts['unsigned'])} not signed by RUSSO_CACHE_SECRET, and therefore not used: "
                "somebody without the secret has written to it"
            )
        if counts["damaged"]:
            yield f"remote: {_entries(counts['damaged'])} damaged, and not used"
        if self._problem:
            yield f"remote: not used for the rest of the run: {self._problem}"
        if counts["queued"]:
            yield f"remote: {_entries(counts['queued'])} could not be sent, and wait: {self._push}"


def _push_command(remote: Remote, cache_dir: Path) -> str:
    """What to type in this folder to send what waits. The command knows nothing of the settings of pytest."""
    from ..cache.remote.remote import DEFAULT_NAMESPACE

    words = ["russo", "cache", "push", "--cache-remote", remote.address]
    words += ["--namespace", remote.namespace] * (remote.namespace != DEFAULT_NAMESPACE)
    return " ".join(map(quoted, words)) + environment.in_folder(cache_dir)


def _entries(number: int) -> str:
    return count(number, "entry", "entries")


def _megabytes(number: int) -> str:
    return f"{number / 1e6:.1f} MB"
