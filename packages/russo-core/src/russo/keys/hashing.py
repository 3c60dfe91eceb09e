"""Makes the key of an utterance: a hash of who speaks, the settings, what plugins add, and the text.

Keys are permanent. A change of anything in this file bills every user again: it needs a new `SCHEMA`, a migration and
a line in the changelog. The golden vectors in the tests fail if any key changes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from hashlib import sha256
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any, Final

from ..errors import CacheKeyError

SCHEMA: Final = 1

# Python has limits of its own, but they depend on the settings of the machine, and a key must not.
_LONGEST_INT: Final = 4096
_DEEPEST: Final = 100

# Made once: with these settings `json.dumps` makes a new encoder on each call, which takes longer than the encoding.
_encode: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


class KeyPrefix:
    """The part of a key that stays the same from text to text, hashed once.

    The key is SHA-256 over the canonical JSON of ``[schema, identity, fields, extra, plugins, text]``.

    Args:
        identity: Who speaks.
        fields: The settings of the synthesizer.
        extra: What the user adds.

    Raises:
        CacheKeyError: JSON cannot hold a value.
    """

    __slots__ = ("_hash", "fields", "identity", "parts")

    def __init__(self, identity: Mapping[str, Any] | None, fields: Mapping[str, Any], extra: Mapping[str, Any]) -> None:
        self.identity: Mapping[str, Any] | None = None if identity is None else checked(identity, "identity")
        self.fields: Mapping[str, Any] = MappingProxyType(checked(fields, "cache_fields"))
        extra = checked(extra, "cache_key_extra")
        parts = {"identity": self.identity, "fields": dict(self.fields), "extra": extra}
        self.parts: Mapping[str, Any] = {name: part for name, part in parts.items() if part}
        head = _encode([SCHEMA, *parts.values()])
        self._hash = sha256(head[:-1].encode())

    def key(self, text: str, plugins: Mapping[str, Mapping[str, Any]] | None = None) -> str:
        """The key of a text: 64 hexadecimal digits.

        Args:
            text: The text. It is not normalised, since "a" and "a " sound different.
            plugins: What plugins add, by the plugin's name.

        Raises:
            CacheKeyError: JSON cannot hold the text or a value.
        """
        added = _encode(checked(plugins, "russo_cache_key")) if plugins else "{}"
        key = self._hash.copy()
        try:
            key.update(f",{added},{encode_basestring(text)}]".encode())
        except TypeError as error:
            msg = f"a text must be a str, not {type(text).__name__}: {text!r:.100}"
            raise CacheKeyError(msg) from error
        except UnicodeEncodeError as error:
            msg = f"the text holds half of a surrogate pair at position {_lone_surrogate(text)}: it has no key"
            raise CacheKeyError(msg) from error
        return key.hexdigest()


def checked(value: Any, where: str, *, depth: int = 0) -> Any:
    """A copy of the value in the types of JSON. What JSON cannot hold without loss is refused, naming the field."""
    if value is None:
        return value
    if isinstance(value, (int, float)):
        return _number(value, where)
    if isinstance(value, str):
        if _lone_surrogate(value) is not None:
            msg = f"{where} holds half of a surrogate pair, which no file can: {value!r:.100}"
            raise CacheKeyError(msg)
        return value
    if depth > _DEEPEST:
        msg = f"{where[:60]}... is nested more than {_DEEPEST} deep, or holds itself"
        raise CacheKeyError(msg)
    if isinstance(value, Mapping):
        return {
            _name(name, where): checked(item, f"{where}[{name!r}]", depth=depth + 1) for name, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [checked(item, f"{where}[{index}]", depth=depth + 1) for index, item in enumerate(value)]
    msg = f"{where} is a {type(value).__name__}, which JSON cannot hold: {value!r:.100}"
    raise CacheKeyError(msg)


def _number(value: float, where: str) -> float:
    if isinstance(value, int):
        if value.bit_length() > _LONGEST_INT:
            msg = f"{where} is a whole number of {value.bit_length()} bits, and at most {_LONGEST_INT} can be in a key"
            raise CacheKeyError(msg)
    elif not math.isfinite(value):
        msg = f"{where} is {value!r}, which JSON cannot hold"
        raise CacheKeyError(msg)
    return value


def _name(name: Any, where: str) -> str:
    if not isinstance(name, str):
        msg = f"{where} has a field named {name!r}: names of fields are str"
        raise CacheKeyError(msg)
    checked_name: str = checked(name, f"the name {name!r} in {where}")
    return checked_name


def _lone_surrogate(text: str) -> int | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None
