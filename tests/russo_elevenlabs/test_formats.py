"""The answer in each format, and what it is recognized as."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from russo.errors import NoAudioError

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer


def _encoded(format_: str, subtype: str, rate: int, channels: int = 1) -> bytes:
    target = io.BytesIO()
    tone = np.sin(np.arange(rate // 2) * 440 * 2 * np.pi / rate) * 0.5
    soundfile.write(target, np.column_stack([tone] * channels), rate, format=format_, subtype=subtype)
    return target.getvalue()


async def _say(httpserver: HTTPServer, make: Any, data: bytes, mime: str, **options: Any) -> Any:
    httpserver.expect_request("/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb").respond_with_data(data, content_type=mime)
    return await make(**options).synthesize("Hello")


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 32000, 44100, 48000])
@pytest.mark.parametrize("mime", ["audio/pcm", "audio/mpeg", "application/octet-stream"])
async def test_pcm_has_the_rate_that_was_asked_for_whatever_the_label(
    httpserver: HTTPServer, make: Any, pcm: bytes, rate: int, mime: str
) -> None:
    audio = await _say(httpserver, make, pcm, mime, output_format=f"pcm_{rate}")
    assert (audio.data, audio.format, audio.sample_rate, audio.channels, audio.sample_width) == (pcm, "pcm", rate, 1, 2)


@pytest.mark.parametrize("codec", ["ulaw", "alaw"])
async def test_telephone_codecs(httpserver: HTTPServer, make: Any, codec: str) -> None:
    audio = await _say(httpserver, make, b"\xd5\x55" * 4000, "audio/basic", output_format=f"{codec}_8000")
    assert (audio.format, audio.sample_rate, audio.channels, audio.sample_width) == (codec, 8000, 1, 1)
    assert audio.duration == 1.0


@pytest.mark.parametrize(("channels", "bitrate"), [(1, 128), (2, 32)])
async def test_mp3(httpserver: HTTPServer, make: Any, channels: int, bitrate: int) -> None:
    data = _encoded("MP3", "MPEG_LAYER_III", 44100, channels)
    audio = await _say(httpserver, make, data, "audio/mpeg", output_format=f"mp3_44100_{bitrate}")
    assert (audio.data, audio.format, audio.sample_rate, audio.channels) == (data, "mp3", 44100, channels)


async def test_opus_comes_in_ogg(httpserver: HTTPServer, make: Any) -> None:
    data = _encoded("OGG", "OPUS", 48000)
    audio = await _say(httpserver, make, data, "audio/opus", output_format="opus_48000_64")
    assert (audio.data, audio.format, audio.sample_rate) == (data, "ogg", 48000)


async def test_wav_of_a_stream_gets_a_true_header(httpserver: HTTPServer, make: Any, pcm: bytes) -> None:
    header = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 0x7FFFFFFF, b"WAVE", b"fmt ", 16, 1, 1, 16000, 32000, 2, 16)
    data = header + struct.pack("<4sI", b"data", 0x7FFFFFFF - 36) + pcm
    audio = await _say(httpserver, make, data, "audio/wav", output_format="wav_16000")
    assert (audio.format, audio.sample_rate, audio.channels) == ("wav", 16000, 1)
    assert audio.data[4:8] == struct.pack("<I", len(data) - 8)
    assert audio.data.endswith(pcm)


async def test_an_mp3_where_pcm_was_asked_for_is_an_mp3(httpserver: HTTPServer, make: Any) -> None:
    data = _encoded("MP3", "MPEG_LAYER_III", 44100)
    audio = await _say(httpserver, make, data, "audio/mpeg", output_format="pcm_24000")
    assert (audio.format, audio.sample_rate) == ("mp3", 44100)


@pytest.mark.parametrize(
    ("data", "mime", "output_format", "said"),
    [
        (b"", "audio/pcm", "pcm_24000", "0 bytes"),
        (b"", "audio/mpeg", "mp3_44100_128", "0 bytes"),
        (b"\0", "audio/pcm", "pcm_24000", "less than one frame"),
        (b"<html>Sign in to the wifi</html>", "text/html", "pcm_24000", "Sign in to the wifi"),
        (b"<html>Sign in to the wifi</html>", "TEXT/HTML; charset=utf-8", "ulaw_8000", "Sign in to the wifi"),
        (b"Upstream is asleep", "text/plain", "pcm_24000", "Upstream is asleep"),
        (b'{"audio_base64": ""}', "application/json", "pcm_24000", "audio_base64"),
        (b"not an mp3 at all", "audio/mpeg", "mp3_44100_128", "no audio but text"),
        (b"not an ogg at all", "audio/ogg", "opus_48000_64", "no audio but text"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav", "wav_16000", "WAV"),
    ],
)
async def test_what_is_no_audio(
    httpserver: HTTPServer, make: Any, data: bytes, mime: str, output_format: str, said: str
) -> None:
    with pytest.raises(NoAudioError, match="elevenlabs answered without audio that can be heard") as caught:
        await _say(httpserver, make, data, mime, output_format=output_format)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "output_format", ["pcm_24000", "mp3_44100_128", "wav_16000", "opus_48000_64", "ulaw_8000", "alaw_8000"]
)
async def test_words_are_no_audio_in_any_format_and_whatever_they_are_called(
    httpserver: HTTPServer, make: Any, output_format: str
) -> None:
    synthesizer = make(output_format=output_format, max_retries=0)
    page = "<!doctype html><html><body>Bitte im Gästenetz anmelden.</body></html> " * 40
    for body in (page.encode(), page.encode("utf-16"), b'{"detail": {"status": "quota"}} ' * 50, b"upstream timeout"):
        for mime in ("application/octet-stream", "audio/mpeg", "audio/wav", "audio/L16;rate=24000", "text/html"):
            httpserver.clear()
            httpserver.expect_request("/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb").respond_with_data(
                body, content_type=mime
            )
            with pytest.raises(NoAudioError, match="no audio but text"):
                await synthesizer.synthesize("Hello")


async def test_the_rate_that_the_server_says_is_that_of_the_samples(
    httpserver: HTTPServer, make: Any, pcm: bytes
) -> None:
    audio = await _say(httpserver, make, pcm, "audio/L16;rate=22050", output_format="pcm_24000")
    assert (audio.data, audio.sample_rate) == (pcm, 22050)
