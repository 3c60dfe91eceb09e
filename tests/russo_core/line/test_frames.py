"""Frames of equal length, and frames in real time."""

from __future__ import annotations

import asyncio

import pytest

from russo import Audio
from russo.errors import AudioError
from sounds import tone


def test_the_last_frame_is_filled_up_with_silence():
    audio = tone(0.05, 16000)
    frames = audio.frames(ms=20)
    assert [len(frame) for frame in frames] == [640, 640, 640]
    assert b"".join(frames) == audio.data + bytes(320)


def test_the_last_frame_may_be_short():
    assert [len(frame) for frame in tone(0.05, 16000).frames(ms=20, pad=False)] == [640, 640, 320]


def test_what_fits_is_not_filled_up():
    assert len(tone(1.0, 8000).frames(ms=20)) == 50


@pytest.mark.parametrize(("ms", "size"), [(10, 160), (2.5, 40), (100, 1600), (0.125, 2)])
def test_frames_have_the_length_that_was_asked_for(ms, size):
    assert {len(frame) for frame in tone(0.5, 8000).frames(ms=ms)} == {size}


def test_both_channels_of_a_frame_stay_together():
    assert [len(frame) for frame in tone(0.03, 16000, channels=2).frames(ms=20)] == [1280, 1280]


@pytest.mark.parametrize(("law", "silence"), [("ulaw", b"\xff"), ("alaw", b"\xd5")])
def test_g711_stays_as_it_is_and_has_a_silence_of_its_own(law, silence):
    audio = Audio(b"\x12" * 200, law, 8000, sample_width=1)
    assert audio.frames(ms=20) == [b"\x12" * 160, b"\x12" * 40 + silence * 120]


def test_a_file_is_decoded_first():
    audio = tone(0.1, 16000)
    assert audio.to_wav().frames() == audio.frames()


def test_a_tail_is_silence_behind_the_speech():
    frames = tone(0.1, 16000).frames(ms=20, tail=0.8)
    assert len(frames) == 45
    assert set(frames[5:]) == {bytes(640)}


def gathered(audio, **options):
    async def gather():
        return [frame async for frame in audio.stream(**options)]

    return asyncio.run(gather())


def test_a_stream_gives_the_same_frames():
    audio = tone(0.05, 16000)
    assert gathered(audio, realtime=False, tail=0.1) == audio.frames(tail=0.1)
    assert gathered(audio) == audio.frames()


class Clock(asyncio.SelectorEventLoop):
    """A loop whose clock only advances while it sleeps, so that no test waits."""

    def __init__(self):
        super().__init__()
        self.now = 100.0

    def time(self):
        return self.now

    def _run_once(self):
        # An idle loop would sleep until its first timer, so the clock jumps to that time.
        if not self._ready and self._scheduled:
            self.now = max(self.now, self._scheduled[0].when())
        super()._run_once()


def on_the_clock(main):
    loop = Clock()
    try:
        return loop.run_until_complete(main(loop))
    finally:
        loop.close()


def test_every_frame_comes_when_its_time_has_come():
    async def main(loop):
        return [round(loop.now - 100, 6) async for _ in tone(0.1, 8000).stream(ms=20)], round(loop.now - 100, 6)

    assert on_the_clock(main) == ([0, 0.02, 0.04, 0.06, 0.08], 0.1)


def test_ten_seconds_take_ten_seconds_however_slow_the_reader():
    async def main(loop):
        frames = 0
        async for _ in tone(10, 8000).stream(ms=20):
            frames += 1
            loop.now += 0.013  # handling a frame takes time
        return frames, loop.now - 100

    frames, seconds = on_the_clock(main)
    assert frames == 500
    assert seconds == pytest.approx(10, abs=0.02)


def test_what_is_late_comes_at_once():
    async def main(loop):
        times = []
        async for _ in tone(0.2, 8000).stream(ms=20):
            times.append(round(loop.now - 100, 6))
            if len(times) == 1:
                loop.now += 0.075
        return times

    assert on_the_clock(main) == [0, 0.075, 0.075, 0.075, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18]


