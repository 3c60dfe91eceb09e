"""The keys are permanent: a change here bills every user again."""

from __future__ import annotations

from typing import Any

import pytest

from russo.keys.hashing import KeyPrefix
from russo.keys.identity import fields_of, identity_of
from russo_elevenlabs import ElevenLabsSynthesizer

VECTORS: list[tuple[dict[str, Any], str]] = [
    ({}, "7079281ebc202b4d64a7895ec3790e78d346661a04d50d7ad1b298175aebceb4"),
    (
        {"voice": "Sarah", "model": "eleven_flash_v2_5", "output_format": "mp3_44100_128", "language": "de"},
        "0e85b66cb1eedc5e315a54335410792878f3bf6c97c10fe7c3b4130a73c373d7",
    ),
    (
        {"model": "eleven_v3", "stability": 1, "seed": 7, "previous_text": "Grüß Gott."},
        "f4c8fb9971e513cf8d9e8f1b9bb1a87cd862132361b1d11d011fd4bfeaa191d5",
    ),
    (
        {
            "voice": "My clone",
            "pronunciation_dictionaries": [("dict", "version")],
            "audio_effects": {"pan": 0, "filter_preset_id": "phone"},
            "base_url": "http://localhost:8080/",
        },
        "6b17e2537615e220ce329a073a86ca1233c47d6fb98e59473fce2a147a0ed645",
    ),
]


@pytest.mark.parametrize(("options", "key"), VECTORS)
def test_golden_keys(options: dict[str, Any], key: str) -> None:
    synthesizer = ElevenLabsSynthesizer(**options)
    assert KeyPrefix(identity_of(synthesizer), fields_of(synthesizer), {}).key("Hello") == key
