"""The `.meta` of an entry, and what makes it and its bytes belong together.

A meta is JSON for people and for `git diff`. Its last two fields make it one with the bytes and with its name:
``audio`` is the XXH3-128 of the bytes; ``checksum`` is that of the key and of everything in the meta before it, so
that a meta of another entry, or one that was edited, is none. Line ends do not count, because git changes them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import xxhash

from ..audio import Audio

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: Final = 1
# A text of 100,000 characters fits many times; a meta of more than this was not written by russo.
LONGEST_META: Final = 8 * 1024 * 1024

_SEAL: Final = b'"checksum": "'
_OLD_FIELDS: Final = frozenset({"format", "sample_rate", "prompt"})


@dataclass(frozen=True, slots=True)
class Meta:
    """What a `.meta` says."""

    format: str
    sample_rate: int
    channels: int = 1
    sample_width: int = 2
    prompt: str = ""
    key_fields: Mapping[str, Any] = field(default_factory=dict)
    length: int | None = None
    audio: str | None = None


def encode(key: str, audio: Audio, prompt: str, key_fields: Mapping[str, Any]) -> bytes:
    """The meta of an entry, sealed."""
    meta = {
        "schema": SCHEMA,
        "format": audio.format,
        "sample_rate": audio.sample_rate,
        "channels": audio.channels,
        "sample_width": audio.sample_width,
        "prompt": prompt,
        "key_fields": dict(key_fields),
        "length": len(audio.data),
        "audio": digest(audio.data),
    }
    head = json.dumps(meta, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}") + b",\n "
    return head + _SEAL + _seal(key, head) + b'"\n}\n'


def decode(key: str, raw: bytes) -> Meta | None:
    """What a meta says, if it is the one of this key and nobody has changed it; None otherwise."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    head, mark, tail = raw.rpartition(_SEAL)
    if not mark:
        return _decode_old(raw)
    if tail.rstrip(b"\n") != _seal(key, head) + b'"\n}':
        return None
    fields = parse(raw)
    if fields is None or fields.get("schema") != SCHEMA:
        return None
    meta = Meta(
        fields.get("format", ""),
        fields.get("sample_rate", 0),
        fields.get("channels", 0),
        fields.get("sample_width", 0),
        fields.get("prompt", ""),
        fields.get("key_fields", {}),
        fields.get("length"),
        fields.get("audio"),
    )
    return meta if _is_sane(meta) and type(meta.length) is int and type(meta.audio) is str else None


def join(meta: Meta, data: bytes) -> Audio | None:
    """The audio of an entry, if the bytes are the ones that its meta was written for."""
    if not data or (meta.length is not None and meta.length != len(data)):
        return None
    if meta.audio is not None and meta.audio != digest(data):
        return None
    return Audio(data, meta.format, meta.sample_rate, meta.channels, meta.sample_width)


def digest(data: bytes) -> str:
    """The fast checksum of bytes: finds damage, does not withstand an attacker."""
    return xxhash.xxh3_128_hexdigest(data)


def schema_of(raw: bytes) -> int | None:
    """The schema that a meta claims, whoever wrote it."""
    schema = (parse(raw) or {}).get("schema")
    return schema if type(schema) is int else None


def parse(raw: bytes) -> dict[str, Any] | None:
    """A JSON object, or None for anything else: the file may hold whatever somebody has put there."""
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _seal(key: str, head: bytes) -> bytes:
    return xxhash.xxh3_128_hexdigest(key.encode() + b"\0" + head).encode()


def _decode_old(raw: bytes) -> Meta | None:
    """What russo 0.3.3 wrote: exactly three fields, and nothing that would tell damage."""
    fields = parse(raw)
    if fields is None or fields.keys() != _OLD_FIELDS:
        return None
    meta = Meta(fields["format"], fields["sample_rate"], prompt=fields["prompt"])
    return meta if _is_sane(meta) else None


def _is_sane(meta: Meta) -> bool:
    numbers = (meta.sample_rate, meta.channels, meta.sample_width)
    return (
        all(type(number) is int and number > 0 for number in numbers)
        and type(meta.format) is str
        and type(meta.prompt) is str
        and isinstance(meta.key_fields, dict)
    )
