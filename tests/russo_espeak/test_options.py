from __future__ import annotations

import json

import pytest

from russo.errors import OptionError
from russo_espeak import EspeakSynthesizer


def test_defaults_are_in_the_cache_fields():
    assert dict(EspeakSynthesizer().cache_fields) == {
        "voice": "en-us",
        "rate": 175,
        "pitch": 50,
        "volume": 100,
        "pitch_range": 50,
        "word_gap": 0,
    }


def test_equal_settings_have_equal_fields_to_the_letter():
    one = EspeakSynthesizer(voice="English (America)+F3", rate=175.0, pitch=50.0)
    other = EspeakSynthesizer(voice="en_US+f3", rate=175, pitch=50)

    assert json.dumps(dict(one.cache_fields)) == json.dumps(dict(other.cache_fields))


def test_what_does_not_change_the_sound_is_not_in_the_fields():
    assert EspeakSynthesizer(timeout=5, max_concurrency=1).cache_fields == EspeakSynthesizer().cache_fields


def test_cache_fields_cannot_be_changed():
    with pytest.raises(TypeError):
        EspeakSynthesizer().cache_fields["rate"] = 1


def test_repr_is_the_call_that_makes_it():
    synthesizer = EspeakSynthesizer(voice="de", rate=140)

    assert repr(synthesizer) == (
        "EspeakSynthesizer(voice='de', rate=140, pitch=50, volume=100, pitch_range=50, word_gap=0)"
    )
    assert eval(repr(synthesizer)).cache_fields == synthesizer.cache_fields


@pytest.mark.parametrize(
    ("name", "least", "most", "meaning"),
    [
        ("rate", 80, 450, "words per minute"),
        ("pitch", 0, 99, "50 is the voice's own"),
        ("volume", 0, 200, "100 is the voice's own"),
        ("pitch_range", 0, 99, "50 is the voice's own, 0 is monotone"),
        ("word_gap", 0, 1000, "units of 10 ms"),
    ],
)
def test_numbers_out_of_range_are_refused(name, least, most, meaning):
    for value in (least - 1, most + 1, least + 0.5, float("nan"), float("inf"), True, "100", None, 10**400):
        with pytest.raises(OptionError) as caught:
            EspeakSynthesizer(**{name: value})
        assert str(caught.value) == (f"{name}={value!r:.200} must be a whole number from {least} to {most} ({meaning})")

    for value in (least, most):
        assert EspeakSynthesizer(**{name: value}).cache_fields[name] == value


@pytest.mark.parametrize("option", [{"timeout": 0}, {"max_concurrency": 0}, {"timeout": "5"}], ids=repr)
def test_a_policy_that_cannot_be_is_refused_at_once(option):
    name, value = next(iter(option.items()))

    with pytest.raises(OptionError, match=f"^{name}={value!r} must be a (whole )?number of at least "):
        EspeakSynthesizer(**option)
