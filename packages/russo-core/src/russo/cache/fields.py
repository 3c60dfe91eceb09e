"""Checks the fields of a meta for type and range: anybody can write nonsense with a correct checksum."""

from __future__ import annotations

import math
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .values import table_in

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: Final = 1
# Packed entries have a schema of their own, so that a russo that cannot unpack them leaves them alone.
PACKED: Final = 2
# In bytes: three hours at 24 kHz. A length that somebody made up must not decide how much memory is used.
LONGEST_AUDIO: Final = 512 * 1024 * 1024
# The largest rate, number of channels or sample width: 9 digits.
LARGEST_NUMBER: Final = 10**9 - 1
LONGEST_FORMAT: Final = 64

# In seconds: four months.
LONGEST_DURATION: Final = 1e7
_OLD_FIELDS: Final = frozenset({"format", "sample_rate", "prompt"})


class Head(NamedTuple):
    """The part of a meta that a hit needs. A meta of 0.3.3 has neither a length nor a checksum."""

    format: str
    sample_rate: int
    channels: int = 1
    sample_width: int = 2
    length: int | None = None
    audio: str | None = None
    duration: float | None = None
    packed: Original | None = None


class Original(NamedTuple):
    """What a packed entry was before, and is when it is read."""

    format: str
    length: int
    audio: str
    prefix: bytes
    suffix: bytes


class Meta(NamedTuple):
    """Everything in a meta."""

    head: Head
    prompt: str
    key_fields: Mapping[str, Any]
    heard: Mapping[str, Any]


class FieldError(Exception):
    """A field is missing, or has a value that no russo writes."""


def check(fields: Mapping[str, Any]) -> Meta:
    """Turn the fields of a meta into a record.

    Raises:
        FieldError: A field is missing, or has a value that no russo writes.
    """
    schema = _int(fields, "schema")
    if schema not in {SCHEMA, PACKED}:
        raise FieldError
    rate, channels, width = _int(fields, "sample_rate"), _int(fields, "channels"), _int(fields, "sample_width")
    head = Head(_format(fields), rate, channels, width, _length(fields), _str(fields, "audio"), _duration(fields))
    if schema == PACKED:
        head = head._replace(packed=_original(_table(fields, "packed")))
    return Meta(head, _str(fields, "prompt"), _table(fields, "key_fields"), table_in(fields, "heard"))


def _original(packed: Mapping[str, Any]) -> Original:
    try:
        prefix, suffix = (b64decode(_str(packed, name)) for name in ("prefix", "suffix"))
    except ValueError as error:
        raise FieldError from error
    return Original(_format(packed), _length(packed), _str(packed, "audio"), prefix, suffix)


def _int(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if type(value) is not int or abs(value) > LARGEST_NUMBER:
        raise FieldError
    return value


def _length(fields: Mapping[str, Any]) -> int:
    value = _int(fields, "length")
    if not 0 <= value <= LONGEST_AUDIO:
        raise FieldError
    return value


def _str(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if type(value) is not str:
        raise FieldError
    return value


def _format(fields: Mapping[str, Any]) -> str:
    value = _str(fields, "format")
    if len(value) > LONGEST_FORMAT:
        raise FieldError
    return value


def _duration(fields: Mapping[str, Any]) -> float | None:
    value = fields.get("duration")
    if value is None:
        return None
    if type(value) not in {int, float} or not 0 <= value <= LONGEST_DURATION or not math.isfinite(value):
        raise FieldError
    return float(value)


def _table(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name)
    if type(value) is not dict:
        raise FieldError
    return value


def check_old(fields: Mapping[str, Any]) -> Meta:
    """Turn a meta of russo 0.3.3, which has exactly three fields, into a record.

    Raises:
        FieldError: There are other fields, or one has a value that 0.3.3 never wrote.
    """
    rate = _int(fields, "sample_rate")
    if fields.keys() != _OLD_FIELDS or rate < 1:
        raise FieldError
    return Meta(Head(_format(fields), rate), _str(fields, "prompt"), {}, {})
