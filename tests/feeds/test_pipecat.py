"""Pipecat's own classes accept the frames and the messages."""

from __future__ import annotations

import pytest

from sounds import tone

frames = pytest.importorskip("pipecat.frames.frames")


def test_frames_hold_the_samples():
    audio = tone(0.05, 24000)
    made = list(audio.feed("pipecat"))
    assert [type(frame) for frame in made] == [frames.InputAudioRawFrame] * 3
    assert {(frame.sample_rate, frame.num_channels, frame.num_frames) for frame in made} == {(16000, 1, 320)}
    assert b"".join(frame.audio for frame in made) == b"".join(audio.resample(16000).frames(ms=20))


async def test_messages_of_twilio_are_understood():
    from pipecat.serializers.twilio import TwilioFrameSerializer

    parameters = TwilioFrameSerializer.InputParams(auto_hang_up=False, sample_rate=8000)
    serializer = TwilioFrameSerializer("MZ1", params=parameters)
    await serializer.setup(frames.StartFrame())
    heard = [await serializer.deserialize(message) for message in tone(0.1).feed("twilio", stream_sid="MZ1")]
    media = [frame for frame in heard if isinstance(frame, frames.InputAudioRawFrame)]
    assert len(media) == 5
    assert b"".join(frame.audio for frame in media) == tone(0.1).encode("ulaw").to_pcm().data
