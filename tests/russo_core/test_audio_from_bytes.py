from __future__ import annotations

import io
import struct
import wave
from typing import Any

import numpy as np
import pytest
import soundfile

from russo import Audio
from russo.audio.check import received_audio
from russo.errors import AudioError, NoAudioError

TONE = (np.sin(np.arange(24000) * 0.06) * 12000).astype("<i2")
PCM = TONE.tobytes()


def wav(pcm: bytes = PCM, *, rate: int = 24000, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(pcm)
    return out.getvalue()


def streamed(data: bytes, length: int) -> bytes:
    return data[:4] + struct.pack("<I", length) + data[8:40] + struct.pack("<I", length) + data[44:]


def encoded(audio_format: str, subtype: str | None = None) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, TONE, 24000, format=audio_format, subtype=subtype)
    return out.getvalue()


def frames(data: bytes) -> int:
    with wave.open(io.BytesIO(data)) as reader:
        return reader.getnframes()


@pytest.mark.parametrize("mime", [None, "audio/wav", "audio/mpeg", "application/octet-stream"])
def test_a_wav_is_a_wav_whatever_it_is_called(mime: str | None) -> None:
    audio = Audio.from_bytes(wav(rate=16000), mime)
    assert audio == Audio(wav(rate=16000), "wav", 16000, 1, 2)
    assert audio.duration == 1.5


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFDB, 0x7FFFF000, 0])
def test_a_wav_from_a_stream_gets_a_true_header(length: int) -> None:
    audio = Audio.from_bytes(streamed(wav(), length))
    assert audio.data == wav()
    assert frames(audio.data) == 24000
    assert audio.duration == 1.0


def test_a_streamed_wav_keeps_a_trailing_list_out_of_the_samples() -> None:
    audio = Audio.from_bytes(streamed(wav(), 0xFFFFFFFF) + b"LIST" + struct.pack("<I", 4) + b"INFO")
    assert audio.data == wav()


def test_chunks_before_the_samples_are_passed_over() -> None:
    data = wav()
    data = data[:12] + b"LIST" + struct.pack("<I", 3) + b"abc\0" + data[12:]
    data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    assert Audio.from_bytes(data) == Audio(data, "wav", 24000, 1, 2)
    assert Audio.from_bytes(data).to_pcm().data == PCM


def test_a_wav_that_was_cut_short_is_no_audio() -> None:
    with pytest.raises(
        AudioError, match=r"^a WAV that was cut short: it says 48000 bytes of samples and 47900 are there$"
    ):
        Audio.from_bytes(wav()[:-100])


@pytest.mark.parametrize(
    ("mime", "rate", "channels"),
    [
        ("audio/L16;codec=pcm;rate=24000", 24000, 1),
        ("audio/l16; rate=24000; channels=2", 24000, 2),
        ("AUDIO/PCM;RATE=16000", 16000, 1),
        ('audio/L16; rate="8000"', 8000, 1),
    ],
)
def test_bare_samples_are_what_their_mime_type_says(mime: str, rate: int, channels: int) -> None:
    assert Audio.from_bytes(PCM, mime) == Audio(PCM, "pcm", rate, channels, 2)


def test_bare_samples_by_argument() -> None:
    assert Audio.from_bytes(PCM, sample_rate=24000) == Audio(PCM, "pcm", 24000, 1, 2)


@pytest.mark.parametrize(
    ("mime", "kind"), [("audio/basic", "ulaw"), ("audio/PCMU;rate=8000", "ulaw"), ("audio/pcma", "alaw")]
)
def test_g711(mime: str, kind: str) -> None:
    assert Audio.from_bytes(bytes(8000), mime) == Audio(bytes(8000), kind, 8000, 1, 1)
    assert Audio.from_bytes(bytes(8000), mime).duration == 1.0


@pytest.mark.parametrize(("audio_format", "kind"), [("FLAC", "flac"), ("OGG", "ogg"), ("MP3", "mp3")])
@pytest.mark.parametrize("mime", [None, "audio/wav", "audio/L16;rate=8000"])
def test_compressed_audio_says_what_it_is(audio_format: str, kind: str, mime: str | None) -> None:
    audio = Audio.from_bytes(encoded(audio_format), mime)
    assert (audio.format, audio.sample_rate, audio.channels) == (kind, 24000, 1)
    assert audio.duration == pytest.approx(1.0, abs=0.1)


def test_an_mp3_with_a_tag_before_it() -> None:
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, 20]) + bytes(20)
    audio = Audio.from_bytes(tag + encoded("MP3"))
    assert (audio.format, audio.sample_rate) == ("mp3", 24000)


def test_samples_that_begin_like_one_mpeg_frame_are_still_samples() -> None:
    # -1, -1 in 16 bits looks like the sync of an MPEG frame, but there is no frame where the next one should be.
    pcm = b"\xff\xfb\x90\x00" + bytes(4796)
    assert Audio.from_bytes(pcm, "audio/L16;rate=24000") == Audio(pcm, "pcm", 24000, 1, 2)


@pytest.mark.parametrize(
    ("data", "mime", "message"),
    [
        (b"", "audio/wav", r"^no audio: 0 bytes$"),
        (b"<html>gone</html>", "text/html", r"^no audio but text: 'text/html' with b'<html>gone</html>'$"),
        (b"upstream request timeout", None, r"^no audio but text: b'upstream request timeout'$"),
        (
            b'{"error": 1}',
            "application/json; charset=utf-8",
            r"^no audio but text: 'application/json; charset=utf-8' with",
        ),
        (
            b"\1\2\3\4",
            None,
            r"^cannot tell what audio this is: it begins with b'\\x01\\x02\\x03\\x04' and came without a mime type; ",
        ),
        (b"\1\2\3\4", "audio/L16", r"^bare samples came as 'audio/L16', which does not say their rate"),
        (b"\1", "audio/L16;rate=8000", r"^no audio: 1 bytes are less than one frame of 2 bytes$"),
        (b"RIFF\0\0\0\0WAVE", None, r"^a damaged WAV: it holds no samples$"),
        (wav(b""), None, r"^no audio: a WAV without samples$"),
        (b"fLaC" + bytes(100), None, r"does not decode"),
    ],
)
def test_what_is_no_audio_says_why(data: bytes, mime: str | None, message: str) -> None:
    with pytest.raises(AudioError, match=message):
        Audio.from_bytes(data, mime)


def test_a_provider_that_sends_no_audio_gets_one_error_for_all_of_it() -> None:
    with pytest.raises(
        NoAudioError, match=r"^acme answered without audio that can be heard: no audio but text: 'text/html'"
    ) as caught:
        received_audio("acme", b"<html>", "text/html")
    assert isinstance(caught.value.__cause__, AudioError)
    assert received_audio("acme", wav()).duration == 1.0


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_that_were_collected_piece_by_piece(kind: type) -> None:
    assert Audio.from_bytes(kind(wav())) == Audio.from_bytes(wav())
    assert Audio.from_bytes(kind(PCM), "audio/L16;rate=24000") == Audio(PCM, "pcm")
    assert type(received_audio("acme", kind(PCM), sample_rate=24000).data) is bytes


@pytest.mark.parametrize("wrong", [None, "RIFF", 5, [1, 2]])
def test_what_is_no_bytes_is_an_error_of_russo(wrong: Any) -> None:
    with pytest.raises(AudioError, match=f"audio consists of bytes, and this is '{type(wrong).__name__}'"):
        Audio.from_bytes(wrong)
