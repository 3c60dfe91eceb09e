"""Finds the utterance in ``russo.lock`` that is nearest to one that is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..cache.differences import as_json, changes, closest, differences, flat, is_foreign
from .utterance import without_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .utterance import Utterance


def nearest(utterances: Iterable[Utterance], text: str, fields: Mapping[str, Any] | None) -> str:
    """Say what a lock has instead of an utterance: the same text with other settings, or else the most similar text.

    Args:
        utterances: Those of the lock.
        text: The text.
        fields: What its key is made of, if that is known.
    """
    known = {one.key: one for one in utterances}
    same = [one for one in known.values() if one.text == text]
    if same and fields is not None:
        return f"the lock has this text, and differs in {'; '.join(_fewest(same, fields))}"
    if same:
        return "the lock has this text with other settings"
    found = closest(text, ((key, as_json(one.text)) for key, one in known.items()))
    return (
        "the lock has no such text" if found is None else f"the nearest text in the lock is {changes(found[1], text)!r}"
    )


def _fewest(same: list[Utterance], fields: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = flat(without_none(fields))
    rated = []
    for one in same:
        there = flat(one.fields)
        found = differences(there, wanted, only_stated=False)
        rated.append((is_foreign(there, wanted, only_stated=False), len(found), found))
    return min(rated)[-1]
