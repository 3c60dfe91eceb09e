"""aiortc's own encoders accept the frames."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sounds import tone

pytest.importorskip("aiortc")
from aiortc.codecs import g711, opus


def test_frames_have_their_times():
    audio = tone(0.05, 24000)
    frames = list(audio.feed("aiortc"))
    assert [(frame.pts, frame.samples, frame.sample_rate) for frame in frames] == [
        (0, 960, 48000),
        (960, 960, 48000),
        (1920, 960, 48000),
    ]
    assert {frame.time_base for frame in frames} == {Fraction(1, 48000)}
    assert b"".join(bytes(frame.planes[0]) for frame in frames) == b"".join(audio.resample(48000).frames(ms=20))


@pytest.mark.parametrize("channels", [1, 2])
def test_opus_encodes_them(channels):
    encoder = opus.OpusEncoder()
    packets = [encoder.encode(frame) for frame in tone(0.2).feed("aiortc", channels=channels)]
    assert sum(len(payloads) for payloads, _ in packets) == 10
    assert packets[1][1] - packets[0][1] == 960


def test_g711_encodes_them():
    encoder = g711.PcmuEncoder()
    packets = [encoder.encode(frame) for frame in tone(0.2).feed("aiortc", sample_rate=8000)]
    assert b"".join(payload for payloads, _ in packets for payload in payloads) == tone(0.2).encode("ulaw").data
