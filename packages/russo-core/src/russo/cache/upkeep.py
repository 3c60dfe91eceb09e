"""Looking through a whole cache, and keeping it small."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ..errors import AudioError, CacheWriteError
from . import entry, files
from .names import AUDIO, META
from .obstacle import obstacle
from .summary import Damage, Entry, Packing, Pruned, Stats, Verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .folder import Folder
    from .usage import LastUse


def entries(folder: Folder, last_use: LastUse) -> Iterator[Entry]:
    """Every entry with a meta that is valid, by name."""
    uses = last_use.read()
    for key in sorted(folder.pairs()):
        found = _entry(folder, key, uses.get(key, 0))
        if found is not None:
            yield found


def _entry(folder: Folder, key: str, used: float) -> Entry | None:
    raw = folder.meta(key)
    head = entry.decode(key, raw) if raw is not None else None
    if raw is None or head is None:
        return None
    fields = entry.parse(raw) or {}
    prompt, key_fields = fields.get("prompt"), fields.get("key_fields")
    path = folder.prefix + key
    kept = files.modified(path + META)
    return Entry(
        key,
        prompt if isinstance(prompt, str) else "",
        head.format,
        head.sample_rate,
        head.channels,
        head.sample_width,
        files.size(path + AUDIO),
        key_fields if isinstance(key_fields, dict) else {},
        kept,
        max(kept, used),
        sealed=head.audio is not None,
    )


def stats(folder: Folder, last_use: LastUse) -> Stats:
    """Count everything."""
    found = list(entries(folder, last_use))
    kept = [one.kept for one in found]
    return Stats(
        len(found),
        sum(one.size for one in found),
        dict(Counter(one.provider or "" for one in found).most_common()),
        dict(Counter(one.format for one in found).most_common()),
        min(kept, default=None),
        max(kept, default=None),
        folder.local.leftovers(),
    )


def verify(folder: Folder) -> Verified:
    """Read every entry, as a hit does, and say of each that would be a miss why it is one."""
    names = folder.names()
    sound = 0
    unsealed, damaged = [], []
    for key in sorted(folder.stems(names)):
        reason, sealed = _examine(folder, key)
        if reason is not None:
            damaged.append(Damage(key, str(obstacle(folder.path, key) or reason)))
        else:
            sound += 1
            if not sealed:
                unsealed.append(key)
    return Verified(sound, tuple(unsealed), tuple(damaged))


def _examine(folder: Folder, key: str) -> tuple[str | None, bool]:
    # Under the lock a writer cannot be half-way between the two files.
    with folder.local.committing():
        raw = folder.meta(key)
        if raw is None:
            return f"{key}{META} is missing, is no file, or is too long", False
        head = entry.decode(key, raw)
        if head is None:
            newer = entry.is_newer(key, raw)
            return ("it was made by a newer russo" if newer else f"{key}{META} was changed or is another's"), False
        path = folder.prefix + key + AUDIO
        length = files.size(path) if head.length is None else head.length
        data = files.read_sized(path, length)
        if not data:
            return f"{key}{AUDIO} is missing, empty, or no file", False
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
        return None  # not what it says: kept as it was given, and not touched
    if packed is None:
        return None
    try:
        folder.commit(key, packed.flac, entry.encode_packed(key, raw, packed))
    except OSError as error:
        msg = f"cannot pack {key!r} in {folder.path!r}: {error.strerror or error}"
        raise CacheWriteError(msg) from error
    return Packing(head.length, len(packed.flac))


def prune(
    folder: Folder,
    last_use: LastUse,
    max_bytes: int | None,
    max_age: float | timedelta | None,
    unused_for: float | timedelta | None,
) -> Pruned:
    """Delete what is too old, was not used for too long, and, least recently used first, what is too much."""
    now = time.time()
    uses = last_use.read()
    sizes, kept, used = {}, {}, {}
    for key in folder.pairs():
        path = folder.prefix + key
        sizes[key] = files.size(path + AUDIO) + files.size(path + META)
        kept[key] = files.modified(path + META)
        used[key] = max(kept[key], uses.get(key, 0))
    doomed = {
        key
        for key in sizes
        if (max_age is not None and now - kept[key] > _seconds(max_age))
        or (unused_for is not None and now - used[key] > _seconds(unused_for))
    }
    if max_bytes is not None:
        too_much = sum(sizes.values()) - sum(sizes[key] for key in doomed) - max_bytes
        for key in sorted(sizes.keys() - doomed, key=lambda key: (used[key], key)):
            if too_much <= 0:
                break
            doomed.add(key)
            too_much -= sizes[key]
    # What somebody has made again in the meantime stays.
    gone = folder.delete(sorted(doomed), if_still=lambda key: files.modified(folder.prefix + key + META) == kept[key])
    left = sizes.keys() - set(gone)
    last_use.keep_only(left)
    folder.local.sweep()
    return Pruned(tuple(gone), sum(sizes[key] for key in gone), len(left))


def _seconds(span: float | timedelta) -> float:
    return span.total_seconds() if isinstance(span, timedelta) else span
