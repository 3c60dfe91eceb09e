"""Goes through a whole cache, one entry after the other: lists, counts, verifies, packs."""

from __future__ import annotations

import heapq
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from ..errors import AudioError, CacheWriteError
from . import entry, files
from .fields import LONGEST_AUDIO
from .names import AUDIO, META
from .obstacle import obstacle
from .pruning import limits, prune
from .summary import Damage, Entry, Packing, Stats, Verified, provider_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..transcripts import Hearing
    from .folder import Folder
    from .usage import LastUse

__all__ = ["entries", "limits", "pack", "prune", "stats", "verify"]

_BATCH: Final = 100_000
# Seconds since the epoch, until the year 5138: a file system may state any time, but calendars are limited.
_LATEST: Final = 99_999_999_999.0


def entries(folder: Folder, last_use: LastUse) -> Iterator[Entry]:
    """Every entry with a valid meta, sorted by name."""
    for batch in _sorted(folder.pairs):
        uses = last_use.read(set(batch).__contains__)
        for key in batch:
            found = _entry(folder, key, uses.get(key, 0))
            if found is not None:
                yield found


def _sorted(names: Callable[[], Iterator[str]]) -> Iterator[list[str]]:
    """All names in order, in batches. A million at once would take 100 MB; each batch lists the folder again."""
    last = ""
    batch = heapq.nsmallest(_BATCH, names())
    while batch:
        yield batch
        if len(batch) < _BATCH:
            return
        last = batch[-1]
        batch = heapq.nsmallest(_BATCH, (name for name in names() if name > last))


def _entry(folder: Folder, key: str, used: float) -> Entry | None:
    from ..transcripts import heard_in

    raw = folder.meta(key)
    meta = entry.read(key, raw) if raw is not None else None
    if meta is None:
        return None
    head = meta.head
    path = folder.prefix + key
    kept = min(max(files.modified(path + META), 0.0), _LATEST)
    return Entry(
        key,
        meta.prompt,
        head.format,
        head.sample_rate,
        head.channels,
        head.sample_width,
        files.size(path + AUDIO),
        meta.key_fields,
        kept,
        max(kept, used),
        sealed=head.audio is not None,
        hearing=heard_in(meta.heard),
    )


def hearing(folder: Folder, key: str) -> Hearing | None:
    """What was heard in an entry."""
    found = _entry(folder, key, 0)
    return None if found is None else found.hearing


def stats(folder: Folder, last_use: LastUse) -> Stats:
    """Count everything, one entry after the other."""
    last_use.flush()
    number = size = 0
    providers: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    oldest = newest = None
    for key in folder.stems():
        audio, raw = files.look(folder.prefix + key + AUDIO), folder.meta(key)
        meta = entry.read(key, raw) if audio is not None and raw is not None else None
        if audio is not None and meta is not None:
            number += 1
            size += audio.st_size
            providers[provider_in(meta.key_fields) or ""] += 1
            formats[meta.head.format] += 1
            kept = files.modified(folder.prefix + key + META)
            oldest = kept if oldest is None else min(oldest, kept)
            newest = kept if newest is None else max(newest, kept)
    leftovers = folder.local.leftovers()
    return Stats(number, size, _most_first(providers), _most_first(formats), oldest, newest, leftovers)


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])))


def verify(folder: Folder) -> Verified:
    """Read every entry as a hit does, and report why it would be a miss."""
    sound = 0
    unsealed, damaged = [], []
    for key in (key for batch in _sorted(lambda: chain(folder.stems(), folder.orphans())) for key in batch):
        reason, sealed = _examine(folder, key)
        if reason is not None:
            damaged.append(Damage(key, str(obstacle(folder.path, key) or reason)))
        else:
            sound += 1
            if not sealed:
                unsealed.append(key)
    return Verified(sound, tuple(unsealed), tuple(damaged))


def _examine(folder: Folder, key: str) -> tuple[str | None, bool]:
    # Under the lock, no writer can be between the two files.
    with folder.local.locked():
        raw = folder.meta(key)
        if raw is None:
            return f"{key}{META} is missing, is not a file, or is too long", False
        meta = entry.read(key, raw)
        if meta is None:
            newer = entry.is_newer(key, raw)
            return ("it was made by a newer russo" if newer else f"{key}{META} was changed or is another's"), False
        head = meta.head
        folder.recover(key)
        path = folder.prefix + key + AUDIO
        length = files.size(path) if head.length is None else head.length
        data = files.read_sized(path, min(length, LONGEST_AUDIO))
        if not data:
            return f"{key}{AUDIO} is missing, empty, or not a file", False
        if entry.join(head, data) is None:
            return f"{key}{AUDIO} has other bytes than were kept", False
        return None, head.audio is not None


def pack(folder: Folder, key: str) -> Packing | None:
    """Store an entry as FLAC, if that gives back the same bytes and is smaller."""
    from ..audio.packing import pack as pack_audio

    raw = folder.meta(key)
    head = entry.decode(key, raw) if raw is not None else None
    if raw is None or head is None or head.length is None or head.packed is not None:
        return None
    data = files.read_sized(folder.prefix + key + AUDIO, head.length)
    audio = entry.join(head, data) if data else None
    try:
        packed = pack_audio(audio) if audio is not None else None
    except AudioError:
        return None  # it is not what its label says, and stays as it was given
    if packed is None:
        return None
    try:
        # If the entry was replaced or deleted in the meantime, it is left alone.
        done = folder.commit(key, packed.flac, entry.encode_packed(key, raw, packed), accept=lambda now: now == raw)
    except OSError as error:
        msg = f"cannot pack {key!r} in {folder.path!r}: {error.strerror or error}"
        raise CacheWriteError(msg) from error
    return Packing(head.length, len(packed.flac)) if done else None
