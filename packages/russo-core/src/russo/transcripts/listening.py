"""Listening to a recording: what was heard, by whom, and whether it is the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import BrokenPluginError
from .compare import first_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from ..audio import Audio

    Verdict: TypeAlias = Literal["same", "different", "unheard"]
    # Who listens, and what writes down what is said in a language, where that is known; None where it cannot.
    Listener: TypeAlias = tuple[str, Callable[[Audio, str | None], str | None]]

_VERDICTS: Final = ("same", "different", "unheard")
# A voice that is named after its language: "de", "en-us+f3", "en-US-Chirp3-HD-Kore".
_NAMED: Final = re.compile(r"([a-z]{2,3}-[A-Za-z]{2}|[a-z]{2})(?:[-+].*)?")
# What is said of a recording is for people: the rest of a transcript that goes on for ever is not kept.
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a listener made of a recording, as its entry keeps it.

    Args:
        verdict: ``"same"`` where the text was heard, ``"different"`` where another was, and ``"unheard"`` where no
            listener understood it, or the one who should have failed.
        transcript: What was heard.
        listener: Who listened, with the distribution and its version.
        difference: What differs, in words; empty where nothing does. Of a listener that failed, why.

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
        """What the meta of an entry says of it: the fields that are not empty.

        Returns:
            A JSON object.

        Example:
            >>> from russo.transcripts import Hearing
            >>> Hearing("unheard").as_meta()
            {'verdict': 'unheard'}
        """
        fields = {name: getattr(self, name) for name in self.__slots__}
        # Half of a surrogate pair can be in no file.
        return {name: value.encode(errors="replace").decode() for name, value in fields.items() if value}


def heard_in(said: Mapping[str, Any]) -> Hearing | None:
    """Read what `Hearing.as_meta` has written.

    Args:
        said: The JSON object.

    Returns:
        None where nobody has listened, or it was not written by russo.

    Example:
        >>> from russo.transcripts import heard_in
        >>> heard_in({"verdict": "same", "transcript": "hello"})
        Hearing(verdict='same', transcript='hello', listener='', difference='')
    """
    if said.get("verdict") not in _VERDICTS:
        return None
    fields = {name: said.get(name, "") for name in Hearing.__slots__}
    return Hearing(**fields) if all(isinstance(value, str) for value in fields.values()) else None


def listen(listeners: Iterable[Listener], audio: Audio, texts: Iterable[str], language: str | None) -> Hearing:
    """Have a recording heard, and compare what was heard with what was to be said.

    The call takes as long as the listener does: it belongs in a thread where an event loop is running.

    Args:
        listeners: Who may listen, in their order: the first that hears something decides.
        audio: The recording.
        texts: What may be heard: the text that is spoken, and the one that a plugin has written otherwise ("sequel"
            for "SQL"), which a listener may write in either way.
        language: Its language as a BCP 47 tag, where it is known.

    Returns:
        What was heard. A listener that fails has heard nothing, and what it failed with is the difference.
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
        fields: What the synthesizer states of itself in ``cache_fields``.

    Returns:
        Its ``language``, or the one that its ``voice`` is named after; None where neither says.

    Example:
        >>> from russo.transcripts.listening import language_of
        >>> language_of({"voice": "Kore", "language": "de-DE"}), language_of({"voice": "alloy"})
        ('de-DE', None)
        >>> language_of({"voice": "en-us+f3"})
        'en-us'
    """
    for name in ("language", "language_code"):
        language = fields.get(name)
        if isinstance(language, str) and language:
            return language
    voice = fields.get("voice")
    named = _NAMED.fullmatch(voice) if isinstance(voice, str) else None
    return named[1] if named else None
