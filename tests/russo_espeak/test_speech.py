from __future__ import annotations

import asyncio

import pytest

from russo import Audio, Synthesizer
from russo.audio import wav
from russo_espeak import EspeakSynthesizer

TEXT = "The quick brown fox jumps over the lazy dog."


async def test_speaks_a_wav_with_a_true_header():
    audio = await EspeakSynthesizer().synthesize(TEXT)

    layout = wav.read_layout(audio.data)
    assert (audio.format, audio.sample_rate, audio.channels, audio.sample_width) == ("wav", 22050, 1, 2)
    assert (layout.lies, layout.stop, layout.start) == (False, len(audio.data), 44)
    assert 1.5 < audio.duration < 4
    assert isinstance(audio, Audio)


def test_is_a_synthesizer():
    assert isinstance(EspeakSynthesizer(), Synthesizer)
    assert EspeakSynthesizer.provider == "espeak"


@pytest.mark.slow
async def test_a_hundred_at_once_are_all_themselves():
    synthesizer = EspeakSynthesizer()
    texts = [f"Number {n}, and again {n}." for n in range(50)] * 2

    spoken = [audio.data for audio in await asyncio.gather(*map(synthesizer.synthesize, texts))]

    assert spoken[:50] == spoken[50:]
    assert len(set(spoken)) == 50


async def test_longer_text_is_longer_speech():
    synthesizer = EspeakSynthesizer()

    one, ten = await synthesizer.synthesize(TEXT), await synthesizer.synthesize(f"{TEXT} " * 10)

    assert 9 < ten.duration / one.duration < 11.5


@pytest.mark.parametrize(
    "option",
    [
        {"voice": "de"},
        {"voice": "en-us+f3"},
        {"voice": "en-us+whisper"},
        {"rate": 140},
        {"rate": 450},
        {"pitch": 0},
        {"pitch": 99},
        {"volume": 20},
        {"volume": 200},
        {"pitch_range": 0},
        {"pitch_range": 99},
        {"word_gap": 1},
        {"word_gap": 100},
    ],
    ids=repr,
)
async def test_each_option_changes_the_sound_and_the_cache_fields(option):
    plain, changed = EspeakSynthesizer(), EspeakSynthesizer(**option)

    assert (await plain.synthesize(TEXT)).data != (await changed.synthesize(TEXT)).data
    assert dict(changed.cache_fields) == dict(plain.cache_fields) | option


async def test_a_slower_rate_and_a_wider_gap_take_longer():
    seconds = [
        (await EspeakSynthesizer(**option).synthesize(TEXT)).duration
        for option in ({"rate": 450}, {}, {"rate": 80}, {"word_gap": 1000})
    ]

    assert seconds == sorted(seconds)
    assert seconds[-1] > 60
