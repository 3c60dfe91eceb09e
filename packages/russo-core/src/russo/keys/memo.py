"""The part of a synthesizer's keys that is the same for every text, made again only when something in it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .hashing import KeyPrefix
from .identity import declared, fields_of, identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class PrefixMemo:
    """Remembers the last prefix, and what it was made of: a hit has no time to make it anew."""

    __slots__ = ("_memo",)

    def __init__(self) -> None:
        # One attribute, so that a thread never sees the prefix of one call with what another was made of.
        self._memo: tuple[object, object, list[str], list[Any], list[type], KeyPrefix] | None = None

    def of(self, synthesizer: object, innermost: object, extra: Mapping[str, Any]) -> KeyPrefix:
        """The prefix of a synthesizer as it is now.

        Args:
            synthesizer: What states its provider, its revision and its fields.
            innermost: Whose identity is in the key: the innermost synthesizer, where wrappers are around it.
            extra: What the user adds; the same each time.

        Raises:
            CacheKeyError: JSON cannot hold a field, which the message names.
        """
        fields = fields_of(synthesizer)
        names = list(fields)
        values = [declared(synthesizer, "provider"), declared(synthesizer, "revision"), *fields.values()]
        # Equal is not enough: 1, 1.0 and True are equal, and have different keys.
        types = list(map(type, values))
        memo = self._memo
        # What speaks may be exchanged deep inside of wrappers that stay the same.
        if memo is not None and memo[0] is synthesizer and memo[1] is innermost and memo[2:5] == (names, values, types):
            return memo[5]
        prefix = KeyPrefix(identity_of(innermost), fields, extra)
        self._memo = (synthesizer, innermost, names, values, types, prefix) if all(map(_is_plain, values)) else None
        return prefix


def _is_plain(value: object) -> bool:
    """Whether a value that is equal and of the same type has the same key: -0.0 has not that of 0.0."""
    return value is None or type(value) in (str, int, bool) or (type(value) is float and value != 0)
