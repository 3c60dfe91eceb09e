"""The keys are permanent: a change of these vectors bills every user again."""

from __future__ import annotations

import pytest

from russo.keys.hashing import KeyPrefix
from russo.keys.identity import fields_of, identity_of
from russo_google import GoogleSynthesizer

OLD = {"model": "gemini-2.5-flash-preview-tts"}
DEFAULT = {"model": "gemini-3.8-flash-tts", "voice": "Kore", "vertexai": False}


def fields(**options):
    return dict(GoogleSynthesizer(**options).cache_fields)


def key(synthesizer):
    return KeyPrefix(identity_of(synthesizer), fields_of(synthesizer), {}).key("Hello")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, DEFAULT),
        ({"voice": "Puck"}, DEFAULT | {"voice": "Puck"}),
        ({"model": "gemini-3.8-flash-lite-tts"}, DEFAULT | {"model": "gemini-3.8-flash-lite-tts"}),
        ({"style": "calm"}, DEFAULT | {"style": "calm"}),
        ({"language": "de-DE"}, DEFAULT | {"language": "de-DE"}),
        ({"seed": 0}, DEFAULT | {"seed": 0}),
        ({"vertexai": True}, DEFAULT | {"vertexai": True}),
        (OLD, DEFAULT | OLD),
        (OLD | {"style": "calm"}, DEFAULT | OLD | {"style": "calm", "prompt_template": 1}),
        (
            OLD | {"temperature": 1, "top_p": 1, "top_k": 40},
            DEFAULT | OLD | {"temperature": 1.0, "top_p": 1.0, "top_k": 40.0},
        ),
        (
            {"speakers": {"Joe": "Puck", "Jane": "Kore"}},
            {"model": "gemini-3.8-flash-tts", "speakers": '{"Jane":"Kore","Joe":"Puck"}', "vertexai": False},
        ),
        ({"base_url": "http://LOCALHOST:80/a/"}, DEFAULT | {"base_url": "http://localhost/a"}),
        ({"base_url": "https://user:pw@[::1]:8443?key=k#f"}, DEFAULT | {"base_url": "https://[::1]:8443"}),
    ],
)
def test_the_fields(options, expected):
    assert fields(**options) == expected
    assert all(type(value) in {str, int, float, bool} for value in expected.values())


@pytest.mark.parametrize(
    "options",
    [
        {"api_key": "k"},
        {"timeout": 1},
        {"max_retries": 9},
        {"max_concurrency": 9},
        {"base_url": "https://generativelanguage.googleapis.com/"},
    ],
)
def test_what_does_not_change_the_sound_is_no_field(options):
    assert fields(**options) == DEFAULT


@pytest.mark.parametrize("options", [{"project": "p"}, {"location": "eu"}, {"credentials": object()}, {"api_key": "k"}])
def test_nor_is_it_on_vertex_ai(options):
    assert fields(vertexai=True, **options) == DEFAULT | {"vertexai": True}


def test_variables_for_keys_and_places_are_no_fields(monkeypatch):
    for name in ("GOOGLE_API_KEY", "GEMINI_API_KEY", "GOOGLE_CLOUD_PROJECT", "GOOGLE_GENAI_USE_VERTEXAI"):
        monkeypatch.setenv(name, "true")
    assert fields() == DEFAULT


def test_the_order_of_the_speakers_does_not_count():
    one, other = {"Joe": "Puck", "Jane": "Kore"}, {"Jane": "Kore", "Joe": "Puck"}
    assert fields(speakers=one) == fields(speakers=other)
    assert fields(speakers=one) != fields(speakers={"Joe": "Kore", "Jane": "Puck"})


def test_the_mapping_is_made_once_and_cannot_be_changed():
    synthesizer = GoogleSynthesizer()
    assert synthesizer.cache_fields is synthesizer.cache_fields
    with pytest.raises(TypeError):
        synthesizer.cache_fields["voice"] = "Puck"


def test_the_mapping_of_speakers_is_copied():
    speakers = {"Joe": "Puck", "Jane": "Kore"}
    synthesizer = GoogleSynthesizer(speakers=speakers)
    speakers.clear()
    assert repr(synthesizer).startswith("GoogleSynthesizer(speakers={'Jane': 'Kore', 'Joe': 'Puck'}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "c879fe970d61248b1a070442f95f1cdf1626dec6d8f86ee63dba97fa29f1e1a1"),
        (
            {"voice": "Puck", "style": "calm", "language": "de-DE", "seed": 7},
            "0008edc4c287e3f7329f64aae167125301c258b5b39f70f72376f0060a15c630",
        ),
        (OLD | {"style": "calm", "temperature": 1}, "f02da56b2ae659aced5bf21d5333cd30c5c7a31a1f32fdc61d09ff871e705de1"),
        (
            {"speakers": {"Joe": "Puck", "Jane": "Kore"}, "vertexai": True},
            "d530ce89f32a12cb1ffb8f49717a5d9761e75437751a3b18c8f9758458bd0756",
        ),
    ],
)
def test_the_keys_that_are_in_caches_already(options, expected):
    assert key(GoogleSynthesizer(**options)) == expected
