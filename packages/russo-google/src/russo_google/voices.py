"""The voices: thirty that every model has, and those that the API lists."""

from __future__ import annotations

from typing import Any, Final, Literal

from russo.providers import Voice

KnownVoice = Literal[
    "Achernar",
    "Achird",
    "Algenib",
    "Algieba",
    "Alnilam",
    "Aoede",
    "Autonoe",
    "Callirrhoe",
    "Charon",
    "Despina",
    "Enceladus",
    "Erinome",
    "Fenrir",
    "Gacrux",
    "Iapetus",
    "Kore",
    "Laomedeia",
    "Leda",
    "Orus",
    "Puck",
    "Pulcherrima",
    "Rasalgethi",
    "Sadachbia",
    "Sadaltager",
    "Schedar",
    "Sulafat",
    "Umbriel",
    "Vindemiatrix",
    "Zephyr",
    "Zubenelgenubi",
]
# Any other name is sent as it is: the API has more voices, and an account may have its own (``voice_...``).
VoiceName = KnownVoice | str

# https://ai.google.dev/gemini-api/docs/speech-generation (the words)
# https://docs.cloud.google.com/text-to-speech/docs/gemini-tts (female or male)
_FEMALE: Final = {
    "Achernar": "soft",
    "Aoede": "breezy",
    "Autonoe": "bright",
    "Callirrhoe": "easy-going",
    "Despina": "smooth",
    "Erinome": "clear",
    "Gacrux": "mature",
    "Kore": "firm",
    "Laomedeia": "upbeat",
    "Leda": "youthful",
    "Pulcherrima": "forward",
    "Sulafat": "warm",
    "Vindemiatrix": "gentle",
    "Zephyr": "bright",
}
_MALE: Final = {
    "Achird": "friendly",
    "Algenib": "gravelly",
    "Algieba": "smooth",
    "Alnilam": "firm",
    "Charon": "informative",
    "Enceladus": "breathy",
    "Fenrir": "excitable",
    "Iapetus": "clear",
    "Orus": "firm",
    "Puck": "upbeat",
    "Rasalgethi": "informative",
    "Sadachbia": "lively",
    "Sadaltager": "knowledgeable",
    "Schedar": "even",
    "Umbriel": "easy-going",
    "Zubenelgenubi": "casual",
}

VOICES: Final = tuple(
    Voice(name, name, gender=gender, description=word.capitalize(), tags=(word,))
    for name, word, gender in sorted(
        [(name, word, "female") for name, word in _FEMALE.items()]
        + [(name, word, "male") for name, word in _MALE.items()]
    )
)
PREBUILT: Final = frozenset(voice.id for voice in VOICES)

# https://ai.google.dev/gemini-api/docs/speech-generation: the service takes no larger page.
_PAGE: Final = 1000


async def fetch_voices(client: Any) -> tuple[Voice, ...]:
    """Ask the API for every voice that the account may use.

    Args:
        client: A client of the SDK.

    Returns:
        The voices that have an id, in the order of the API: the account's own first.
    """
    voices: list[Voice] = []
    token: str | None = None
    while True:
        page = await client.aio.voices.list(page_size=_PAGE, **({"page_token": token} if token else {}))
        voices += [_voice(said) for said in page.voices or () if said.id]
        token = page.next_page_token
        if not token:
            return tuple(voices)


def _voice(said: Any) -> Voice:
    tags = (said.accent, said.persona, said.context, said.pitch and str(said.pitch))
    return Voice(
        said.id,
        said.display_name or said.id,
        languages=(said.language_code,) if said.language_code else (),
        gender=said.gender.lower() if said.gender else None,
        description=said.description or "",
        tags=tuple(tag for tag in tags if tag),
    )
