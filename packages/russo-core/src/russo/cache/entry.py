"""The `.meta` of an entry, as bytes: writing it, checking it, and checking that the audio belongs to it.

A meta is JSON for people and for `git diff`. ``audio`` is the XXH3-128 of the audio. ``checksum``, its last field, is
that of the key and of everything in the meta before it, so that the meta of another entry, or one that was edited,
is not valid. Line endings do not matter, because git changes them.

Every meta passes through here: what `decode` and `read` return has been checked for types, ranges, size and depth, and
whatever fails a check is not an entry.
"""

from __future__ import annotations

import json
import operator
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

import xxhash

from ..audio.audio import Audio, known_duration, remember_duration
from ..errors import AudioError, CacheKeyError, NoAudioError
from .fields import LARGEST_NUMBER, LONGEST_AUDIO, LONGEST_FORMAT, PACKED, SCHEMA, FieldError, Head, check, check_old
from .names import check_key
from .values import DEEPEST, flaw_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..audio.packing import Packed
    from ..transcripts import Hearing
    from .fields import Meta, Original

# In bytes: several times what a text of 100,000 characters needs.
LONGEST_META: Final = 2 * 1024 * 1024
# The most, in bytes, that a meta says about the audio.
_OF_AUDIO: Final = 1024

# A hit finds what it needs with this instead of parsing JSON, which would take half of its time.
_HEAD: Final = re.compile(
    rb'\{\n "schema": 1,\n "format": "([\w.+-]{0,64})",\n "sample_rate": (-?\d{1,9}),\n "channels": (-?\d{1,9}),\n '
    rb'"sample_width": (-?\d{1,9}),\n "length": (\d{1,9}),\n "audio": "([0-9a-f]{32})",\n'
    rb'(?: "duration": (\d{1,7}\.\d{1,9}),\n)? "prompt": "'
)
# In a meta this small, the part that the expression skips can do no harm. A larger one is parsed.
_SMALL: Final = 4096
_FIELDS: Final = b'\n "key_fields": {'
_SEAL: Final = b'"checksum": "'
_END: Final = b'"\n}\n'
_SEALED: Final = len(_SEAL) + 32 + len(_END)
# Made once: `json.dumps` makes a new encoder for these settings on each call.
_compact: Final = json.JSONEncoder(ensure_ascii=False).encode
# What JSON raises for a value that it cannot hold, or that is nested too deeply.
_NOT_JSON: Final = (TypeError, ValueError, RecursionError)
_LARGE: Final = re.compile(rb"\d{77}")
_SCHEMA_LINE: Final = re.compile(rb'\A\{\n "schema": [^,\n]*')


def encode(key: str, audio: Audio, prompt: str, key_fields: Mapping[str, Any], hearing: Hearing | None = None) -> bytes:
    """The meta of a new entry, sealed. `AudioCache.put` documents the errors."""
    check_key(key)
    if not audio.data:
        msg = f"refusing to keep audio of 0 bytes under {key!r}"
        raise NoAudioError(msg)
    seconds = known_duration(audio)
    numbers = _numbers(audio)
    try:
        meta = {
            "schema": SCHEMA,
            "format": audio.format,
            **numbers,
            "length": len(audio.data),
            "audio": digest(audio.data),
            **({} if seconds is None else {"duration": round(seconds, 6)}),
            "prompt": prompt,
            "key_fields": dict(key_fields),
            **({} if hearing is None else {"heard": hearing.as_meta()}),
        }
        sealed = _sealed(key, meta)
        _check_readable(sealed, meta["key_fields"])
    except _NOT_JSON as error:
        raise _unwritable(key, error) from error
    return sealed


def check_described(key: str, prompt: str, key_fields: Mapping[str, Any]) -> None:
    """Refuse an utterance that has a key, but could not be kept once it has been paid for.

    Args:
        key: The name of its entry.
        prompt: The text to speak.
        key_fields: What the key was made of.

    Raises:
        CacheKeyError: The text is too long, or a value is too large or nested too deeply for a meta.
    """
    try:
        described = {"prompt": prompt, "key_fields": dict(key_fields)}
        raw = _compact(described).encode()
        if len(raw) > LONGEST_META // DEEPEST:  # indented, as it will be written, it may be too long
            raw = json.dumps(described, ensure_ascii=False, indent=1).encode()
        _check_readable(raw, described["key_fields"], _OF_AUDIO)
    except _NOT_JSON as error:
        raise _unwritable(key, error) from error


def _check_readable(raw: bytes, key_fields: object, missing: int = 0) -> None:
    length = len(raw) + missing
    if length > LONGEST_META:
        msg = f"it would be {length:,} bytes long, and at most {LONGEST_META:,} are allowed"
        raise ValueError(msg)
    flaw = None if _is_tame(raw) else flaw_in(key_fields)
    if flaw is not None:
        msg = f"its key_fields have a value that {flaw}"
        raise ValueError(msg)


def _unwritable(key: str, error: Exception) -> CacheKeyError:
    return CacheKeyError(f"the entry {key!r} cannot be written as JSON: {error}")


def encode_packed(key: str, raw: bytes, packed: Packed) -> bytes:
    """The meta of an entry whose audio has been packed into a FLAC file.

    Args:
        key: The entry.
        raw: Its old meta, which is valid.
        packed: Its new audio.
    """
    old = parse(raw) or {}
    old.pop("checksum", None)
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
    head = json.dumps(meta, ensure_ascii=False, indent=1).encode().removesuffix(b"\n}") + b",\n "
    return head + _seal(key, head)


