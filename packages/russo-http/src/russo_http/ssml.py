"""Writes text as SSML for Azure: https://learn.microsoft.com/azure/ai-services/speech-service/speech-synthesis-markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping


def make_ssml(options: Mapping[str, Any]) -> str:
    """Wrap a text in the elements that its options call for.

    Args:
        options: The text and all options; one that is not set is None.
    """
    voice, language = str(options["voice"]), options["language"]
    said = escape(str(options["text"]))
    said = _wrapped("prosody", said, rate=options["speed"], pitch=options["pitch"], volume=options["volume"])
    style = {"style": options["style"], "styledegree": options["style_degree"], "role": options["role"]}
    said = _wrapped("mstts:express-as", said, **style)
    if language is not None:
        said = _wrapped("lang", said, **{"xml:lang": language})
    spaces = 'xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="http://www.w3.org/2001/mstts"'
    spoken = quoteattr(language or "-".join(voice.split("-")[:2]))
    return f'<speak version="1.0" {spaces} xml:lang={spoken}>{_wrapped("voice", said, name=voice)}</speak>'


def _wrapped(tag: str, said: str, **attributes: Any) -> str:
    given = {name: value for name, value in attributes.items() if value is not None}
    written = "".join(f" {name}={quoteattr(_shown(value))}" for name, value in given.items())
    return f"<{tag}{written}>{said}</{tag}>" if given else said


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
