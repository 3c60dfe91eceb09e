"""The object of an entry: its name, its meta and its audio in one, with a head that people can read.

::

    russo entry 1
    key: 0b9c...        the name of the entry
    meta: 512           bytes of the meta
    audio: 48044        bytes of the audio
    digest: 5f0e...     XXH3-128 of key, meta and audio
    signature: 91ab...  HMAC-SHA256; empty where the team has no secret

    <the meta><the audio>

Anything that does not have exactly this form is not an entry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import xxhash

if TYPE_CHECKING:
    from .signing import Secrets

# The head of any entry fits into this many bytes.
HEAD_AT_MOST: Final = 512
_HEAD: Final = re.compile(
    rb"russo entry 1\nkey: ([A-Za-z0-9._-]{1,200})\nmeta: (\d{1,9})\naudio: (\d{1,12})\n"
    rb"digest: ([0-9a-f]{32})\nsignature: ((?:[0-9a-f]{64})?)\n\n"
)


class Pair(NamedTuple):
    """The two files of an entry, as they are in a folder."""

    meta: bytes
    audio: bytes


class Head(NamedTuple):
    """What the head of an object says."""

    key: str
    meta: int
    audio: int
    digest: str
    signature: str
    length: int


class DamagedError(Exception):
    """An object is cut short, changed, or not one of russo's."""


class UnsignedError(Exception):
    """An object is whole, but not signed with any of the secrets."""


def encode(key: str, pair: Pair, secrets: Secrets) -> bytes:
    """Make the object of an entry."""
    signature = secrets.sign(key, *pair)
    head = (
        f"russo entry 1\nkey: {key}\nmeta: {len(pair.meta)}\naudio: {len(pair.audio)}\n"
        f"digest: {digest(key, pair)}\nsignature: {signature}\n\n"
    )
    return b"".join((head.encode(), *pair))


def decode(key: str, data: bytes | memoryview, secrets: Secrets) -> Pair:
    """The entry in an object.

    Raises:
        DamagedError: It is not the whole object of this key.
        UnsignedError: It is whole, but not signed with any of the secrets.
    """
    head = read_head(data)
    if head is None or head.key != key or len(data) != head.length + head.meta + head.audio:
        raise DamagedError
    view = memoryview(data)[head.length :]
    pair = Pair(bytes(view[: head.meta]), bytes(view[head.meta :]))
    if digest(key, pair) != head.digest:
        raise DamagedError
    if not secrets.accept(head.signature, key, *pair):
        raise UnsignedError
    return pair


def read_head(data: bytes | memoryview) -> Head | None:
    """Parse the head from the first bytes of an object; None if it is not the object of an entry."""
    found = _HEAD.match(data)
    if found is None:
        return None
    key, meta, audio, given, signature = found.groups()
    return Head(key.decode(), int(meta), int(audio), given.decode(), signature.decode(), found.end())


def is_of(start: bytes, key: str, pair: Pair, secrets: Secrets) -> bool:
    """Whether the object with this beginning has the same bytes as an entry, and is signed if it has to be."""
    head = read_head(start)
    return (
        head is not None
        and head.key == key
        and head.digest == digest(key, pair)
        and secrets.accept(head.signature, key, *pair)
    )


def digest(key: str, pair: Pair) -> str:
    """The checksum of an entry, which finds damage and differences between two sides."""
    hasher = xxhash.xxh3_128(f"{key}\n{len(pair.meta)}\n".encode())
    hasher.update(pair.meta)
    hasher.update(pair.audio)
    return hasher.hexdigest()
