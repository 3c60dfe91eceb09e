"""Whether audio is what it says, as providers ask inside their own call, where a second try is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError, DamagedAudioError, NoAudioError, NotAudioError
from .audio import Audio
from .pace import plausible_seconds
from .recognition import recognize

if TYPE_CHECKING:
    from typing import Any

# Less than this is a click: the shortest word, said fast, takes twice as long.
_SHORTEST: Final = 0.05

# A provider does not always know how fast it was told to speak, and a text may hold directions that are not said.
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
    """Make checked audio of what a provider sent.

    Args:
        provider: The provider's name, for the message.
        data: All bytes of its answer.
        mime: The mime type that it gave.
        text: What was to be said. With it, speech that no voice would need so long for is refused, or so short.
        speed: How much faster than usual it was to be said, where the provider has such a setting.
        bare: What `russo.Audio.from_bytes` takes for bare samples: ``sample_rate`` in Hz and so on.

    Returns:
        Audio that decodes to its end, lasts at least 50 ms, and is as long as it says and as its text may take.

    Raises:
        NoAudioError: There is no audio in the answer, or hardly any, or far too much: the next answer may be better.
        DamagedAudioError: There is, and it cannot be heard whole; the reason is the ``__cause__``. It is not asked for
            again: the same bytes would come, and be paid for.
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
        msg = f"{provider} {what} in {found.seconds:.2f} s, where it takes {limits}"
        raise NoAudioError(msg)
    return Audio(found.data, found.format, found.sample_rate, found.channels, found.sample_width)