def _numbers(audio: Audio) -> dict[str, int]:
    try:
        numbers = {
            "sample_rate": operator.index(audio.sample_rate),
            "channels": operator.index(audio.channels),
            "sample_width": operator.index(audio.sample_width),
        }
    except TypeError as error:
        msg = f"{audio!r} cannot be kept: its rate, channels and width must be int"
        raise AudioError(msg) from error
    if max(map(abs, numbers.values())) > LARGEST_NUMBER:
        msg = f"{audio!r} cannot be kept: its rate, channels and width may have at most 9 digits"
        raise AudioError(msg)
    if len(audio.data) > LONGEST_AUDIO:
        msg = f"{audio!r} cannot be kept: an entry has at most {LONGEST_AUDIO:,} bytes"
        raise AudioError(msg)
    if not isinstance(audio.format, str) or len(audio.format) > LONGEST_FORMAT:
        msg = f"audio of the format {audio.format!r:.100} cannot be kept: it must be a str of at most 64 characters"
        raise AudioError(msg)
    return numbers


def decode(key: str, raw: bytes) -> Head | None:
    """The part of a meta that a hit needs; None if the meta was changed or belongs to another key.

    Args:
        key: The entry.
        raw: The bytes of its meta.
    """
    raw = raw.replace(b"\r\n", b"\n")
    if not raw.endswith(_seal(key, raw[:-_SEALED])):
        return _head_of(_decode_old(raw))
    found = _HEAD.match(raw) if len(raw) <= _SMALL and _FIELDS in raw else None
    if found is None:
        return _head_of(_checked(raw, check))
    name, rate, channels, width, digits, audio, duration = found.groups()
    length = int(digits)
    seconds = None if duration is None else float(duration)
    head = Head(name.decode(), int(rate), int(channels), int(width), length, audio.decode(), seconds)
    return head if length <= LONGEST_AUDIO else None


def read(key: str, raw: bytes) -> Meta | None:
    """Everything in a meta; None if the meta was changed or belongs to another key.

    Args:
        key: The entry.
        raw: The bytes of its meta.
    """
    raw = raw.replace(b"\r\n", b"\n")
    return _checked(raw, check) if raw.endswith(_seal(key, raw[:-_SEALED])) else _decode_old(raw)


def _head_of(meta: Meta | None) -> Head | None:
    return None if meta is None else meta.head


def _checked(raw: bytes, check: Callable[[Mapping[str, Any]], Meta]) -> Meta | None:
    fields = parse(raw)
    if fields is None or (not _is_tame(raw) and flaw_in(fields) is not None):
        return None
    try:
        return check(fields)
    except FieldError:
        return None


def _is_tame(raw: bytes) -> bool:
    """Whether a look at the bytes rules out values that are too deep or too large, and lone surrogates."""
    return raw.count(b"{") + raw.count(b"[") < DEEPEST and b"\\u" not in raw and _LARGE.search(raw) is None


def join(head: Head, data: bytes) -> Audio | None:
    """The audio of an entry, if these are the bytes that its meta was written for.

    Args:
        head: What its meta says.
        data: Its bytes.

    Raises:
        MissingDependencyError: The entry is packed, and PyAV is not installed.
    """
    if not data or (head.audio is not None and (len(data) != head.length or digest(data) != head.audio)):
        return None
    if head.packed is not None:
        return _unpack(head.packed, head, data)
    audio = Audio(data, head.format, head.sample_rate, head.channels, head.sample_width)
    if head.duration is not None:
        remember_duration(audio, head.duration)
    return audio


def _unpack(original: Original, head: Head, flac: bytes) -> Audio | None:
    from ..audio.packing import Packed

    try:
        data = Packed(flac, original.prefix, original.suffix).unpack(original.length)
    except AudioError:
        return None
    if digest(data) != original.audio:
        return None
    return Audio(data, original.format, head.sample_rate, head.channels, head.sample_width)


# A fast checksum. It finds damage, but is no protection against an attacker.
digest: Final = xxhash.xxh3_128_hexdigest


def is_newer(key: str, raw: bytes) -> bool:
    """Whether a meta was made by a newer russo, which may use another checksum. A damaged one of ours was not."""
    raw = raw.replace(b"\r\n", b"\n")
    schema = (parse(raw) or {}).get("schema")
    if type(schema) is not int or schema <= PACKED:
        return False
    ours = [_SCHEMA_LINE.sub(b'{\n "schema": %d' % known, raw) for known in (SCHEMA, PACKED)]
    return not any(meta.endswith(_seal(key, meta[:-_SEALED])) for meta in ours)


def parse(raw: bytes) -> dict[str, Any] | None:
    """A JSON object, or None for anything else, since the file may contain anything at all."""
    if len(raw) > LONGEST_META:
        return None
    try:
        fields = json.loads(raw.decode())
    except (ValueError, RecursionError, MemoryError):
        return None
    return fields if isinstance(fields, dict) else None


def _seal(key: str, head: bytes) -> bytes:
    """The last line of a meta, with the checksum of the key and of everything before it."""
    # A file that somebody else has put there may have a name that is not valid text.
    return _SEAL + xxhash.xxh3_128_hexdigest(key.encode(errors="surrogatepass") + b"\0" + head).encode() + _END


def _decode_old(raw: bytes) -> Meta | None:
    """The meta of russo 0.3.3, which has no checksum."""
    # It never has our last line, so most damaged metas of ours are recognized without parsing.
    return None if _SEAL in raw else _checked(raw, check_old)
