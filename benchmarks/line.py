"""The processing of speech on its way to an agent, compared with bare calls of the libraries that do it.

Run it with `python benchmarks/line.py`. Each round times one of each kind, one after the other, so that other load on
the machine affects all of them alike. Times are the medians of all rounds, in milliseconds of processor time, which
other processes do not lengthen; only the delay of the clock is in wall-clock time.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import statistics
from array import array
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import av

from russo import Audio

if TYPE_CHECKING:
    from collections.abc import Callable

CONDITIONS = ("noise:15dB + amr:7.95k + loss:3%", "noise:babble:15dB + band + ulaw", "reverb + opus:16k + loss:5%")


def speech(seconds: float, rate: int) -> Audio:
    chance = random.Random(7)
    samples = (
        math.sin(index * 0.05) * math.sin(index * 0.0004) + chance.uniform(-0.1, 0.1)
        for index in range(int(seconds * rate))
    )
    return Audio(array("h", [round(9000 * one) for one in samples]).tobytes(), "pcm", rate)


def frame_of(audio: Audio) -> Any:
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(audio.data) // 2, align=1)
    frame.planes[0].update(audio.data)
    frame.sample_rate = audio.sample_rate
    return frame


def bare_resampling(audio: Audio, rate: int) -> bytes:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    frames = [*resampler.resample(frame_of(audio)), *resampler.resample(None)]
    return b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in frames)


def bare_mu_law(audio: Audio) -> list[bytes]:
    pcm = bare_resampling(audio, 8000)
    encoder = av.CodecContext.create("pcm_mulaw", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 8000, "mono", "s16"
    frame = frame_of(Audio(pcm, "pcm", 8000))
    coded = b"".join(bytes(packet) for one in (frame, None) for packet in encoder.encode(one))
    return [coded[start : start + 160] for start in range(0, len(coded), 160)]


def bare_amr(audio: Audio) -> bytes:
    frames = audio.resample(8000).frames(ms=20)
    encoder, decoder = (
        av.CodecContext.create("libopencore_amrnb", "w"),
        av.CodecContext.create("libopencore_amrnb", "r"),
    )
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = 8000, "mono", "s16", 7950
    decoder.sample_rate, decoder.layout = 8000, "mono"
    packets = [packet for frame in frames for packet in encoder.encode(frame_of(Audio(frame, "pcm", 8000)))]
    return b"".join(bytes(frame.planes[0]) for packet in packets for frame in decoder.decode(packet))


def measure(kinds: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in kinds}
    order = random.Random(1)
    for number in range(rounds + 1):
        for name in order.sample(list(kinds), len(kinds)):
            started = process_time()
            kinds[name]()
            if number:  # the first round imports
                times[name].append(1000 * (process_time() - started))
    return {name: statistics.median(values) for name, values in times.items()}


async def drift(audio: Audio) -> float:
    started = perf_counter()
    async for _ in audio.stream(ms=20):
        pass
    return 1000 * (perf_counter() - started) - 1000 * audio.duration


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    ten, minute = speech(10, 24000), speech(60, 24000)
    found = measure(
        {
            "resample": lambda: ten.resample(16000),
            "bare resample": lambda: bare_resampling(ten, 16000),
            "mu-law": lambda: minute.encode("ulaw").frames(ms=20),
            "bare mu-law": lambda: bare_mu_law(minute),
            "bare amr": lambda: bare_amr(ten),
            "twilio": lambda: list(minute.feed("twilio")),
            **{name: lambda name=name: ten.under(name) for name in CONDITIONS},
        },
        rounds,
    )
    print(f"{'':44} {'ms':>7} {'target':>7} {'bare':>7} {'ratio':>6} {'target':>7}")
    for title, name, target in (
        ("10 s from 24 to 16 kHz", "resample", 20),
        ("mu-law frames of a minute at 24 kHz", "mu-law", 50),
    ):
        own, bare = found[name], found[f"bare {name}"]
        print(f"{title:44} {own:7.1f} {target:7} {bare:7.1f} {own / bare:6.2f} {1.3:7}")
    print(f"{'the same, as messages of Twilio':44} {found['twilio']:7.1f}")
    print(f"{'10 s through AMR by PyAV alone':44} {'':7} {'':7} {found['bare amr']:7.1f}")
    for name in CONDITIONS:
        print(f"{'10 s under ' + name:44} {found[name]:7.1f} {150:7}")
    print(f"{'10 s on the clock end too late by':44} {asyncio.run(drift(ten)):7.1f} {20:7}")


if __name__ == "__main__":
    main()
