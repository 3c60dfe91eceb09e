from __future__ import annotations

import asyncio

import pytest

from russo.errors import OptionError
from russo.providers import Voice
from russo_espeak import EspeakSynthesizer, list_variants, list_voices


def test_lists_voices_then_variants_of_the_default():
    voices = {voice.id: voice for voice in list_voices()}

    assert len(voices) == len(list_voices()) > 200
    assert voices["en-us"] == Voice(
        "en-us", "English (America)", languages=("en-us", "en"), gender=None, tags=("mature",)
    )
    assert voices["en-us+f3"] == Voice(
        "en-us+f3",
        "female3",
        languages=("en-us",),
        gender="female",
        description="a variant, for any voice",
        tags=("variant",),
    )
    assert Voice("f3", "female3", gender="female", tags=("variant",)) in list_variants()


async def test_the_synthesizer_lists_the_same():
    assert await EspeakSynthesizer().list_voices() == list_voices()


@pytest.mark.slow
async def test_every_voice_speaks():
    async def seconds(voice: Voice) -> float:
        return (await EspeakSynthesizer(voice=voice.id).synthesize("1 a")).duration

    durations = await asyncio.gather(*map(seconds, list_voices()))

    assert min(durations) > 0.1


def test_every_id_stays_as_it_is():
    for voice in list_voices():
        assert EspeakSynthesizer(voice=voice.id).cache_fields["voice"] == voice.id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("EN-US", "en-us"),
        ("en_us", "en-us"),
        ("English (America)", "en-us"),
        ("german", "de"),
        ("en-gb", "en"),
        ("fr-fr", "fr"),
        ("zh", "cmn"),
        ("nb", "nb"),
        (" de + F3 ", "de+f3"),
        ("de+mr serious", "de+Mr serious"),
    ],
)
def test_aliases_become_one_name(asked, found):
    assert EspeakSynthesizer(voice=asked).cache_fields["voice"] == found


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("germn", "espeak has no voice 'germn': did you mean 'de' (German) or 'ka' (Georgian)?"),
        ("xx", "espeak has no voice 'xx'."),
        ("", "espeak has no voice ''."),
        ("../gmw/en", "espeak has no voice '../gmw/en'."),
        ("+f3", "espeak has no voice ''."),
        (
            "de+whispr",
            "espeak has no variant 'whispr': did you mean 'whisper' (whisper) or 'whisperf' (female_whisper)?",
        ),
        ("de+", "espeak has no variant ''."),
        ("de+f3+f4", "espeak has no variant 'f3+f4'."),
    ],
)
def test_an_unknown_voice_names_near_ones(asked, message):
    with pytest.raises(OptionError) as caught:
        EspeakSynthesizer(voice=asked)

    assert str(caught.value) == f"{message} List them all with: russo voices espeak"


def test_a_voice_without_its_dictionary_is_not_offered():
    assert "fo" not in {voice.id for voice in list_voices()}
    with pytest.raises(OptionError, match=r"^espeak has no voice 'fo'"):
        EspeakSynthesizer(voice="fo")


@pytest.mark.parametrize("voice", [None, 5, b"de"], ids=repr)
def test_a_voice_must_be_a_str(voice):
    with pytest.raises(OptionError) as caught:
        EspeakSynthesizer(voice=voice)

    assert str(caught.value) == f"voice={voice!r} must be a str such as 'de' or 'en-us+f3'"
