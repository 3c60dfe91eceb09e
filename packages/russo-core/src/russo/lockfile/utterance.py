"""`Utterance`: one utterance in ``russo.lock``, and how its audio is compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..cache.values import table_in
from ..errors import AudioError, MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..audio import Audio

# The fields that are tables.
TABLES: Final = ("identity", "fields", "extra", "plugins")
_LOSSLESS: Final = frozenset({"flac", "pcm", "wav"})


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance in a lock.

    Args:
        key: The name of its entry.
        text: The text.
        provider: The provider; the class, if the synthesizer has no provider.
        duration: Seconds of speech.
        audio: SHA-256 of the bytes, as ``sha256:...``.
        pcm: SHA-256 of the samples, if the format is lossless: re-encoding without loss does not change it.
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
        """How audio differs from what this utterance must sound like.

        Args:
            audio: The audio.

        Returns:
            A description for people, or None if the bytes are the same.
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
        text: The text.
        audio: Its audio.
        key_fields: What its key was made of, as in the entry's meta.

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
    # Anything else instead of a table is left out, because the lock could not be read again with it.
    fields = {name: value for name, value in key_fields.items() if name not in TABLES or isinstance(value, dict)}
    return Utterance(key, text, named[0] if named else "", _seconds(audio), *hashes, without_none(fields))


def _seconds(audio: Audio) -> float:
    try:
        return round(audio.duration, 3)
    except (AudioError, MissingDependencyError):
        return 0.0


def sha256(data: bytes) -> str:
    """The hash of bytes, prefixed with its name."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def pcm_sha256(audio: Audio) -> str | None:
    """The hash of the samples; None if the format is not lossless, or cannot be read here."""
    if audio.format not in _LOSSLESS:
        return None
    try:
        return sha256(audio.to_pcm().data)
    except (AudioError, MissingDependencyError):
        return None


def without_none(value: Any) -> Any:
    """A copy without None, as TOML has no null: an empty table in a list, and a field that is left out elsewhere."""
    if isinstance(value, dict):
        return {name: without_none(item) for name, item in sorted(value.items()) if item is not None}
    return [{} if item is None else without_none(item) for item in value] if isinstance(value, list) else value
