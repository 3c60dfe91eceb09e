"""What a cache reports about itself, as small frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .values import table_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..transcripts import Hearing


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as its meta describes it; the audio is not read.

    Args:
        key: Its name.
        prompt: The text that was spoken.
        format: The format of the audio.
        sample_rate: In Hz.
        channels: 1 for mono, 2 for stereo.
        sample_width: Bytes of one sample of one channel.
        size: Bytes of the audio on disk.
        key_fields: What the key was made of: ``identity``, ``fields``, ``extra`` and ``plugins``; empty where unknown.
        kept: When it was written here, in seconds since the epoch: a copy or a git checkout counts as written.
        used: When it was last used here, in seconds since the epoch, to within a run.
        sealed: Whether it has a checksum. What russo 0.3.3 wrote has none.
        hearing: What a listening plugin heard in it, if one listened.

    Example:
        >>> import tempfile
        >>> from russo import Audio, AudioCache
        >>> cache = AudioCache(tempfile.mkdtemp())
        >>> cache.put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
        >>> [(entry.prompt, entry.size, entry.provider) for entry in cache.entries()]
        [('hello', 480, None)]
    """

    key: str
    prompt: str
    format: str
    sample_rate: int
    channels: int
    sample_width: int
    size: int
    key_fields: Mapping[str, Any]
    kept: float
    used: float
    sealed: bool = True
    hearing: Hearing | None = None

    @property
    def provider(self) -> str | None:
        """The name of the provider that spoke, where it is known."""
        return provider_in(self.key_fields)


def provider_in(key_fields: Mapping[str, Any]) -> str | None:
    """The provider that is part of a key, if it is known."""
    provider = table_in(key_fields, "identity").get("provider")
    return provider if isinstance(provider, str) else None


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in a cache.

    Args:
        entries: How many entries there are.
        size: Bytes of their audio, without the metas.
        providers: Entries of each provider; those without a known provider are under ``""``.
        formats: Entries of each format.
        oldest: When the first was kept, in seconds since the epoch; None in an empty cache.
        newest: When the last was kept, in seconds since the epoch.
        leftovers: Files of writers that are at work or were killed. The next writer sweeps the latter.

    Example:
        >>> from russo import AudioCache
        >>> AudioCache("no-such-folder").stats()
        Stats(entries=0, size=0, providers={}, formats={}, oldest=None, newest=None, leftovers=0)
    """

    entries: int = 0
    size: int = 0
    providers: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, int] = field(default_factory=dict)
    oldest: float | None = None
    newest: float | None = None
    leftovers: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """An entry that cannot be served.

    Args:
        key: Its name.
        reason: What is wrong with it.

    Example:
        >>> from russo.cache import Damage
        >>> Damage("abc123", "its audio is missing").reason
        'its audio is missing'
    """

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of checking every entry.

    Args:
        sound: How many entries are whole.
        unsealed: The keys of those that have no checksum, as russo 0.3.3 wrote them. They are served unchecked.
        damaged: Entries that are a miss, and why. The next synthesis replaces them.

    Example:
        >>> from russo import AudioCache
        >>> AudioCache("no-such-folder").verify()
        Verified(sound=0, unsealed=(), damaged=())
    """

    sound: int = 0
    unsealed: tuple[str, ...] = ()
    damaged: tuple[Damage, ...] = ()


@dataclass(frozen=True, slots=True)
class Packing:
    """What `russo.AudioCache.pack` did to one entry.

    Args:
        before: Bytes of its audio before.
        after: Bytes of its audio now.

    Example:
        >>> from russo.cache import Packing
        >>> Packing(48000, 20000).before
        48000
    """

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was deleted to keep a cache small.

    Args:
        keys: The entries that are gone.
        size: Bytes of their files: audio and metas, as ``max_bytes`` of `russo.AudioCache.prune` counts them.
        left: How many entries there still are.
        unsent: Those of them that were to go, but stay until a remote has them, because it did not accept them yet.

    Example:
        >>> from russo import AudioCache
        >>> AudioCache("no-such-folder").prune(max_bytes=10_000_000)
        Pruned(keys=(), size=0, left=0, unsent=())
    """

    keys: tuple[str, ...] = ()
    size: int = 0
    left: int = 0
    unsent: tuple[str, ...] = ()
