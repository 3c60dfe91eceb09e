"""LiveKit's own classes accept the frames."""

from __future__ import annotations

import asyncio

import pytest

from russo.errors import OptionError
from sounds import tone

rtc = pytest.importorskip("livekit.rtc")


def test_frames_hold_the_samples():
    audio = tone(0.05, 24000)
    frames = list(audio.feed("livekit", sample_rate=48000))
    assert [type(frame) for frame in frames] == [rtc.AudioFrame] * 3
    assert {(frame.sample_rate, frame.num_channels, frame.samples_per_channel) for frame in frames} == {(48000, 1, 960)}
    assert b"".join(bytes(frame.data.cast("b")) for frame in frames) == b"".join(audio.resample(48000).frames(ms=20))
    assert rtc.combine_audio_frames(frames).samples_per_channel == 2880


async def test_they_are_pushed_into_a_source():
    source = rtc.AudioSource(24000, 2, queue_size_ms=1000)
    await tone(0.1).feed("livekit", sample_rate=24000, channels=2, tail=0.1, realtime=False).into(source)
    # Queued frames have not been played yet: the source has its own clock.
    assert 0 < source.queued_duration <= 0.2
    await source.aclose()


async def test_a_source_of_another_rate_says_so():
    source = rtc.AudioSource(24000, 1)
    with pytest.raises(OptionError, match=r"takes 24000 Hz and channels=1: write feed\('livekit', sample_rate=24000, "):
        await asyncio.wait_for(tone(0.1).feed("livekit").into(source), 5)
    await source.aclose()
