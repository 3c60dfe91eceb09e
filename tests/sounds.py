"""Sounds with known contents, for tests."""

from __future__ import annotations

import asyncio
import math
import random
from array import array
from functools import cache

from russo import Audio, get_synthesizer


@cache
def tone(seconds: float = 1.0, rate: int = 24000, hz: float = 440, amplitude: int = 8000, channels: int = 1) -> Audio:
    """One frequency, the same on every channel."""
    step = 2 * math.pi * hz / rate
    samples = [round(amplitude * math.sin(step * index)) for index in range(round(seconds * rate))]
    return Audio(array("h", [one for one in samples for _ in range(channels)]).tobytes(), "pcm", rate, channels)


@cache
def speech(seconds: float = 3.0, rate: int = 16000) -> Audio:
    """A sound like speech: syllables of a buzzing voice with some hiss, and pauses between them."""
    chance = random.Random(7)
    samples: list[int] = []
    while len(samples) < seconds * rate:
        pitch, length = chance.uniform(90, 180), round(chance.uniform(0.1, 0.3) * rate)
        for index in range(length):
            buzz = sum(math.sin(2 * math.pi * pitch * k * index / rate) / k for k in (1, 2, 3, 5, 8, 13))
            samples.append(round(4000 * math.sin(math.pi * index / length) * (buzz + chance.uniform(-0.2, 0.2))))
        samples += [0] * round(chance.uniform(0.02, 0.25) * rate)
    return Audio(array("h", samples[: round(seconds * rate)]).tobytes(), "pcm", rate)


@cache
def voice() -> Audio:
    """Spoken words, by an engine that says them the same way each time."""
    text = "I would like to change my booking, please. It is for the day after tomorrow."
    return asyncio.run(get_synthesizer("espeak").synthesize(text)).resample(16000)


def values(audio: Audio) -> array[int]:
    """The 16-bit samples."""
    return array("h", audio.to_pcm().data)
