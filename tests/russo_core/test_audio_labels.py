"""A label is believed only if the bytes do not say themselves what they are."""

from __future__ import annotations

import struct
from array import array

import pytest

from encoders import RATE, encode, tone, written
from russo import Audio
from russo.audio.label import read_label
from russo.errors import AudioError

PCM = tone(1.0)


def swapped(pcm: bytes) -> bytes:
    samples = array("h", pcm)
    samples.byteswap()
    return samples.tobytes()


@pytest.mark.parametrize(
    ("mime", "rate", "channels"),
    [
        ("audio/L16;rate=22050;channels=2", 22050, 2),
        ("audio/L16; channels=1 ; rate = 16000", 16000, 1),
        ("audio/pcm; rate=44100", 44100, 1),
        ("audio/raw;rate=8000", 8000, 1),
        ("audio/x-raw;codec=pcm_s16le;rate=8000", 8000, 1),
        ("audio/pcm;samplerate=48000", 48000, 1),
        ('AUDIO/L16;RATE="22050"', 22050, 1),
    ],
)
def test_the_rate_of_bare_samples(mime, rate, channels):
    assert Audio.from_bytes(PCM, mime) == Audio(PCM, "pcm", rate, channels)
    assert Audio.from_bytes(PCM, mime, sample_rate=12345) == Audio(PCM, "pcm", rate, channels)


def test_an_option_says_the_rate_where_the_label_does_not():
    assert Audio.from_bytes(PCM, "audio/pcm", sample_rate=22050).sample_rate == 22050
    assert Audio.from_bytes(PCM, "application/octet-stream", sample_rate=22050).sample_rate == 22050
    with pytest.raises(AudioError, match="which does not say their rate: pass sample_rate="):
        Audio.from_bytes(PCM, "audio/pcm")


@pytest.mark.parametrize("mime", ["audio/L16;rate=24000", "audio/l16; rate=24000; channels=1"])
@pytest.mark.parametrize("hz", [100.0, 440.0, 3000.0])
def test_the_larger_byte_first(mime, hz):
    pcm = tone(1.0, hz=hz)
    assert Audio.from_bytes(swapped(pcm), mime).data == pcm
    assert Audio.from_bytes(pcm, mime).data == pcm


def test_the_label_may_say_which_byte_is_first():
    assert Audio.from_bytes(swapped(PCM), "audio/pcm;codec=pcm_s16be;rate=24000").data == PCM
    assert Audio.from_bytes(swapped(PCM), "audio/L16;rate=24000;endianness=big-endian").data == PCM
    assert Audio.from_bytes(PCM, "audio/L16;rate=24000;endianness=little-endian").data == PCM


def test_24_bits():
    samples = array("h", PCM)
    large_first = b"".join(struct.pack(">h", sample) + b"\0" for sample in samples)
    audio = Audio.from_bytes(large_first, "audio/L24;rate=24000")
    assert (audio.sample_width, audio.to_pcm().data) == (3, PCM)


SAMPLES = array("h", PCM)
WIDE = {
    1: bytes((sample >> 8) + 128 for sample in SAMPLES),
    2: PCM,
    3: b"".join(b"\0" + struct.pack("<h", sample) for sample in SAMPLES),
    4: b"".join(b"\0\0" + struct.pack("<h", sample) for sample in SAMPLES),
}


@pytest.mark.parametrize(
    ("mime", "width"),
    [
        ("audio/L8", 1), ("audio/pcm;bits=8", 1), ("audio/x-raw;format=U8", 1), ("audio/pcm;codec=pcm_u8", 1),
        ("audio/s16le", 2), ("audio/pcm;bits=16", 2), ("audio/x-pcm;bit=16", 2), ("audio/pcm;encoding=s16", 2),
        ("audio/pcm; bit-depth=24", 3), ("audio/pcm;format=S24LE", 3), ("audio/pcm_s24le", 3),
        ("audio/pcm;bits_per_sample=32", 4), ("audio/x-raw;format=S32_LE", 4),
    ],
)  # fmt: skip
def test_the_label_states_the_width(mime, width):
    expected = Audio(WIDE[width], "pcm", 16000, 1, width)
    assert Audio.from_bytes(WIDE[width], f"{mime};rate=16000") == expected
    assert Audio.from_bytes(WIDE[width], mime, sample_rate=16000) == expected


