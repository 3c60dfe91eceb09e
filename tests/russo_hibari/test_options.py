from __future__ import annotations

import asyncio
import json

import pytest

from russo.errors import ConfigurationError, OptionError, SynthesisError
from russo_hibari import HibariSynthesizer, list_voices


def test_defaults_are_in_the_cache_fields():
    assert dict(HibariSynthesizer().cache_fields) == {"voice": "heart", "speed": 1.0, "seed": 0}


def test_equal_settings_have_equal_fields_to_the_letter():
    one = HibariSynthesizer(voice="Heart", speed=1)

    assert json.dumps(dict(one.cache_fields)) == json.dumps(dict(HibariSynthesizer().cache_fields))


def test_the_name_of_a_model_is_in_the_fields_and_its_folder_is_not(tmp_path):
    fields = HibariSynthesizer(model=tmp_path / "mine.onnx").cache_fields

    assert dict(fields) == {"voice": "heart", "speed": 1.0, "seed": 0, "model": "mine.onnx"}
    assert HibariSynthesizer(model="elsewhere/mine.onnx").cache_fields == fields


def test_what_does_not_change_the_sound_is_not_in_the_fields():
    assert HibariSynthesizer(timeout=5, max_concurrency=1).cache_fields == HibariSynthesizer().cache_fields


def test_cache_fields_cannot_be_changed():
    with pytest.raises(TypeError):
        HibariSynthesizer().cache_fields["speed"] = 2


def test_repr_is_the_call_that_makes_it():
    synthesizer = HibariSynthesizer(speed=1.5)

    assert repr(synthesizer) == "HibariSynthesizer(voice='heart', speed=1.5, seed=0)"
    assert eval(repr(synthesizer)).cache_fields == synthesizer.cache_fields


@pytest.mark.parametrize("speed", [0.49, 2.01, 0, -1, float("nan"), float("inf"), True, "1", None])
def test_a_speed_out_of_range_is_refused(speed):
    with pytest.raises(OptionError) as caught:
        HibariSynthesizer(speed=speed)
    assert str(caught.value) == f"speed={speed!r} must be a number from 0.5 to 2"


@pytest.mark.parametrize("seed", [-1, 0.5, 0.0, float("nan"), True, "1", None])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(OptionError) as caught:
        HibariSynthesizer(seed=seed)
    assert str(caught.value) == f"seed={seed!r} must be a whole number of at least 0"


@pytest.mark.parametrize("model", ["", 5, b"x", "/"])
def test_a_model_that_names_no_file_is_refused(model):
    with pytest.raises(OptionError) as caught:
        HibariSynthesizer(model=model)
    assert str(caught.value) == f"model={model!r} must be the path of an ONNX file, or None for the voice's own"


@pytest.mark.parametrize("voice", ["de", "fr-FR", "pt_BR", "German", "zh"])
def test_another_language_is_refused_and_its_provider_named(voice):
    with pytest.raises(OptionError) as caught:
        HibariSynthesizer(voice=voice)
    assert str(caught.value) == (
        f"hibari speaks English only, and voice={voice!r} is not one of 'heart', 'emma', 'fenrir', 'fable', 'kore'. "
        "espeak speaks a hundred languages: pip install russo-espeak, and name the provider 'espeak' with that voice"
    )


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        ("hart", "hibari has no voice 'hart': did you mean 'heart'? List them all with: russo voices hibari"),
        (
            "en-gb",
            (
                "hibari has no voice 'en-gb': it has 'heart', 'emma', 'fenrir', 'fable', 'kore'. "
                "List them all with: russo voices hibari"
            ),
        ),
        (5, "voice=5 must be a str such as 'heart'"),
    ],
)
def test_an_unknown_voice_is_refused(voice, message):
    with pytest.raises(OptionError) as caught:
        HibariSynthesizer(voice=voice)
    assert str(caught.value) == message


@pytest.mark.parametrize("option", [{"timeout": 0}, {"max_concurrency": 0}, {"timeout": "5"}], ids=repr)
def test_a_policy_that_cannot_be_is_refused_at_once(option):
    name, value = next(iter(option.items()))

    with pytest.raises(ConfigurationError, match=f"^{name}={value!r} must be a (whole )?number of at least "):
        HibariSynthesizer(**option)


def test_a_model_that_is_not_there_is_named(tmp_path):
    missing = str(tmp_path / "missing.onnx")

    with pytest.raises(ConfigurationError) as caught:
        asyncio.run(HibariSynthesizer(model=missing).synthesize("Hello."))
    assert str(caught.value) == f"hibari: there is no file model={missing!r}"


def test_a_model_that_is_none_fails_as_such(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"this is no model")

    with pytest.raises(SynthesisError, match=r"^hibari failed: InvalidProtobuf: "):
        asyncio.run(HibariSynthesizer(model=tmp_path / "model.onnx").synthesize("Hello."))


def test_voices_are_those_of_the_library():
    from hibari.voices import VOICES

    listed = {voice.id: (voice.languages, voice.gender) for voice in list_voices()}
    assert listed == {name: ((one["language"],), one["gender"]) for name, one in VOICES.items()}
    for voice in list_voices():
        size = f"{VOICES[voice.id]['bytes'] / 1e6:.1f} MB"
        how = "inside the package" if VOICES[voice.id].get("bundled") else f"{size} from huggingface.co when first used"
        assert voice.description.endswith(f", {how}")
