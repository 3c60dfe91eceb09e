"""Joins several texts and pauses into one recording. Each text is spoken and cached separately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..audio.values import number
from ..errors import TextError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..audio import Audio


def spoken(pieces: Sequence[str | float], speak: Callable[[str], Audio]) -> Audio:
    """Speak pieces one after the other, and join them.

    Args:
        pieces: Texts, and pauses in seconds between them.
        speak: Speaks one text.

    Raises:
        TextError: There is no text among the pieces, or one is neither a text nor a pause.
        AudioError: A pause is negative, not finite or too long.
    """
    texts_in(pieces)
    heard: Audio | None = None
    silence = 0.0
    for piece in pieces:
        if not isinstance(piece, str):
            silence += piece
            continue
        said = speak(piece)
        heard = said.with_silence(before=silence) if heard is None else heard.with_silence(after=silence).concat(said)
        silence = 0.0
    if heard is None:
        raise _nothing(pieces)
    return heard.with_silence(after=silence)


def texts_in(pieces: Sequence[str | float]) -> list[str]:
    """The texts among pieces.

    Raises:
        TextError: There is none, or a piece is neither a text nor a pause.
        AudioError: A pause is negative, or not finite.
    """
    if not isinstance(pieces, list | tuple):
        msg = f"a text is a str, or a list of texts and pauses in seconds, not {pieces!r}"
        raise TextError(msg)
    for piece in pieces:
        if isinstance(piece, bool) or not isinstance(piece, str | int | float):
            msg = f"a dialogue is made of texts and of pauses in seconds, not of {piece!r}"
            raise TextError(msg)
        if not isinstance(piece, str):
            number("pause", piece, lowest=0)
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if not texts:
        raise _nothing(pieces)
    return texts


def _nothing(pieces: Sequence[str | float]) -> TextError:
    return TextError(f"no text to speak: {list(pieces)!r}")
