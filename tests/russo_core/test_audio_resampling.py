"""Resampling is clean, exact in length, and keeps silence silent."""

from __future__ import annotations

import math
import subprocess
import sys
from array import array

import pytest

from encoders import tone
from russo import Audio


def decibels(pcm: bytes) -> float:
    """The level, relative to a full-scale sine."""
    samples = array("h", pcm)
    power = sum(sample * sample for sample in samples) / len(samples)
    return 10 * math.log10(max(power, 1e-9) / (32768**2 / 2))


def middle(audio: Audio) -> bytes:
    """Without the first and last tenth of a second: the start and the end of a tone are sounds of their own."""
    edge = audio.sample_rate // 10 * 2
    return audio.data[edge:-edge]


@pytest.mark.parametrize("hz", [4400, 6000, 9000, 11000])
def test_what_the_new_rate_cannot_hold_is_gone(hz):
    low = Audio(tone(2.0, hz=hz), "pcm").to_pcm(8000)
    assert decibels(middle(low)) < -80


@pytest.mark.parametrize("hz", [100, 1000, 3000])
def test_what_it_can_hold_stays(hz):
    audio = Audio(tone(2.0, hz=hz), "pcm")
    assert decibels(middle(audio.to_pcm(8000))) == pytest.approx(decibels(middle(audio)), abs=0.1)


@pytest.mark.parametrize(
    "rates", [(24000, 8000), (24000, 16000), (22050, 16000), (44100, 8000), (8000, 48000), (24000, 44100)]
)
@pytest.mark.parametrize("frames", [1, 7, 1001, 23999, 24000])
def test_the_length_is_exact(rates, frames):
    source, target = rates
    resampled = Audio(tone(1.0)[: 2 * frames], "pcm", source).to_pcm(target)
    assert len(resampled.data) // 2 == math.floor(frames * target / source + 0.5)


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
def test_there_is_no_click_at_the_ends(rate):
    # A tone that fades in and out stays as quiet at its ends as it was.
    samples = array("h", tone(1.0, hz=300))
    faded = array("h", (int(sample * math.sin(math.pi * i / len(samples)) ** 2) for i, sample in enumerate(samples)))
    resampled = array("h", Audio(faded.tobytes(), "pcm").to_pcm(rate).data)
    assert max(map(abs, resampled[:40] + resampled[-40:])) <= 8


def test_silence_stays_silent():
    assert not any(Audio(bytes(48000), "pcm").to_pcm(16000).data)


def test_channels_are_the_mean_of_all():
    left, right = array("h", tone(0.1)), array("h", tone(0.1, hz=700))
    stereo = array("h", bytes(4 * len(left)))
    stereo[::2], stereo[1::2] = left, right
    mono = array("h", Audio(stereo.tobytes(), "pcm", 24000, 2).to_pcm(channels=1).data)
    assert all(abs(2 * both - one - other) <= 2 for both, one, other in zip(mono, left, right, strict=True))
    back = array("h", Audio(mono.tobytes(), "pcm").to_pcm(channels=3).data)
    assert back[::3] == back[1::3] == back[2::3] == mono


def test_neither_numpy_nor_asyncio_is_needed(tmp_path):
    code = """
import sys
sys.modules["numpy"] = None
from russo import Audio
from russo.audio.packing import pack
audio = Audio(bytes(range(256)) * 200, "pcm")
for name in ("a.flac", "a.mp3", "a.ogg", "a.ulaw", "a.wav"):
    audio.save(name)
print(Audio.from_bytes(open("a.flac", "rb").read()).to_pcm(8000, 2).duration, pack(Audio(bytes(48000), "pcm")) is not None)
print({"asyncio"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1.066625 True\nset()\n", "")