def test_a_wait_that_is_cancelled_loses_no_frame():
    audio = tone(0.2, 8000)

    async def main(_):
        stream, frames, timeouts = audio.stream(ms=20), [], 0
        while True:
            try:
                async with asyncio.timeout(0.007):
                    frames.append(await anext(stream))
            except TimeoutError:
                timeouts += 1
            except StopAsyncIteration:
                return frames, timeouts

    frames, timeouts = on_the_clock(main)
    assert frames == audio.frames()
    assert timeouts > 5


def test_each_frame_goes_to_one_of_several_readers():
    audio = tone(0.2, 8000)

    async def main(_):
        stream, frames = audio.stream(ms=20), []

        async def read():
            async for frame in stream:
                frames.append(frame)
                await asyncio.sleep(0.001)
            return "to the end"

        return await asyncio.gather(read(), read(), read()), frames

    ends, frames = on_the_clock(main)
    assert frames == audio.frames(ms=20)
    assert ends == ["to the end"] * 3


def test_several_readers_may_wait_at_the_same_time():
    audio = tone(0.1, 8000)

    async def main(_):
        stream = audio.stream(ms=20)
        return await asyncio.gather(*(anext(stream) for _ in range(5)))

    assert sorted(on_the_clock(main)) == sorted(audio.frames(ms=20))


def test_a_stream_that_does_not_wait_lets_others_run():
    async def main():
        others = []
        task = asyncio.create_task(asyncio.sleep(0, others.append("ran")))
        async for _ in tone(0.1, 8000).stream(realtime=False):
            pass
        await task
        return others

    assert asyncio.run(main()) == ["ran"]


@pytest.mark.parametrize(
    ("audio", "options", "message"),
    [
        (tone(), {"ms": 0}, r"ms=0 must be greater than 0"),
        (tone(), {"ms": -20}, r"ms=-20 must be greater than 0"),
        (tone(), {"ms": "20"}, r"ms='20' must be a number"),
        (tone(), {"ms": float("inf")}, r"ms=inf must be a number"),
        (tone(), {"ms": 10**400}, r"ms=0x\w+ must be a number"),
        (tone(), {"ms": 10**300}, r"bytes of samples are more than 268435456"),
        (tone(), {"ms": 1e308}, r"bytes of samples are more than 268435456"),
        (tone(), {"ms": 1e12}, r"bytes of samples are more than 268435456"),
        (tone(), {"tail": 1e9}, r"bytes of samples are more than 268435456"),
        (tone(rate=22050), {"ms": 10}, r"ms=10 is 220\.5 samples at 22050 Hz: resample first"),
        (tone(rate=8000), {"ms": 0.01}, r"ms=0\.01 is 0\.08 samples"),
        (tone(), {"tail": -1}, r"tail=-1 must be at least 0"),
        (Audio(b"", "pcm"), {}, r"there is nothing to hear"),
        (Audio(b"", "ulaw", 8000, sample_width=1), {}, r"there is nothing to hear"),
        (Audio(bytes(320), "pcm", 0), {}, r"sample_rate=0 must be at least 1"),
        (Audio(bytes(320), "ulaw", 0, sample_width=1), {}, r"ms=20 is 0 samples at 0 Hz"),
    ],
)
def test_wrong_use_is_refused_when_it_is_asked_for(audio, options, message):
    with pytest.raises(AudioError, match=message):
        audio.frames(**options)
    with pytest.raises(AudioError, match=message):
        audio.stream(**options)


def test_g711_has_one_byte_for_a_sample_whatever_its_width_says():
    careless = Audio(bytes(1600), "ulaw", 8000)
    assert [len(frame) for frame in careless.frames(ms=20)] == [160] * 10
    assert careless.duration == 0.2
