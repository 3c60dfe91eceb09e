"""Google's speech models, and what is known about each."""

from __future__ import annotations

import re
from typing import Final, Literal

KnownModel = Literal[
    "gemini-3.8-flash-tts",
    "gemini-3.8-flash-lite-tts",
    "gemini-3.1-flash-tts-preview",
    "gemini-2.5-flash-preview-tts",
    "gemini-2.5-pro-preview-tts",
    "gemini-2.5-flash-tts",
    "gemini-2.5-pro-tts",
]
# Any other name is sent as it is: a new model needs no release of this package.
Model = KnownModel | str

DEFAULT_MODEL: Final = "gemini-3.8-flash-tts"
DEFAULT_VOICE: Final = "Kore"

# Models answer with at most 16,384 tokens of audio at 25 a second, 655 s, and take 8,192 tokens of text at about 4
# characters each: a longer text exceeds both, whatever its language.
# https://ai.google.dev/gemini-api/docs/speech-generation, https://ai.google.dev/gemini-api/docs/tokens
MAX_CHARACTERS: Final = 8_192 * 4

# How a style is written for a model that takes it within the text. Changing the wording changes the sound, so it needs
# a new number, which is a field of the key wherever the wording is used.
PROMPT_TEMPLATE: Final = 1

_LAST_PROMPTED: Final = (3, 1)
_GENERATION: Final = re.compile(r"gemini-(\d+)(?:\.(\d+))?")


def reads_verbatim(model: str) -> bool:
    """Whether a model reads its text verbatim, and takes the style separately.

    Gemini 3.8 does; up to 3.1 the style is a part of the text. A name that does not tell is taken for a new model.
    See https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/text-to-speech/migration-guide
    """
    generation = _GENERATION.search(model)
    return generation is None or (int(generation[1]), int(generation[2] or 0)) > _LAST_PROMPTED


def is_preview(model: str) -> bool:
    """Whether only the beta version of the API serves a model.

    See https://ai.google.dev/gemini-api/docs/api-versions
    """
    return "preview" in model


def prompt(style: str | None, text: str) -> str:
    """The text for a model up to 3.1, with the style before it as an instruction."""
    return f"Say the following, {style}:\n{text}" if style else text
