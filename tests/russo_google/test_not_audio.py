"""A status of 200 promises nothing: anything other than audio is refused, and not cached."""

from __future__ import annotations

import base64
import re

import pytest

from russo import AudioCache, CachedSynthesizer
from russo.errors import NoAudioError, RussoError

PAGE = "<!doctype html><html><body>Bitte im Gästenetz anmelden.</body></html> " * 40
MIMES = [
    "audio/L16;codec=pcm;rate=24000",
    "audio/pcm",
    "audio/wav",
    "audio/mpeg",
    "audio/ogg",
    "audio/basic",
    "application/octet-stream",
    "text/html; charset=utf-8",
    "application/json",
    "",
]
WORDS = {
    "a page in UTF-8": PAGE.encode(),
    "a page in UTF-16": PAGE.encode("utf-16"),
    "JSON": b'{"error": {"code": 500, "message": "Internal error"}} ' * 50,
    "a short word": b"upstream timeout",
    "an empty page": b" \r\n" * 600,
    "base64 inside of base64": base64.b64encode(b"\x01\x00\xff\xff" * 1200),
}


@pytest.fixture
def refused(gemini, tmp_path):
    """Speak through a cache, check that nothing was cached and only one call was paid for, and return the error."""

    async def speak() -> NoAudioError:
        cache = AudioCache(tmp_path / "cache")
        with pytest.raises(NoAudioError) as caught:
            await CachedSynthesizer(gemini.synthesizer(max_retries=0), cache=cache).synthesize("Hello")
        assert cache.size() == 0
        return caught.value

    return speak


@pytest.mark.parametrize("mime", MIMES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
async def test_words_are_not_audio_whatever_they_are_called(gemini, refused, words, mime):
    gemini.speaks(gemini.answer(words, mime))

    message = str(await refused())

    assert message.startswith("google answered without audio that can be heard: ")
    assert "no audio but text" in message


@pytest.mark.parametrize("mime", MIMES)
async def test_samples_that_a_proxy_took_for_text_are_refused(gemini, refused, mime):
    garbled = bytes(range(256)).decode("utf-8", "replace").encode() * 40
    gemini.speaks(gemini.answer(garbled, mime))

    assert str(await refused()).startswith("google answered without audio that can be heard: ")


@pytest.mark.parametrize("mime", ["audio/L16;codec=pcm;rate=24000", "audio/pcm", ""])
@pytest.mark.parametrize("seconds", [0.049, 300])
async def test_a_length_that_no_voice_would_need_is_refused(gemini, refused, mime, seconds):
    samples = (b"\x01\x00\xff\xff" * int(12000 * seconds))[: int(24000 * seconds) * 2]
    gemini.speaks(gemini.answer(samples, mime))

    assert re.match(r"google said 'Hello' in (0\.049|300\.00) s, where it takes at least 0\.05 s", str(await refused()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "google answered without audio: STOP"),
        ("    ", "google answered with something that is not in its documentation: 1 validation error "),
        ("====", "google answered with something that is not in its documentation: 1 validation error "),
        ("Gästenetz", "google answered with something that is not in its documentation: 1 validation error "),
        ("AAA=", "google said 'Hello' in 0.000 s, where it takes at least 0.05 s and at most 13 s"),
    ],
)
async def test_base64_that_holds_nothing_is_refused(gemini, refused, data, message):
    gemini.speaks(gemini.candidate([{"inlineData": {"mimeType": "audio/L16;rate=24000", "data": data}}]))

    assert str(await refused()).startswith(message)


@pytest.mark.parametrize("content_type", ["application/json", "text/html", "audio/wav", "application/octet-stream", ""])
@pytest.mark.parametrize(
    "body",
    [b"", b"   ", PAGE.encode(), PAGE.encode("utf-16"), b"upstream timeout", b"null", b"[]", b'"audio"', b"{", b"0"],
    ids=["nothing", "blanks", "a page", "a page in UTF-16", "words", "null", "a list", "a string", "half", "a number"],
)
async def test_a_body_that_is_no_answer_of_the_api_is_an_error_of_russo(gemini, tmp_path, body, content_type):
    gemini.sends(body, content_type=content_type)
    cache = AudioCache(tmp_path / "cache")

    with pytest.raises(RussoError, match=r"^google ") as caught:
        await CachedSynthesizer(gemini.synthesizer(), cache=cache).synthesize("Hello")

    assert caught.value.__cause__ is not None or isinstance(caught.value, NoAudioError)
    assert cache.size() == 0
    assert len(gemini.requests) == 1
