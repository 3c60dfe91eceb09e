"""``--russo-plan``: what a run would find in the cache and pay for, and about how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ..display import count
from ..errors import LockError, RussoError
from ..lockfile import read_lock
from ..spending.prices import Cost, cost_of, price_of
from ..synthesis.wrapper import is_kept
from .locking import lock_path
from .markers import marked_speech
from .prefetch import is_certain, is_left_out, left_to_the_test
from .refreshing import is_meant
from .terminal import write_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..lockfile import Utterance
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.request import Request
    from .run import Run


@dataclass(slots=True)
class Bill:
    """The texts that one model would have to speak, and their cost."""

    texts: list[str] = field(default_factory=list)
    cost: Cost | None = None

    def __str__(self) -> str:
        characters = count(sum(map(len, self.texts)), "character")
        price = "price not known" if self.cost is None else f"about {self.cost}" if self.cost.high else "free"
        return f"{count(len(self.texts), 'utterance')}, {characters}, {price}"


@dataclass(slots=True)
class Plan:
    """What a run would find in the cache, and what it would have to pay for.

    Args:
        is_cached: Whether what is spoken is kept, so that each utterance is spoken only once.
        is_offline: Whether nothing is spoken, so that what is missing fails.
    """

    is_cached: bool = True
    is_offline: bool = False
    keys: set[str] = field(default_factory=set)
    hits: int = 0
    bills: dict[tuple[str, str], Bill] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    hint: str = ""

    def add(self, key: str, *, is_hit: bool, provider: str, fields: Mapping[str, Any], text: str) -> None:
        """Count an utterance; once, if it is kept."""
        if self.is_cached and key in self.keys:
            return
        self.keys.add(key)
        if is_hit:
            self.hits += 1
            return
        bill = self.bills.setdefault((provider, str(fields.get("model") or "")), Bill())
        bill.texts.append(text)
        price = price_of(provider or None, fields)
        if price is not None:
            bill.cost = (bill.cost or Cost()) + cost_of(price, len(text))

    @property
    def utterances(self) -> int:
        """How many there are."""
        return self.hits + sum(len(bill.texts) for bill in self.bills.values())

    def lines(self) -> Iterator[str]:
        """For people."""
        missing = "missing, and not spoken offline" if self.is_offline else "to be spoken"
        many = count(self.utterances, "utterance")
        yield f"{many}: {self.hits:,} in the cache, {self.utterances - self.hits:,} {missing}"
        for who, bill in () if self.is_offline else sorted(self.bills.items()):
            yield f"{' '.join(filter(None, who))}: {bill}"
        yield from self.failed
        if self.hint:
            yield self.hint

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        misses = [
            {
                "provider": provider,
                "model": model,
                "utterances": len(bill.texts),
                "characters": sum(map(len, bill.texts)),
                "cost": None if bill.cost is None else [bill.cost.low, bill.cost.high],
            }
            for (provider, model), bill in sorted(self.bills.items())
        ]
        return {"utterances": self.utterances, "hits": self.hits, "misses": misses, "failed": self.failed}


def plan_of(run: Run, items: Iterable[pytest.Item], *, partial: str | None = None) -> Plan:
    """The plan of a run. No provider is called, and nothing is written.

    Args:
        run: The run to plan.
        items: Its tests.
        partial: Why these are not all tests of the suite, if they are not.

    Raises:
        LockError: The lock, which lists what tests say without a marker, cannot be read.
    """
    plan = Plan(is_cached=run.settings.enabled, is_offline=run.settings.offline)
    skipped: set[str] = set()
    for item in items:
        if is_left_out(item):
            with left_to_the_test():
                skipped.update(request.key for _, request in _marked(run, item))
        elif is_certain(item):
            _add_marked(plan, run, item)
    lock = read_lock(lock_path(run.settings.root))
    others = [one for one in lock if one.key not in plan.keys | skipped]
    for one in others:
        fields = one.fields.get("fields", {})
        plan.add(one.key, is_hit=_is_kept(run, one), provider=one.provider, fields=fields, text=one.text)
    if not len(lock):
        plan.hint = "texts of russo_say(...) are only counted once there is a russo.lock: pytest --russo-lock writes it"
    elif partial is not None and others:
        plan.hint = f"{count(len(others), 'utterance')} of russo.lock may be of tests that are left out: {partial}"
    return plan


def _add_marked(plan: Plan, run: Run, item: pytest.Item) -> None:
    try:
        spoken = list(_marked(run, item))
    except RussoError as error:
        plan.failed.append(f"{item.nodeid} cannot speak: {error}")
        return
    except (Exception, SystemExit) as error:  # a value in a marker may be anything
        plan.failed.append(f"{item.nodeid} cannot speak: {type(error).__name__}: {error}")
        return
    for synthesizer, request in spoken:
        is_hit = not run.settings.clear and is_kept(synthesizer, request)
        plan.add(request.key, is_hit=is_hit, provider=request.provider or "", fields=request.fields, text=request.sent)


def _marked(run: Run, item: pytest.Item) -> Iterator[tuple[CachedSynthesizer, Request]]:
    speaker, texts = marked_speech(run.settings.speaker, item)
    for text in texts:
        synthesizer = run.cached(speaker)
        yield synthesizer, synthesizer.resolve(text)


def _is_kept(run: Run, one: Utterance) -> bool:
    """Whether the run would find an utterance of the lock."""
    settings = run.settings
    if not settings.enabled or settings.clear:
        return False
    only = settings.refresh_only
    is_outdated = only is None or is_meant(only, one.text, one.fields.get("fields", {}))
    since = settings.refresh_before if is_outdated else None
    # Reading it would count as a use.
    return (since is None and run.cache.has(one.key)) or run.cache.get(one.key, kept_since=since) is not None


def print_plan(run: Run, session: pytest.Session, *, partial: str | None) -> None:
    """Print the plan of a session, on pytest's terminal if it has one.

    Args:
        run: The run to plan.
        session: Its session.
        partial: As `plan_of` takes it.

    Raises:
        pytest.UsageError: The lock cannot be read.
    """
    if session.config.option.collectonly:
        return
    try:
        plan = plan_of(run, session.items, partial=partial)
    except LockError as error:
        raise pytest.UsageError(str(error)) from error
    for line in plan.lines():
        write_line(session.config, f"russo: {line}")
