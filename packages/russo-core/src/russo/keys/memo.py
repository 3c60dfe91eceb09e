"""Remembers the part of a synthesizer's keys that is the same for every text, until something in it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .hashing import KeyPrefix
from .identity import as_fields, identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class PrefixMemo:
    """The last prefix and what it was made from, because making it again for each hit would take too long."""

    __slots__ = ("_memo",)

    def __init__(self) -> None:
        # All in one attribute, so that no thread sees the prefix of one call with the inputs of another.
        self._memo: tuple[object, object, list[str], list[Any], list[type], KeyPrefix] | None = None

    def of(self, synthesizer: object, innermost: object, extra: Mapping[str, Any], stated: list[Any]) -> KeyPrefix:
        """The prefix of a synthesizer as it is now.

        Args:
            synthesizer: What speaks, or a wrapper around it.
            innermost: Whose identity is in the key: the innermost synthesizer, where wrappers are around it.
            extra: What the user adds; the same each time.
            stated: What the synthesizer states now: its provider, its revision and its fields.

        Raises:
            CacheKeyError: JSON cannot hold a field, which the message names.
        """
        provider, revision, fields = stated
        if type(fields) is not dict:  # as it nearly always is
            fields = as_fields(synthesizer, fields)
        names = list(fields)
        values = [provider, revision, *fields.values()]
        # Equality is not enough: 1, 1.0 and True are equal, but make different keys.
        types = list(map(type, values))
        memo = self._memo
        # The innermost synthesizer may be exchanged while the wrappers around it stay the same.
        if memo is not None and memo[0] is synthesizer and memo[1] is innermost and memo[2:5] == (names, values, types):
            return memo[5]
        prefix = KeyPrefix(identity_of(innermost), fields, extra)
        self._memo = (synthesizer, innermost, names, values, types, prefix) if all(map(_is_plain, values)) else None
        return prefix


def _is_plain(value: object) -> bool:
    """Whether equal values of this type always make the same key, which 0.0 and -0.0 do not."""
    return value is None or type(value) in (str, int, bool) or (type(value) is float and value != 0)
