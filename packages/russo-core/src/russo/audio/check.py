"""Whether audio is what it says, as providers ask inside their own call, where a second try is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import AudioError, NoAudioError
from .audio import Audio

if TYPE_CHECKING:
    from typing import Any


def received_audio(provider: str, data: bytes, mime: str | None = None, **bare: Any) -> Audio:
    """Make checked audio of what a provider sent.

    Args:
        provider: The provider's name, for the message.
        data: All bytes of its answer.
        mime: The mime type that it gave.
        bare: What `russo.Audio.from_bytes` takes for bare samples: ``sample_rate`` in Hz and so on.

    Returns:
        Audio that decodes, is not empty, and is as long as it says.

    Raises:
        NoAudioError: It is not that; the reason is the ``__cause__``.

    Example:
        >>> from russo.providers import received_audio
        >>> received_audio("acme", bytes(480), sample_rate=24000).duration
        0.01
    """
    try:
        audio = Audio.from_bytes(data, mime, **bare)
        seconds = audio.duration
    except AudioError as error:
        msg = f"{provider} answered without audio that can be heard: {error}"
        raise NoAudioError(msg) from error
    if seconds <= 0:
        msg = f"{provider} answered with audio of no length: {audio!r}"
        raise NoAudioError(msg)
    return audio
