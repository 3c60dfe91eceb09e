"""`Tally`: adds up what all processes of a run have said, and makes the lines of the summary."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from ..display import count
from ..spending.prices import Cost

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from ..report import Group, Heard
    from .record import Record


class Tally:
    """Adds up what the processes of a run have recorded.

    Args:
        said: What was said, with its test.
        outcomes: The outcome of each test.
        order: The tests in the order of the suite, whichever worker ran them.
        fetched: The entries that came from the remote, whichever worker fetched them.
    """

    def __init__(
        self,
        said: Iterable[tuple[str, Record]] = (),
        outcomes: Mapping[str, str] | None = None,
        order: Iterable[str] = (),
        fetched: Collection[str] = (),
    ) -> None:
        places = {test: place for place, test in enumerate(order)}
        everything = ((test, one._replace(is_remote=one.is_remote or one.key in fetched)) for test, one in said)
        self.said = sorted(everything, key=lambda pair: places.get(pair[0], len(places)))
        self.outcomes = outcomes or {}

    def __bool__(self) -> bool:
        return bool(self.said)

    @property
    def used(self) -> dict[str, str]:
        """The entries that were read or written: their keys, each with its cache folder."""
        said = self._of("hit", "synthesized")
        return {one.key: os.path.dirname(one.path) for one in said if one.key and one.path}

    @property
    def reason_to_keep(self) -> str | None:
        """Why a lock must keep what is not in the cache now, or None."""
        number = len({said.key for said in self._of("not kept")})
        return f"{count(number, 'utterance')} could not be kept" if number else None

    @property
    def utterances(self) -> int:
        """How many utterances the tests got."""
        return sum(not said.early for said in self._of("hit", "synthesized"))

    @property
    def synthesized(self) -> list[Record]:
        """What was paid for, during a test or before the first."""
        return list(self._of("synthesized"))

    @property
    def hits(self) -> list[Record]:
        """What was already in the cache, except for the first use of what this run itself has prefetched."""
        fresh = Counter(said.key for said in self._of("synthesized") if said.early)
        found = []
        for said in self._of("hit"):
            if fresh[said.key]:
                fresh[said.key] -= 1
            else:
                found.append(said)
        return found

    def count_hits(self) -> None:
        """Record in the ledger of each cache folder what its hits have saved."""
        from ..spending.ledger import ledger_of

        ledgers = {}
        for said in self.hits:
            if said.path:
                folder = os.path.dirname(said.path)
                if folder not in ledgers:
                    ledgers[folder] = ledger_of(folder)
                ledgers[folder].count_hit(len(said.text), said.duration, said.cost, is_remote=said.is_remote)
        for ledger in set(ledgers.values()):
            ledger.flush()

    def short(self) -> str:
        """One line."""
        parts = [
            count(self.utterances, "utterance"),
            f"{len(self.hits):,} from the cache{self._apart()}",
            f"{len(self.synthesized):,} synthesized",
        ]
        for kind, name in (("failed", "failed"), ("missed", "missing"), ("not kept", "not kept")):
            number = sum(not said.early or kind == "not kept" for said in self._of(kind))
            if number:
                parts.append(f"{number:,} {name}")
        return f"{parts[0]}: {', '.join(parts[1:])}"

    def _apart(self) -> str:
        remote = sum(said.is_remote for said in self.hits)
        return f" ({len(self.hits) - remote:,} on disk, {remote:,} from the remote)" if remote else ""

    def lines(self, paces: Mapping[tuple[str, str], float] | None = None) -> Iterator[str]:
        """The lines of the summary.

        Args:
            paces: How long calls took on this machine: seconds per character, by provider and model.
        """
        yield self.short()
        for reason in dict.fromkeys(said.error.partition(": ")[2] for said in self._of("not kept")):
            yield f"not kept: {reason}"
        heard = sum(said.duration for said in self._of("hit", "synthesized") if not said.early)
        if heard:
            yield f"{heard:.1f} s of speech"
        conditions = Counter(said.condition for said in self._of("hit", "synthesized") if said.condition)
        if conditions:
            yield f"heard under {', '.join(f'{name} ({number:,})' for name, number in conditions.items())}"
        paid, hits = self.synthesized, self.hits
        if paid:
            seconds = sum(said.seconds for said in paid)
            yield f"sent {_characters(paid)} in {seconds:.1f} s{_money(paid, 'cost')}"
        if hits:
            spared = sum(len(said.text) * (paces or {}).get((said.provider, said.model), 0.0) for said in hits)
            time = f", about {spared:.1f} s" if spared else ""
            yield f"saved {_characters(hits)}{time}{_money(hits, 'worth')}"

    def heard(self, folder: Path) -> list[Group]:
        """What each test heard, in order.

        Args:
            folder: The folder of the files that conditions name.
        """
        from ..report import Group

        # What was prefetched is a hit for each test that hears it, although this run has paid for it.
        fresh = {said.key: said.how for said in self._of("synthesized") if said.early}
        by_test: dict[str, list[Heard]] = {}
        for test, said in self.said:
            if not said.early:
                how = fresh.get(said.key, said.how) if said.kind == "hit" else said.how
                by_test.setdefault(test, []).append(_heard(said, how, folder))
        return [Group(test, tuple(heard), self.outcomes.get(test, "")) for test, heard in by_test.items()]

    def slowest(self, number: int) -> Iterator[str]:
        """The slowest utterances, or all of them if the number is 0."""
        timed = sorted(self.said, key=lambda pair: -pair[1].seconds)
        for test, said in timed[: number or None]:
            yield f"{said.seconds:.2f}s {said.kind} {said.text!r:.60} by {said.by} ({test or 'before the tests'})"

    def _of(self, *kinds: str) -> Iterator[Record]:
        return (said for _, said in self.said if said.kind in kinds)


def _heard(said: Record, how: str, folder: Path) -> Heard:
    from ..report import Heard

    return Heard(
        said.text,
        said.by,
        how,
        said.duration,
        said.path,
        condition=said.condition,
        folder=folder,
        provider=said.provider,
        voice=said.voice,
        price=str(said.dollars) if said.dollars.high else "",
    )


def _characters(said: list[Record]) -> str:
    return count(sum(len(one.text) for one in said), "character")


def _money(said: list[Record], verb: str) -> str:
    total = sum((one.dollars for one in said), Cost())
    return f", {verb} about {total}" if total.high else ""
