"""Runs the plugins that listen to a recording, and records the transcript of each and whether it matches the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import BrokenPluginError
from .compare import first_difference
from .tags import usual_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from ..audio import Audio

    Verdict: TypeAlias = Literal["same", "different", "unheard"]
    # A listener's name, and the function that transcribes audio in a language, if that is known; None if it cannot.
    Listener: TypeAlias = tuple[str, Callable[[Audio, str | None], str | None]]

_VERDICTS: Final = ("same", "different", "unheard")
# A voice with a language in its name: "de", "en-us+f3", "en-US-Chirp3-HD-Kore".
_NAMED: Final = re.compile(r"([a-z]{2,3}-[A-Za-z]{2}|[a-z]{2})(?:[-+].*)?")
# The longest transcript that is kept. It is for people, and one that goes on forever is cut off.
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a listener heard in a recording, as its entry keeps it.

    Args:
        verdict: ``"same"`` if the text was heard, ``"different"`` if another was, and ``"unheard"`` if no listener
            understood it, or the listener failed.
        transcript: What was heard.
        listener: Who listened, with the distribution and its version.
        difference: What differs, in words; empty if nothing does. If the listener failed, the reason.

    Example:
        >>> from russo.transcripts import Hearing
        >>> hearing = Hearing("different", "Do press it", "whisper (russo-whisper 0.4.0)", "'press' for 'not'")
        >>> hearing.verdict, hearing.failed
        ('different', False)
    """

    verdict: Verdict
    transcript: str = ""
    listener: str = ""
    difference: str = ""

    @property
    def failed(self) -> bool:
        """Whether the listener failed."""
        return self.verdict == "unheard" and bool(self.difference)

    def as_meta(self) -> dict[str, str]:
        """The fields that are not empty, for the meta of an entry.

        Returns:
            A JSON object.

        Example:
            >>> from russo.transcripts import Hearing
            >>> Hearing("unheard").as_meta()
            {'verdict': 'unheard'}
        """
        fields = {name: getattr(self, name) for name in self.__slots__}
        # A lone surrogate cannot be written to a file.
        return {name: value.encode(errors="replace").decode() for name, value in fields.items() if value}


def heard_in(stored: Mapping[str, Any]) -> Hearing | None:
    """Read what `Hearing.as_meta` has written.

    Args:
        stored: The JSON object.

    Returns:
        None if no plugin listened, or if russo did not write it.

    Example:
        >>> from russo.transcripts import heard_in
        >>> heard_in({"verdict": "same", "transcript": "hello"})
        Hearing(verdict='same', transcript='hello', listener='', difference='')
    """
    if stored.get("verdict") not in _VERDICTS:
        return None
    fields = {name: stored.get(name, "") for name in Hearing.__slots__}
    return Hearing(**fields) if all(isinstance(value, str) for value in fields.values()) else None


def listen(listeners: Iterable[Listener], audio: Audio, texts: Iterable[str], language: str | None) -> Hearing:
    """Have listeners transcribe a recording, and compare the transcript with what was to be said.

    This takes as long as the listener does, so if an event loop is running, call it in a thread.

    Args:
        listeners: The listeners, in order. The first that hears something decides.
        audio: The recording.
        texts: The texts that may be heard: the one that is spoken, and the one before a plugin rewrote it ("sequel"
            for "SQL"), since a listener may write either.
        language: Its language as a BCP 47 tag, if it is known.

    Returns:
        What was heard. If a listener fails, it has heard nothing, and its error is the difference.
    """
    for name, transcribe in listeners:
        try:
            transcript = transcribe(audio, language)
        except BrokenPluginError as error:
            return Hearing("unheard", listener=name, difference=str(error))
        if transcript is None:
            continue
        differences = [first_difference(text, transcript, language) for text in dict.fromkeys(texts)]
        verdict: Verdict = "same" if None in differences else "different"
        difference = "" if verdict == "same" else str(differences[0])
        return Hearing(verdict, transcript.strip()[:_LONGEST], name, difference)
    return Hearing("unheard")


def language_of(fields: Mapping[str, Any]) -> str | None:
    """The language that a synthesizer says it speaks, as a BCP 47 tag.

    Args:
        fields: The synthesizer's ``cache_fields``.

    Returns:
        Its ``language`` or ``locale``, or the one in the name of its ``voice``; None if none says, or it is ``auto``.

    Example:
        >>> from russo.transcripts.listening import language_of
        >>> language_of({"voice": "Kore", "language": "de-DE"}), language_of({"voice": "alloy"})
        ('de-DE', None)
        >>> language_of({"voice": "en-us+f3"})
        'en-us'
    """
    for name in ("language", "language_code", "locale"):
        language = fields.get(name)
        if isinstance(language, str) and language:
            return usual_tag(language)
    voice = fields.get("voice")
    named = _NAMED.fullmatch(voice) if isinstance(voice, str) else None
    return usual_tag(named[1]) if named else None
