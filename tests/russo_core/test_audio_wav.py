"""WAVs whose header does not match the data."""

from __future__ import annotations

import struct

import pytest

from encoders import RATE, tone, written
from russo import Audio
from russo.errors import AudioError

PCM = tone(1.0)
WAV = written(PCM, "WAV", "PCM_16")
HEADER = 44
LIST = b"LIST" + struct.pack("<I", 26) + b"INFOISFT" + struct.pack("<I", 14) + b"Lavf61.1.100\0\0"


def stating(data_size: int, riff_size: int | None = None, pcm: bytes = PCM) -> bytes:
    riff = data_size + 36 if riff_size is None else riff_size
    return WAV[:4] + struct.pack("<I", riff & 0xFFFFFFFF) + WAV[8:40] + struct.pack("<I", data_size) + pcm


@pytest.mark.parametrize(
    "size", [0, 0xFFFFFFFF, 0xFFFFFFDB, 0x7FFFFFFF, 0x7FFFFFDB, 0x7FFF0000, 0x80000000, 2_000_000_000, 1_000_000_000]
)
def test_a_length_that_nobody_knew(size):
    assert Audio.from_bytes(stating(size)).data == WAV
    assert Audio.from_bytes(stating(size) + LIST).data == WAV


def test_a_length_of_the_first_piece_alone():
    assert Audio.from_bytes(stating(4800)).data == WAV
    assert Audio.from_bytes(stating(4800, riff_size=0)).data == WAV


@pytest.mark.parametrize("size", [len(PCM) + 2, 2 * len(PCM), 6 * len(PCM), 60 * 2 * RATE])
def test_a_length_that_is_not_all_there(size):
    with pytest.raises(AudioError, match=f"it says {size} bytes of samples and {len(PCM)} are there"):
        Audio.from_bytes(stating(size))


def test_chunks_in_any_place():
    chunks = [LIST, b"JUNK" + struct.pack("<I", 3) + b"abc\0", b"bext" + struct.pack("<I", 4) + bytes(4)]
    body = b"".join((*chunks, WAV[12:36], *chunks, WAV[36:], *chunks))
    data = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body
    audio = Audio.from_bytes(data)
    assert (audio.data, audio.duration, audio.to_pcm().data) == (data, 1.0, PCM)


def test_a_chunk_behind_the_samples_that_is_not_whole_takes_nothing_from_them():
    assert Audio.from_bytes(WAV + LIST[:20]).to_pcm().data == PCM


def test_wavs_in_a_row_become_one():
    second = tone(2.0, hz=300)
    both = WAV + written(second, "WAV", "PCM_16")
    assert Audio.from_bytes(both).data == written(PCM + second, "WAV", "PCM_16")
    assert Audio(both).to_pcm().data == PCM + second
    assert Audio.from_bytes(stating(0xFFFFFFFF) + stating(0xFFFFFFFF)).to_pcm().data == PCM * 2


def test_wavs_in_a_row_of_different_kinds_are_refused():
    with pytest.raises(AudioError, match="WAVs in a row that have different rates"):
        Audio.from_bytes(WAV + written(PCM, "WAV", "PCM_24"))


@pytest.mark.parametrize("extra", [b"\1", b"\1\2\3"])
def test_a_byte_too_many(extra):
    audio = Audio.from_bytes(stating(len(PCM) + len(extra), pcm=PCM + extra))
    assert audio.to_pcm().data[: len(PCM)] == PCM
    assert len(audio.to_pcm().data) % 2 == 0


def test_the_lengths_of_rf64_are_in_another_chunk():
    data = written(PCM, "RF64", "PCM_16")
    audio = Audio.from_bytes(data)
    assert (audio.data[:4], audio.format, audio.to_pcm().data) == (b"RIFF", "wav", PCM)
    with pytest.raises(AudioError, match="cut short"):
        Audio.from_bytes(data[:-100])


@pytest.mark.parametrize("codec", ["IMA_ADPCM", "MS_ADPCM", "GSM610", "ULAW"])
def test_a_codec_keeps_its_own_header(codec):
    data = written(PCM, "WAV", codec)
    at = data.index(b"data") + 4
    streamed = data[:4] + b"\xff\xff\xff\xff" + data[8:at] + b"\xff\xff\xff\xff" + data[at + 4 :]
    whole, stream = Audio.from_bytes(data), Audio.from_bytes(streamed)
    assert whole.data == data
    assert stream.duration == whole.duration
    assert stream.to_pcm() == whole.to_pcm()
    assert stream.to_wav() == stream


@pytest.mark.parametrize(
    ("at", "value"), [(22, b"\xff\xff"), (24, b"\0\0\0\0"), (24, struct.pack("<I", 4_000_000_000)), (34, b"\0\0")]
)
def test_a_shape_that_no_samples_have(at, value):
    with pytest.raises(AudioError):
        Audio.from_bytes(WAV[:at] + value + WAV[at + len(value) :])


@pytest.mark.parametrize("length", range(HEADER))
def test_a_header_that_is_not_whole(length):
    with pytest.raises(AudioError):
        Audio.from_bytes(WAV[:length], "audio/wav")
