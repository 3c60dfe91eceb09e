"""Making the synthesizer: without a key, and with invalid options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from russo import Synthesizer
from russo.errors import OptionError
from russo_elevenlabs import ElevenLabsSynthesizer
from russo_elevenlabs.models import VOICES

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_it_is_made_of_nothing() -> None:
    synthesizer = ElevenLabsSynthesizer()
    assert isinstance(synthesizer, Synthesizer)
    assert synthesizer.provider == "elevenlabs"
    assert repr(synthesizer) == ("ElevenLabsSynthesizer(voice='JBFqnCBsd6RMkjVDRZzb', model='eleven_multilingual_v2')")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"voice": ""}, "voice='' must be a str that is not blank"),
        ({"voice": 3}, "voice=3 must be"),
        ({"model": " "}, "model=' ' must be"),
        ({"output_format": "mp3"}, "output_format='mp3' must be such as 'pcm_24000' or 'mp3_44100_128'"),
        ({"output_format": "flac_44100"}, "output_format='flac_44100' must be"),
        ({"output_format": "pcm_24000&x=1"}, "output_format="),
        ({"stability": 1.1}, "stability=1.1 must be a number from 0 to 1"),
        ({"stability": True}, "stability=True must be"),
        ({"similarity_boost": -0.1}, "similarity_boost=-0.1 must be a number from 0 to 1"),
        ({"style": "high"}, "style='high' must be"),
        ({"speed": 2}, "speed=2 must be a number from 0.7 to 1.2"),
        ({"speed": float("nan")}, "speed=nan must be"),
        ({"clone_strength": 2}, "clone_strength=2 must be"),
        ({"use_speaker_boost": 1}, "use_speaker_boost=1 must be true or false"),
        ({"use_pvc_as_ivc": "yes"}, "use_pvc_as_ivc='yes' must be"),
        ({"enable_logging": 0}, "enable_logging=0 must be true or false"),
        ({"seed": -1}, "seed=-1 must be a whole number from 0 to 4294967295"),
        ({"seed": 4294967296}, "seed=4294967296 must be"),
        ({"seed": 1.0}, "seed=1.0 must be a whole number"),
        ({"optimize_streaming_latency": 5}, "optimize_streaming_latency=5 must be"),
        ({"language": "de"}, "language='de': 'eleven_multilingual_v2' hears the language in the text"),
        ({"language": "de-DE", "model": "eleven_v3"}, "language='de-DE' must be a code of two letters such as 'de'"),
        ({"previous_text": ""}, "previous_text='' must be"),
        ({"previous_request_ids": "abc"}, "previous_request_ids='abc' must be a list of 1 to 3"),
        ({"next_request_ids": ["a", "b", "c", "d"]}, "next_request_ids=['a', 'b', 'c', 'd'] must be a list of 1 to 3"),
        ({"next_request_ids": [3]}, "next_request_ids=3 must be"),
        ({"apply_text_normalization": "yes"}, "apply_text_normalization='yes' must be one of 'auto', 'on', 'off'"),
        ({"pronunciation_dictionaries": ["only an id"]}, "must be a list of pairs: the id of a dictionary and"),
        ({"pronunciation_dictionaries": []}, "pronunciation_dictionaries=[] must be a list of 1 to 3"),
        ({"audio_effects": {}}, "audio_effects={} must be a mapping that is not empty"),
        ({"audio_effects": {"pan": None}}, "audio_effects['pan']=None must be"),
        ({"timeout": 0}, "timeout=0 must be a number of at least 0.001"),
        ({"timeout": float("inf")}, "timeout=inf must be"),
        ({"max_retries": -1}, "max_retries=-1 must be a whole number of at least 0"),
        ({"max_concurrency": 0}, "max_concurrency=0 must be a whole number of at least 1"),
        (
            {"base_url": "api.elevenlabs.io"},
            "base_url must be an address such as 'https://gateway.example/v1'",
        ),
        ({"base_url": "ftp://host"}, "base_url must be an address"),
        ({"base_url": 3}, "base_url must be an address"),
        ({"base_url": "http://host:port"}, "base_url must be an address"),
        ({"base_url": "https://me:hunter2@host"}, "base_url holds a user name or a query"),
        ({"base_url": "https://host/?token=hunter2"}, "base_url holds a user name or a query"),
        ({"api_key": b"hunter2"}, "api_key must be a str, not bytes"),
        ({"client": "hunter"}, "client='hunter' must be an elevenlabs.client.AsyncElevenLabs"),
        ({"client": object(), "api_key": "hunter2"}, "api_key=... cannot be given with client=..., which has its own"),
        (
            {"client": object(), "base_url": "https://host"},
            "base_url=... cannot be given with client=..., which has its own",
        ),
    ],
)
def test_what_is_not_possible(options: Mapping[str, Any], said: str) -> None:
    with pytest.raises(OptionError) as caught:
        ElevenLabsSynthesizer(**options)
    assert said in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.name)
def test_a_premade_voice_is_known_by_name_in_any_case(voice: Any) -> None:
    for name in (voice.name, voice.name.lower(), f" {voice.name.upper()} ", voice.id):
        assert ElevenLabsSynthesizer(voice=name).cache_fields["voice"] == voice.id


def test_the_premade_voices_are_different() -> None:
    assert len({voice.id for voice in VOICES}) == len({voice.name for voice in VOICES}) == 21
