"""The keys are permanent: a change of these vectors bills every user again."""

from __future__ import annotations

import pytest

from russo.keys.hashing import KeyPrefix
from russo.keys.identity import fields_of, identity_of
from russo_openai import OpenAISynthesizer

GOLDEN = [
    ({}, "b69728c50209fd15f3319fafe8fdf29c986998d686fe83090fcac89d39809ab3"),
    (
        {"model": "gpt-audio-1.5", "voice": "cedar", "instructions": "Calm.", "seed": 7},
        "6fbb62a9632116b3621f3a021928c92fd348b58bd5541ed3277358e7ece749e1",
    ),
    (
        {"model": "gpt-4o-mini-tts", "voice": "coral", "speed": 1.25, "response_format": "mp3"},
        "da9b3d2cd98242ce1c16bbbefefd3d88a9886aaaea985698da20904e97c23d8b",
    ),
    (
        {"base_url": "http://127.0.0.1:8880/v1", "model": "kokoro", "voice": "af_heart"},
        "80ea04b5a29d3c7c3caf5a57d6f5ba7db7b25eb4c28c2956a4c28ed06520c417",
    ),
]


@pytest.mark.parametrize(("options", "key"), GOLDEN)
def test_the_key(options, key):
    synthesizer = OpenAISynthesizer(**options)
    assert KeyPrefix(identity_of(synthesizer), fields_of(synthesizer), {}).key("Hello") == key
