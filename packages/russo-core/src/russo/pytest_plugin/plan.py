"""``--russo-plan``: what a run would find in the cache and pay for, and about how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from ..display import count
from ..errors import LockError, RussoError
from ..lockfile import read_lock
from ..spending.prices import Cost, cost_of, price_of
from .locking import lock_path
from .markers import marked_speech
from .prefetch import is_certain
from .terminal import write_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    """What a run would find in the cache, and what it would have to pay for."""

    keys: set[str] = field(default_factory=set)
    hits: int = 0
    bills: dict[tuple[str, str], Bill] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    hint: str = ""

    def add(self, key: str, *, is_hit: bool, provider: str, fields: Mapping[str, Any], text: str) -> None:
        """Count an utterance, once."""
        if key in self.keys:
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

    def lines(self) -> Iterator[str]:
        """For people."""
        many = count(len(self.keys), "utterance")
        yield f"{many}: {self.hits:,} in the cache, {len(self.keys) - self.hits:,} to be spoken"
        for who, bill in sorted(self.bills.items()):
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
        return {"utterances": len(self.keys), "hits": self.hits, "misses": misses, "failed": self.failed}


def plan_of(run: Run, items: Iterable[pytest.Item]) -> Plan:
    """The plan of a run. No provider is called, and nothing is written.

    Args:
        run: The run to plan.
        items: Its tests.

    Raises:
        LockError: The lock, which lists what tests say without a marker, cannot be read.
    """
    plan = Plan()
    for synthesizer, request in _marked(run, items, plan.failed):
        is_hit = synthesizer.cache.get(request.key) is not None
        plan.add(request.key, is_hit=is_hit, provider=request.provider or "", fields=request.fields, text=request.text)
    lock = read_lock(lock_path(run.settings.root))
    for one in lock:
        is_hit = run.cache.get(one.key) is not None
        settings = one.fields.get("fields", {})
        plan.add(one.key, is_hit=is_hit, provider=one.provider, fields=settings, text=one.text)
    if not len(lock):
        plan.hint = "texts of russo_say(...) are only counted once there is a russo.lock: pytest --russo-lock writes it"
    return plan


def _marked(run: Run, items: Iterable[pytest.Item], failed: list[str]) -> Iterator[tuple[CachedSynthesizer, Request]]:
    for item in items:
        if not is_certain(item):
            continue  # skipped, or spoken by a synthesizer of its own
        try:
            speaker, texts = marked_speech(run.settings.speaker, item)
            spoken = [(run.cached(speaker), run.cached(speaker).resolve(text)) for text in texts]
        except RussoError as error:
            failed.append(f"{item.nodeid} cannot speak: {error}")
            continue
        yield from spoken


def print_plan(run: Run, session: pytest.Session) -> None:
    """Print the plan of a session, on pytest's terminal if it has one.

    Raises:
        pytest.UsageError: The lock cannot be read.
    """
    if session.config.option.collectonly:
        return
    try:
        plan = plan_of(run, session.items)
    except LockError as error:
        raise pytest.UsageError(str(error)) from error
    for line in plan.lines():
        write_line(session.config, f"russo: {line}")
