"""The fields of the key are complete and resolved, and change if and only if the sound may change."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from russo_elevenlabs import ElevenLabsSynthesizer

DEFAULT = {
    "voice": "JBFqnCBsd6RMkjVDRZzb",
    "model": "eleven_multilingual_v2",
    "output_format": "pcm_24000",
    "stability": 0.5,
    "similarity_boost": 0.75,
    "style": 0.0,
    "use_speaker_boost": True,
    "speed": 1.0,
}
EVERYTHING = {
    "voice": "Lily",
    "model": "eleven_flash_v2_5",
    "output_format": "mp3_44100_128",
    "stability": 1,
    "similarity_boost": 0,
    "style": 0.25,
    "use_speaker_boost": False,
    "speed": 1,
    "clone_strength": 0,
    "seed": 42,
    "language": "de",
    "previous_text": "Davor.",
    "next_text": "Danach.",
    "previous_request_ids": ("a", "b"),
    "next_request_ids": ["c"],
    "apply_text_normalization": "auto",
    "apply_language_text_normalization": False,
    "pronunciation_dictionaries": [("d", "v")],
    "audio_effects": {"pan": 0, "filter_preset_id": "Telefon ü"},
    "use_pvc_as_ivc": True,
    "optimize_streaming_latency": 0,
}


def test_of_nothing() -> None:
    assert dict(ElevenLabsSynthesizer().cache_fields) == DEFAULT


def test_of_everything() -> None:
    assert dict(ElevenLabsSynthesizer(**EVERYTHING).cache_fields) == {
        **EVERYTHING,
        "voice": "pFZP5JQG7iQjIQuC4Bku",
        "stability": 1.0,
        "similarity_boost": 0.0,
        "speed": 1.0,
        "clone_strength": 0.0,
        "previous_request_ids": '["a","b"]',
        "next_request_ids": '["c"]',
        "pronunciation_dictionaries": '[["d","v"]]',
        "audio_effects": '{"filter_preset_id":"Telefon ü","pan":0.0}',
    }


def test_every_value_is_a_scalar_of_its_own_type() -> None:
    fields = ElevenLabsSynthesizer(**EVERYTHING).cache_fields
    assert {type(value) for value in fields.values()} == {str, float, int, bool}
    assert type(fields["stability"]) is float


def test_they_are_one_immutable_mapping() -> None:
    synthesizer = ElevenLabsSynthesizer()
    assert isinstance(synthesizer.cache_fields, MappingProxyType)
    assert synthesizer.cache_fields is synthesizer.cache_fields


@pytest.mark.parametrize("name", sorted(set(EVERYTHING) - {"language"}))
def test_each_option_that_changes_the_sound_changes_them(name: str) -> None:
    options: dict[str, Any] = {name: 1.1 if name == "speed" else EVERYTHING[name]}
    fields = ElevenLabsSynthesizer(**options).cache_fields
    assert fields[name] != DEFAULT.get(name)


def test_the_language_changes_them() -> None:
    spoken = ElevenLabsSynthesizer(model="eleven_v3", language="de").cache_fields
    assert spoken == {**ElevenLabsSynthesizer(model="eleven_v3").cache_fields, "language": "de"}


@pytest.mark.parametrize(
    "options",
    [
        {"api_key": "sk_other"},
        {"timeout": 3.5},
        {"max_retries": 9},
        {"max_concurrency": 9},
        {"enable_logging": False},
        {"base_url": "https://api.elevenlabs.io"},
        {"base_url": "https://API.us.elevenlabs.io/"},
        {"base_url": "https://api.eu.residency.elevenlabs.io"},
        {"voice": "george"},
        {"stability": 0.5, "speed": 1},
    ],
)
def test_no_other_option_changes_them(options: Any) -> None:
    assert ElevenLabsSynthesizer(**options).cache_fields == DEFAULT


@pytest.mark.parametrize(
    ("base_url", "field"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://Proxy.example.com/eleven/", "https://proxy.example.com/eleven"),
        ("https://evilelevenlabs.io", "https://evilelevenlabs.io"),
        ("http://api.elevenlabs.io", "http://api.elevenlabs.io"),
    ],
)
def test_another_server_is_another_voice(base_url: str, field: str) -> None:
    assert ElevenLabsSynthesizer(base_url=base_url).cache_fields == {**DEFAULT, "base_url": field}


def test_a_voice_that_only_the_account_knows_stays_a_name() -> None:
    assert ElevenLabsSynthesizer(voice="My clone").cache_fields["voice"] == "My clone"


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("eleven_flash_v2_5", {"stability", "similarity_boost", "speed"}),
        ("eleven_turbo_v2", {"stability", "similarity_boost", "speed"}),
        ("eleven_v3", {"stability"}),
        ("eleven_v4_turbo", {"stability"}),
        ("eleven_v9", set()),
    ],
)
def test_the_settings_that_a_model_uses_are_pinned(model: str, sent: set[str]) -> None:
    fields = ElevenLabsSynthesizer(model=model).cache_fields
    assert set(fields) == {"voice", "model", "output_format"} | sent
