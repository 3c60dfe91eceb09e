"""One utterance as a lock names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..cache.values import table_in
from ..errors import AudioError, MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..audio import Audio

# Of the fields, those that are tables.
TABLES: Final = ("identity", "fields", "extra", "plugins")
_LOSSLESS: Final = frozenset({"flac", "pcm", "wav"})


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as a lock names it.

    Args:
        key: The name of its entry.
        text: What is said.
        provider: Who says it; the class, for a synthesizer without a provider.
        duration: Seconds of speech.
        audio: SHA-256 of the bytes, as ``sha256:...``.
        pcm: SHA-256 of the samples, where the format keeps them: re-encoding without loss does not change it.
        fields: What the key was made of.

    Example:
        >>> from russo import Audio
        >>> from russo.lockfile import describe
        >>> hello = describe("abc123", "hello", Audio(bytes(480), "pcm"), {"identity": {"provider": "acme"}})
        >>> hello.duration, hello.difference(Audio(bytes(480), "pcm"))
        (0.01, None)
    """

    key: str
    text: str
    provider: str
    duration: float
    audio: str
    pcm: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def difference(self, audio: Audio) -> str | None:
        """What is wrong with audio that should be this utterance.

        Args:
            audio: The audio.

        Returns:
            What is wrong, for people, or None where the bytes are the same.
        """
        if self.audio == sha256(audio.data):
            return None
        if self.pcm is not None and self.pcm == pcm_sha256(audio):
            return "the same samples in another file: its bytes are not those of the lock"
        return f"its bytes are {sha256(audio.data)}, and the lock says {self.audio}"


def describe(key: str, text: str, audio: Audio, key_fields: Mapping[str, Any]) -> Utterance:
    """The utterance of an entry.

    Args:
        key: The name of the entry.
        text: What is said.
        audio: What it sounds like.
        key_fields: What its key was made of, as the entry's meta has it.

    Returns:
        The utterance, with the hashes of the audio.

    Example:
        >>> from russo import Audio
        >>> from russo.lockfile import describe
        >>> describe("abc123", "hello", Audio(bytes(480), "pcm"), {}).audio[:15]
        'sha256:4b48f21a'
    """
    identity = table_in(key_fields, "identity")
    named = [one for one in (identity.get("provider"), identity.get("class")) if one and isinstance(one, str)]
    hashes = sha256(audio.data), pcm_sha256(audio)
    # What a stranger's meta has in the place of a table is not written where nobody could read it again.
    fields = {name: value for name, value in key_fields.items() if name not in TABLES or isinstance(value, dict)}
    return Utterance(key, text, named[0] if named else "", _seconds(audio), *hashes, without_none(fields))


def _seconds(audio: Audio) -> float:
    try:
        return round(audio.duration, 3)
    except (AudioError, MissingDependencyError):
        return 0.0


def sha256(data: bytes) -> str:
    """The hash of bytes, with its name."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def pcm_sha256(audio: Audio) -> str | None:
    """The hash of the samples, for formats that keep them; None for others, and where they cannot be read here."""
    if audio.format not in _LOSSLESS:
        return None
    try:
        return sha256(audio.to_pcm().data)
    except (AudioError, MissingDependencyError):
        return None


def without_none(value: Any) -> Any:
    """TOML has no null: one in a list is a table without anything, and a field that is null is left out."""
    if isinstance(value, dict):
        return {name: without_none(item) for name, item in sorted(value.items()) if item is not None}
    return [{} if item is None else without_none(item) for item in value] if isinstance(value, list) else value
