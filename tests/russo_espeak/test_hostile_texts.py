from __future__ import annotations

import pytest

from russo.errors import NoAudioError, TextError
from russo_espeak import EspeakSynthesizer


async def seconds(text: str, **options) -> float:
    return (await EspeakSynthesizer(**options).synthesize(text)).duration


@pytest.mark.parametrize(
    ("marked_up", "plain"),
    [
        ("<speak>hello</speak>", "hello"),
        ('hello <break time="5s"/> there', "hello there"),
        ("Fish &amp; chips", "Fish & chips"),
        ("[[h@l'oU]]", "h@l'oU"),
    ],
)
async def test_markup_is_read_out_not_obeyed(marked_up, plain):
    assert 1 < await seconds(marked_up) / await seconds(plain) < 10


async def test_an_embedded_command_of_the_engine_is_not_obeyed():
    # If obeyed, it would more than halve the length; as text, it adds "300 S".
    assert await seconds("\x01300S one two three four five") == await seconds(" 300S one two three four five")


async def test_control_characters_are_blanks_and_a_nul_ends_nothing():
    synthesizer = EspeakSynthesizer()

    assert await synthesizer.synthesize("one\0two\x1bthree\x7f") == await synthesizer.synthesize("one two three\x7f")


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم",
        "שלום עולם",
        "日本語のテキスト",
        "🎉🎉 family 👨‍👩‍👧‍👦",
        "\u202eback\u202c and forth",
        "\ufeffhello",
        "z\u0301\u0302\u0303\u0304" * 50,
        "a\r\nb\tc\x0bd\x0ce\x85f\u2028g",
        "'; DROP TABLE voices; -- $(reboot) `id` %s %n",
        "𝔥𝔢𝔩𝔩𝔬",
    ],
)
async def test_any_writing_speaks(text):
    assert await seconds(text) > 0.2


@pytest.mark.parametrize("text", ["...", "-", "\u200b", "\U0010ffff", "\x07", '""', "。"])
async def test_a_text_without_any_sound_is_an_error(text):
    with pytest.raises(NoAudioError) as caught:
        await EspeakSynthesizer().synthesize(text)

    assert str(caught.value) == f"espeak has no sound for {text!r} with {EspeakSynthesizer()!r}"


async def test_volume_zero_has_no_sound():
    with pytest.raises(NoAudioError, match=r"^espeak has no sound for 'hello' with .*volume=0"):
        await EspeakSynthesizer(volume=0).synthesize("hello")


@pytest.mark.parametrize("text", ["", "  \n", "half \ud83d", b"bytes", None], ids=repr)
async def test_what_is_no_text_is_refused(text):
    with pytest.raises(TextError):
        await EspeakSynthesizer().synthesize(text)


@pytest.mark.parametrize("unit", ["hello there ", "7 ", "7", "12345 ", "extraordinary", "😀 ", "Ж", "Что это "])
@pytest.mark.slow
async def test_nothing_is_cut_where_punctuation_never_comes(unit):
    voice = "ru" if "т" in unit or unit == "Ж" else "en-us"
    short, long = 5, 2000 // len(unit)

    ratio = await seconds(unit * long, voice=voice) / await seconds(unit * short, voice=voice)

    assert ratio > 0.7 * long / short


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("Hello there, my friend. ", 20_000),
        ("\u200b", 100_000),
        ("[[<&", 100_000),
        ("\0\x01", 100_000),
        ("\n", 100_000),
    ],
)
@pytest.mark.slow
async def test_very_long_texts(unit, length):
    text = (unit * length)[: length - 4] + " end"

    assert await seconds(text, rate=450) > 0.1
