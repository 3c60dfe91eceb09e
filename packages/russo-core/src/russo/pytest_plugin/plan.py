"""``--russo-plan``: what a run would find in the cache, what it would have to pay for, and about how much."""

from __future__ import annotations

from collections import defaultdict
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
    from collections.abc import Iterable, Iterator

    from ..lockfile import Lock
    from ..synthesis.cached import CachedSynthesizer
    from ..synthesis.request import Request
    from .run import Run


@dataclass(slots=True)
class Bill:
    """What one model would be asked for."""

    texts: list[str] = field(default_factory=list)
    cost: Cost | None = None

    def __str__(self) -> str:
        characters = count(sum(map(len, self.texts)), "character")
        price = "price not known" if self.cost is None else f"about {self.cost}" if self.cost.high else "free"
        return f"{count(len(self.texts), 'utterance')}, {characters}, {price}"


def plan(run: Run, items: Iterable[pytest.Item], lock: Lock) -> Iterator[str]:
    """The lines of a plan. Nobody is called, and nothing is written.

    Args:
        run: The run that would be.
        items: Its tests.
        lock: What is known of the texts that tests say without a marker.
    """
    hits, bills, known = 0, defaultdict[tuple[str, str], Bill](Bill), set()
    failed: list[str] = []
    for synthesizer, request in _marked(run, items, failed):
        if request.key in known:
            continue
        known.add(request.key)
        if synthesizer.cache.get(request.key) is not None:
            hits += 1
        else:
            _bill(bills, request.provider or "", dict(request.fields), request.text)
    for utterance in lock:
        if utterance.key in known:
            continue
        known.add(utterance.key)
        if run.cache.get(utterance.key) is not None:
            hits += 1
        else:
            _bill(bills, utterance.provider, utterance.fields.get("fields", {}), utterance.text)
    misses = len(known) - hits
    yield f"{count(len(known), 'utterance')}: {hits:,} in the cache, {misses:,} to be spoken"
    for (provider, model), bill in sorted(bills.items()):
        yield f"{' '.join(filter(None, (provider, model)))}: {bill}"
    yield from failed
    if not len(lock):
        yield "what tests say with russo_say(...) is counted once there is a russo.lock: pytest --russo-lock writes it"


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


def _bill(bills: dict[tuple[str, str], Bill], provider: str, fields: dict[str, Any], text: str) -> None:
    bill = bills[provider, str(fields.get("model") or "")]
    bill.texts.append(text)
    price = price_of(provider or None, fields)
    if price is not None:
        bill.cost = (bill.cost or Cost()) + cost_of(price, len(text))


def print_plan(run: Run, session: pytest.Session) -> None:
    """Print the plan of a session, on the terminal of pytest where it has one.

    Raises:
        pytest.UsageError: The lock cannot be read.
    """
    if session.config.option.collectonly:
        return
    try:
        lock = read_lock(lock_path(run.settings.root))
    except LockError as error:
        raise pytest.UsageError(str(error)) from error
    for line in plan(run, session.items, lock):
        write_line(session.config, f"russo: {line}")
