from __future__ import annotations

import struct

import numpy as np
import pytest

from russo import Audio
from russo.audio.packing import pack
from russo.errors import AudioError

SAMPLES = (np.sin(np.arange(48000) * 0.06) * 12000).astype("<i2").tobytes()
LIST = b"LIST" + struct.pack("<I", 4) + b"INFO"


def with_trailing_chunk(data: bytes) -> bytes:
    return data[:4] + struct.pack("<I", len(data) + len(LIST) - 8) + data[8:] + LIST


@pytest.mark.parametrize(
    "audio",
    [
        Audio(SAMPLES, "pcm", 24000),
        Audio(SAMPLES, "pcm", 8000, 2),
        Audio(SAMPLES, "pcm", 44100).to_wav(),
        Audio(with_trailing_chunk(Audio(SAMPLES, "pcm", 22050).to_wav().data), "wav", 22050),
    ],
    ids=repr,
)
def test_what_is_packed_is_smaller_and_comes_back_byte_for_byte(audio: Audio) -> None:
    packed = pack(audio)
    assert packed is not None
    assert packed.flac[:4] == b"fLaC"
    assert len(packed.flac) < len(audio.data) * 0.7
    assert packed.unpack(len(audio.data)) == audio.data
    with pytest.raises(AudioError, match=r"packed audio does not decode: .*: more than \d+ bytes of samples"):
        packed.unpack(len(audio.data) - 2)
    with pytest.raises(AudioError, match="packed audio does not decode: it has another length"):
        packed.unpack(len(audio.data) + 2)


@pytest.mark.parametrize(
    "audio",
    [
        Audio(bytes(8000), "ulaw", 8000, 1, 1),
        Audio(bytes(8000), "pcm", 8000, 1, 1),
        Audio(b"ID3 whatever", "mp3"),
        Audio(np.random.default_rng(1).integers(-32768, 32767, 24000, "<i2").tobytes(), "pcm"),
    ],
    ids=["ulaw", "8 bits", "mp3", "noise, which does not become smaller"],
)
def test_what_cannot_be_packed_is_left_alone(audio: Audio) -> None:
    assert pack(audio) is None
