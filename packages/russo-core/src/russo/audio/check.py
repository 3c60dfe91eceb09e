"""Checks the audio that a provider has sent, while its call can still be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError, DamagedAudioError, NoAudioError, NotAudioError
from .audio import Audio
from .pace import plausible_seconds
from .recognition import recognize

if TYPE_CHECKING:
    from typing import Any

# Anything shorter is a click: the shortest word, spoken quickly, takes twice as long.
_SHORTEST: Final = 0.05

# Wide limits: a provider may not know how fast it was told to speak, and a text may contain directions.
_HURRY: Final = 4
_LEISURE: Final = 2


def received_audio(
    provider: str,
    data: bytes,
    mime: str | None = None,
    *,
    text: str | None = None,
    speed: float = 1.0,
    **bare: Any,
) -> Audio:
    """Make audio from what a provider sent, and check it.

    Args:
        provider: The provider's name, for the message.
        data: All bytes of its answer.
        mime: The mime type that it sent.
        text: The text that was to be said. With it, speech that is far too long or too short for it is refused.
        speed: How much faster than usual the text was to be spoken, if the provider has such a setting.
        bare: Arguments of `russo.Audio.from_bytes` for bare samples: ``sample_rate`` in Hz and so on.

    Returns:
        Audio that decodes to its end, lasts at least 50 ms, and is as long as its header says and its text may take.

    Raises:
        NoAudioError: The answer has no audio, hardly any, or far too much. Another answer may be better.
        DamagedAudioError: It has audio that cannot be decoded completely; the reason is the ``__cause__``. This is not
            retried, because the same bytes would come again, and be charged again.
        MissingDependencyError: It is compressed, and PyAV is not installed.

    Example:
        >>> from russo.providers import received_audio
        >>> received_audio("acme", bytes(48000), sample_rate=24000, text="Hello").duration
        1.0
    """
    shape = {"sample_rate": None, "channels": None, "sample_width": 2, **bare}
    try:
        found = recognize(data, mime, **shape)
    except AudioError as error:
        msg = f"{provider} answered without audio that can be heard: {error}"
        if isinstance(error, NotAudioError):
            raise NoAudioError(msg) from error
        raise DamagedAudioError(msg) from error
    shortest, longest = plausible_seconds(text, speed) if text is not None else (0.0, float("inf"))
    shortest, longest = max(shortest / _HURRY, _SHORTEST), longest * _LEISURE
    if not shortest <= found.seconds <= longest:
        what = f"said {text!r:.100}" if text is not None else "answered"
        limits = f"at least {shortest:.2f} s" + (f" and at most {longest:.0f} s" if text is not None else "")
        msg = f"{provider} {what} in {_shown(found.seconds)} s, where it takes {limits}"
        raise NoAudioError(msg)
    return Audio(found.data, found.format, found.sample_rate, found.channels, found.sample_width)


def _shown(seconds: float) -> str:
    """Seconds in hundredths, and in thousandths where the hundredths would hide what is wrong."""
    return f"{seconds:.3f}" if seconds < 0.1 else f"{seconds:.2f}"
