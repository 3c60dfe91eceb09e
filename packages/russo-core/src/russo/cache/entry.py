"""The `.meta` of an entry, and what makes it and its bytes belong together.

A meta is JSON for people and for `git diff`. ``audio`` is the XXH3-128 of the bytes; ``checksum``, its last field, is
that of the key and of everything in the meta before it, so that a meta of another entry, or one that was edited, is
none. Line ends do not count, because git changes them.
"""

from __future__ import annotations

import json
import operator
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import xxhash

from ..audio import Audio
from ..errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..audio.packing import Packed
    from ..transcripts import Hearing

SCHEMA: Final = 1
# A number of its own, so that a russo that cannot unpack it leaves such an entry alone.
PACKED: Final = 2
# A text of 100,000 characters fits many times; a meta of more than this was not written by russo.
LONGEST_META: Final = 8 * 1024 * 1024

_OLD_FIELDS: Final = frozenset({"format", "sample_rate", "prompt"})
# What stands in front, where the checksum vouches for it, need not be parsed as JSON: half of the time of a hit.
_HEAD: Final = re.compile(
    rb'\{\n "schema": 1,\n "format": "([\w.+-]*)",\n "sample_rate": (-?\d{1,18}),\n "channels": (-?\d{1,18}),\n '
    rb'"sample_width": (-?\d{1,18}),\n "length": (\d{1,18}),\n "audio": "([0-9a-f]{32})",\n'
)
_SEAL: Final = b'"checksum": "'
_END: Final = b'"\n}\n'
_SEALED: Final = len(_SEAL) + 32 + len(_END)
_SCHEMA_LINE: Final = re.compile(rb'\A\{\n "schema": [^,\n]*')


class Head(NamedTuple):
    """What a hit needs of a meta. What 0.3.3 wrote has neither a length nor a checksum."""

    format: str
    sample_rate: int
    channels: int = 1
    sample_width: int = 2
    length: int | None = None
    audio: str | None = None
    packed: Original | None = None


class Original(NamedTuple):
    """What a packed entry was, and is given back as."""

    format: str
    length: int
    audio: str
    prefix: bytes
    suffix: bytes


def encode(key: str, audio: Audio, prompt: str, key_fields: Mapping[str, Any], hearing: Hearing | None = None) -> bytes:
    """The meta of an entry, sealed.

    Raises:
        AudioError: What the audio says of itself is not what an Audio says.
        TypeError: JSON cannot hold something.
        ValueError: Likewise.
    """
    meta = {
        "schema": SCHEMA,
        "format": audio.format,
        **_numbers(audio),
        "length": len(audio.data),
        "audio": digest(audio.data),
        "prompt": prompt,
        "key_fields": dict(key_fields),
        **({} if hearing is None else {"heard": hearing.as_meta()}),
    }
    return _sealed(key, meta)


def encode_packed(key: str, raw: bytes, packed: Packed) -> bytes:
    """The meta of an entry whose bytes are now a FLAC file.

    Args:
        key: The entry.
        raw: Its meta until now, which was valid.
        packed: Its bytes from now on.
    """
    old = parse(raw) or {}
    original = {
        "format": old["format"],
        "length": old["length"],
        "audio": old["audio"],
        "prefix": b64encode(packed.prefix).decode(),
        "suffix": b64encode(packed.suffix).decode(),
    }
    new = {"format": "flac", "length": len(packed.flac), "audio": digest(packed.flac), "packed": original}
    return _sealed(key, {**old, "schema": PACKED, **new})


def _sealed(key: str, meta: Mapping[str, Any]) -> bytes:
    fields = {name: value for name, value in meta.items() if name != "checksum"}
    head = json.dumps(fields, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}") + b",\n "
    return head + _SEAL + _seal(key, head) + _END


def _numbers(audio: Audio) -> dict[str, int]:
    try:
        return {name: operator.index(getattr(audio, name)) for name in ("sample_rate", "channels", "sample_width")}
    except TypeError as error:
        msg = f"{audio!r} cannot be kept: its rate, channels and width must be int"
        raise AudioError(msg) from error


