"""Converts providers' names of languages to tags of BCP 47 (https://www.rfc-editor.org/rfc/rfc5646)."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"([A-Za-z]{2,3})([-_].*)?")
# No language in particular.
_NONE: Final = frozenset({"mul", "und", "zxx"})
# Codes that have a shorter or a more usual one, under which listeners and num2words know the language.
_USUAL: Final = {
    "ara": "ar",
    "ces": "cs",
    "cmn": "zh",
    "cze": "cs",
    "dan": "da",
    "deu": "de",
    "dut": "nl",
    "eng": "en",
    "fil": "tl",
    "fin": "fi",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "heb": "he",
    "hin": "hi",
    "in": "id",
    "ind": "id",
    "ita": "it",
    "iw": "he",
    "jpn": "ja",
    "kor": "ko",
    "nb": "no",
    "nld": "nl",
    "nob": "no",
    "nor": "no",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "swe": "sv",
    "tam": "ta",
    "tha": "th",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
    "zho": "zh",
}


def usual_tag(name: str) -> str | None:
    """A language as listeners know it: ``en`` for ``eng``, ``zh-CN`` for ``cmn-CN``.

    Args:
        name: What a provider calls it.

    Returns:
        A BCP 47 tag; None for what names no language, as ``auto`` and ``English``.

    Example:
        >>> from russo.transcripts.tags import usual_tag
        >>> usual_tag("eng"), usual_tag("de-AT"), usual_tag("auto")
        ('en', 'de-AT', None)
    """
    found = _TAG.fullmatch(name.strip())
    if found is None or found[1].lower() in _NONE:
        return None
    return _USUAL.get(found[1].lower(), found[1]) + (found[2] or "")
