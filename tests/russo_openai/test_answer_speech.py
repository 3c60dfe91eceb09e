from __future__ import annotations

import io

import pytest
import soundfile

from russo import Audio
from russo.errors import DamagedAudioError, NoAudioError, OptionError


def encoded(pcm, kind, subtype):
    file = io.BytesIO()
    samples = [int.from_bytes(pcm[i : i + 2], "little", signed=True) / 32768 for i in range(0, len(pcm), 2)]
    soundfile.write(file, samples, 24000, format=kind, subtype=subtype)
    return file.getvalue()


async def test_wav(http):
    http.answers(http.wav())
    assert await http.synthesizer().synthesize("Hello") == Audio(http.wav(), "wav", 24000, 1, 2)


async def test_wav_with_the_lengths_of_a_stream_gets_a_true_header(http):
    http.answers(http.wav(size=0xFFFFFFFF))
    assert (await http.synthesizer().synthesize("Hello")).data == http.wav()


@pytest.mark.parametrize("mime", ["audio/pcm", "application/octet-stream", "audio/L16; rate=24000"])
async def test_pcm(http, mime):
    http.answers(http.pcm, mime=mime)
    audio = await http.synthesizer(response_format="pcm").synthesize("Hello")
    assert audio == Audio(http.pcm, "pcm", 24000, 1, 2)


@pytest.mark.parametrize(
    ("response_format", "kind", "subtype", "is_"),
    [
        ("mp3", "MP3", "MPEG_LAYER_III", "mp3"),
        ("flac", "FLAC", "PCM_16", "flac"),
        ("opus", "OGG", "OPUS", "ogg"),
    ],
)
async def test_compressed(http, response_format, kind, subtype, is_):
    data = encoded(http.pcm, kind, subtype)
    http.answers(data, mime="application/octet-stream")
    audio = await http.synthesizer(response_format=response_format).synthesize("Hello")
    assert (audio.data, audio.format) == (data, is_)
    assert http.requests[0].get_json()["response_format"] == response_format


async def test_what_comes_decides_and_not_what_was_asked_for(http):
    http.answers(http.wav(), mime="audio/mpeg")
    assert (await http.synthesizer(response_format="mp3").synthesize("Hello")).format == "wav"


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        (b"", "audio/wav"),
        (b"<html>Please log in</html>", "text/html"),
        (b'{"ok": true}', "application/json"),
        (b"{not json", "application/octet-stream"),
        (b"RIFF\x00\x00", "audio/wav"),
    ],
)
@pytest.mark.parametrize("response_format", ["wav", "mp3", "flac"])
async def test_no_audio(http, body, mime, response_format):
    http.answers(body, mime=mime)
    with pytest.raises(NoAudioError, match="openai answered without audio that can be heard"):
        await http.synthesizer(response_format=response_format).synthesize("Hello")


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        (b"", "audio/pcm"),
        (b"<html>Please log in</html>", "text/html"),
        (b'{"ok": true} ', "application/octet-stream"),
        (b"<html>..</html> ", "audio/pcm"),
        (b"\x01", "audio/pcm"),
    ],
)
async def test_no_samples(http, body, mime):
    http.answers(body, mime=mime)
    with pytest.raises(NoAudioError, match="openai answered without audio that can be heard"):
        await http.synthesizer(response_format="pcm").synthesize("Hello")


async def test_a_wav_that_is_cut_short(http):
    http.answers(http.wav()[:-1000])
    with pytest.raises(NoAudioError):
        await http.synthesizer().synthesize("Hello")


@pytest.mark.parametrize("response_format", ["wav", "mp3", "flac", "opus", "pcm"])
async def test_words_are_no_audio_in_any_format_and_whatever_they_are_called(http, response_format):
    synthesizer = http.synthesizer(response_format=response_format, max_retries=0)
    page = "<!doctype html><html><body>Bitte im Gästenetz anmelden.</body></html> " * 40
    for body in (
        page.encode(),
        page.encode("utf-16"),
        b'{"error": {"message": "no quota left"}} ' * 50,
        b"upstream timeout",
    ):
        for mime in ("application/octet-stream", "audio/mpeg", "audio/wav", "audio/L16;rate=24000", "text/html"):
            http.answers(body, mime=mime)
            with pytest.raises(NoAudioError, match="no audio but text"):
                await synthesizer.synthesize("Hello")


async def test_the_server_says_the_rate_of_samples(http):
    http.answers(http.pcm, mime="audio/L16;rate=22050;channels=1")
    assert (await http.synthesizer(response_format="pcm").synthesize("Hello")).sample_rate == 22050


async def test_an_option_says_the_rate_where_the_server_does_not(http):
    http.answers(http.pcm, mime="application/octet-stream")
    synthesizer = http.synthesizer(response_format="pcm", sample_rate=22050)
    assert (await synthesizer.synthesize("Hello")).sample_rate == 22050
    assert synthesizer.cache_fields["sample_rate"] == 22050
    assert "sample_rate" not in http.synthesizer(response_format="pcm").cache_fields


async def test_damaged_audio_is_asked_for_once(http):
    http.answers(http.wav()[:-1000])
    with pytest.raises(DamagedAudioError, match="cut short"):
        await http.synthesizer(max_retries=3).synthesize("Hello")
    assert len(http.requests) == 1


@pytest.mark.parametrize("options", [{"response_format": "wav"}, {"response_format": "pcm", "sample_rate": 8.5}, {}])
def test_a_rate_that_nothing_needs(http, options):
    with pytest.raises(OptionError, match="sample_rate="):
        http.synthesizer(**{"sample_rate": 8000, **options})