def decode(key: str, raw: bytes) -> Head | None:
    """What a meta says, if it is the one of this key and nobody has changed it; None otherwise."""
    raw = _normalized(raw)
    if not is_sealed(key, raw):
        return _decode_old(raw)
    found = _HEAD.match(raw)
    if found is not None:
        name, rate, channels, width, length, audio = found.groups()
        return Head(name.decode(), int(rate), int(channels), int(width), int(length), audio.decode())
    fields = parse(raw)
    if fields is None or fields.get("schema") not in {SCHEMA, PACKED}:
        return None
    try:
        head = Head(*(_typed(fields, name) for name in Head._fields[:-1]))
        return head if fields["schema"] == SCHEMA else head._replace(packed=_original(fields["packed"]))
    except (KeyError, TypeError, ValueError):
        return None


def _original(packed: Mapping[str, Any]) -> Original:
    kind, length, audio = (_typed(packed, name) for name in ("format", "length", "audio"))
    prefix, suffix = (b64decode(packed[name]) for name in ("prefix", "suffix"))
    return Original(kind, length, audio, prefix, suffix)


def _typed(fields: Mapping[str, Any], name: str) -> Any:
    # Anybody can compute the checksum of a meta with nonsense in it.
    value = fields[name]
    if type(value) is not (str if name in {"format", "audio"} else int):
        raise TypeError(name)
    return value


def is_sealed(key: str, raw: bytes) -> bool:
    """Whether a meta ends with the checksum of this key and of what stands before."""
    return raw.endswith(_SEAL + _seal(key, raw[:-_SEALED]) + _END)


def join(head: Head, data: bytes) -> Audio | None:
    """The audio of an entry, if the bytes are the ones that its meta was written for.

    Raises:
        MissingDependencyError: The entry is packed, and PyAV is not installed.
    """
    kind, rate, channels, width, length, audio, original = head
    if not data or (audio is not None and (len(data) != length or digest(data) != audio)):
        return None
    if original is not None:
        return _unpack(original, head, data)
    return Audio(data, kind, rate, channels, width)


def _unpack(original: Original, head: Head, flac: bytes) -> Audio | None:
    from ..audio.packing import Packed

    try:
        data = Packed(flac, original.prefix, original.suffix).unpack(original.length)
    except AudioError:
        return None
    if digest(data) != original.audio:
        return None
    return Audio(data, original.format, head.sample_rate, head.channels, head.sample_width)


# The fast checksum of bytes: finds damage, does not withstand an attacker.
digest: Final = xxhash.xxh3_128_hexdigest


def is_newer(key: str, raw: bytes) -> bool:
    """Whether a meta was made by a newer russo, whose checksum may be another. A damaged one of ours was not."""
    raw = _normalized(raw)
    schema = (parse(raw) or {}).get("schema")
    return (
        type(schema) is int
        and schema > PACKED
        and not any(is_sealed(key, _SCHEMA_LINE.sub(b'{\n "schema": %d' % ours, raw)) for ours in (SCHEMA, PACKED))
    )


def parse(raw: bytes) -> dict[str, Any] | None:
    """A JSON object, or None for anything else: the file may hold whatever somebody has put there."""
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _normalized(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw


def _seal(key: str, head: bytes) -> bytes:
    return xxhash.xxh3_128_hexdigest(key.encode() + b"\0" + head).encode()


def _decode_old(raw: bytes) -> Head | None:
    """What russo 0.3.3 wrote: exactly three fields, and nothing that would tell damage."""
    # It has no line of ours: most that are damaged need no parsing.
    fields = None if _SEAL in raw else parse(raw)
    if fields is None or fields.keys() != _OLD_FIELDS:
        return None
    kind, rate, prompt = fields["format"], fields["sample_rate"], fields["prompt"]
    sane = type(kind) is str and type(rate) is int and rate > 0 and type(prompt) is str
    return Head(kind, rate) if sane else None