@pytest.mark.parametrize(
    ("mime", "what"),
    [
        ("audio/pcm;codec=pcm_f32le", "samples called 'pcm_f32le'"),
        ("audio/pcm;encoding=float;bits=32", "samples called 'float'"),
        ("audio/x-raw;format=F32LE", "samples called 'f32le'"),
        ("audio/float32", "samples called 'float32'"),
        ("audio/pcm;codec=pcm_s8", "samples called 'pcm_s8'"),
        ("audio/L20", "samples called 'l20'"),
        ("audio/pcm;bits=20", "samples of '20' bits"),
        ("image/jpeg", "image/jpeg"),
        ("multipart/mixed; boundary=abc", "multipart/mixed"),
    ],
)
def test_what_russo_does_not_read_is_refused_though_a_rate_is_stated(mime, what):
    floats = b"".join(struct.pack("<f", sample / 32768) for sample in SAMPLES)
    with pytest.raises(AudioError, match=f"no audio but {what}, which russo does not read"):
        Audio.from_bytes(floats, f"{mime};rate=16000", sample_rate=16000)


@pytest.mark.parametrize(
    "mime",
    [
        "audio/pcm;sample-rate=16000;channels=2",
        "audio/pcm;samplingRate=16000;channel=2",
        "audio/pcm;sample_rate='16000';channels=stereo",
        "audio/x-raw, format=S16LE, rate=16000, channels=2",
    ],
)
def test_other_ways_to_state_rate_and_channels(mime):
    assert Audio.from_bytes(PCM, mime, sample_rate=24000) == Audio(PCM, "pcm", 16000, 2)


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("audio/basic", "ulaw"),
        ("audio/x-mulaw;rate=8000", "ulaw"),
        ("audio/raw;encoding=mulaw;rate=8000", "ulaw"),
        ("audio/pcm;codecs=alaw", "alaw"),
    ],
)
def test_telephone_codecs(mime, kind):
    data = encode(
        PCM, {"ulaw": "mulaw", "alaw": "alaw"}[kind], {"ulaw": "pcm_mulaw", "alaw": "pcm_alaw"}[kind], pipe=True
    )
    assert Audio.from_bytes(data, mime) == Audio(data, kind, 8000, 1, 1)


@pytest.mark.parametrize(
    "mime", ["audio/L16;rate=8000", "audio/mpeg", "audio/ogg; codecs=opus", "text/plain", "", None]
)
@pytest.mark.parametrize("container", ["wav", "flac", "ogg", "aiff", "m4a", "webm", "adts", "mp3"])
def test_a_mark_wins_over_any_label(container, mime):
    data = {
        "wav": lambda: written(PCM, "WAV", "PCM_16"),
        "flac": lambda: written(PCM, "FLAC", "PCM_16"),
        "ogg": lambda: written(PCM, "OGG", "VORBIS"),
        "aiff": lambda: written(PCM, "AIFF", "PCM_16"),
        "m4a": lambda: encode(PCM, "ipod", "aac", pipe=False),
        "webm": lambda: encode(PCM, "webm", "libopus", pipe=True, to=48000),
        "adts": lambda: encode(PCM, "adts", "aac", pipe=True),
        "mp3": lambda: encode(PCM, "mp3", "libmp3lame", pipe=True),
    }[container]()
    audio = Audio.from_bytes(data, mime, sample_rate=11025)
    assert (audio.format, audio.sample_rate) == (
        {"adts": "aac"}.get(container, container),
        48000 if container == "webm" else RATE,
    )
    assert audio.data == data
    assert 1.0 <= audio.duration < 1.1


def test_a_label_is_read_in_the_time_that_its_start_takes():
    blanks = " " * 60_000
    assert read_label(f"audio/L16;{blanks}rate=8000").sample_rate is None
    assert read_label(f"audio/L16;rate={'9' * 900}").sample_rate is None


@pytest.mark.parametrize("mime", [";", "=", ";;;", "audio/L16;rate", "audio/L16;rate=", "audio/L16;=8000", "\0", "/"])
def test_a_broken_label_says_nothing(mime):
    assert read_label(mime).sample_rate is None
