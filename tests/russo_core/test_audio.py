from __future__ import annotations

import io
import subprocess
import sys
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from russo import Audio
from russo.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path

PCM = (np.sin(np.arange(24000) * 0.06) * 12000).astype("<i2").tobytes()


def test_audio_is_a_value() -> None:
    audio = Audio(b"1234", "pcm", 8000, 2, 1)
    assert audio == Audio(b"1234", "pcm", 8000, 2, 1)
    assert audio != Audio(b"1234", "pcm", 8000, 2, 2)
    assert hash(audio) == hash(Audio(b"1234", "pcm", 8000, 2, 1))
    with pytest.raises(AttributeError):
        audio.data = b""  # type: ignore[misc]


def test_audio_is_taken_literally() -> None:
    audio = Audio(b"no wav at all")
    assert (audio.data, audio.format, audio.sample_rate, audio.channels, audio.sample_width) == (
        b"no wav at all", "wav", 24000, 1, 2,
    )  # fmt: skip


def test_repr_does_not_print_the_bytes() -> None:
    assert repr(Audio(bytes(480))) == (
        "Audio(<480 bytes>, format='wav', sample_rate=24000, channels=1, sample_width=2)"
    )


def test_to_wav_puts_a_header_before_samples_and_none_before_a_header() -> None:
    once = Audio(PCM, "pcm", 24000).to_wav()
    assert once.to_wav() == once
    with wave.open(io.BytesIO(once.data)) as reader:
        assert (reader.getframerate(), reader.getnchannels(), reader.getsampwidth()) == (24000, 1, 2)
        assert reader.readframes(-1) == PCM


def test_to_pcm_of_a_wav_is_its_samples() -> None:
    audio = Audio(PCM, "pcm", 24000)
    assert audio.to_wav().to_pcm() == audio
    assert audio.to_pcm() is audio


@pytest.mark.parametrize("kind", ["flac", "wav"])
def test_lossless_formats_round_trip(kind: str, tmp_path: Path) -> None:
    audio = Audio(PCM, "pcm", 24000)
    path = audio.save(tmp_path / f"a.{kind}")
    assert Audio.from_bytes(path.read_bytes()).to_pcm() == audio


def test_to_pcm_resamples_and_mixes() -> None:
    stereo = Audio(PCM, "pcm", 12000, 2)
    converted = stereo.to_pcm(sample_rate=24000, channels=1)
    assert (converted.sample_rate, converted.channels, converted.sample_width) == (24000, 1, 2)
    assert converted.duration == pytest.approx(stereo.duration, abs=0.001)
    assert Audio(PCM, "pcm", 24000).to_pcm(channels=2).data[:4] == PCM[:2] * 2


@pytest.mark.parametrize("kind", ["ulaw", "alaw"])
def test_g711_round_trips_closely(kind: str, tmp_path: Path) -> None:
    path = Audio(PCM, "pcm", 8000).save(tmp_path / f"a.{kind}")
    assert path.stat().st_size == len(PCM) // 2
    back = np.frombuffer(Audio(path.read_bytes(), kind, 8000, 1, 1).to_pcm().data, "<i2")
    assert np.abs(back - np.frombuffer(PCM, "<i2")).max() < 512


@pytest.mark.parametrize(("width", "code"), [(1, "PCM_U8"), (3, "PCM_24"), (4, "PCM_32")])
def test_other_widths_become_16_bits(width: int, code: str) -> None:
    out = io.BytesIO()
    soundfile.write(out, np.frombuffer(PCM, "<i2"), 24000, format="WAV", subtype=code)
    audio = Audio.from_bytes(out.getvalue())
    assert audio.sample_width == width
    back = np.frombuffer(audio.to_pcm().data, "<i2").astype(int)
    assert np.abs(back - np.frombuffer(PCM, "<i2")).max() <= (256 if width == 1 else 1)


@pytest.mark.parametrize(
    ("name", "head"),
    [("a.wav", b"RIFF"), ("a.WAV", b"RIFF"), ("a.flac", b"fLaC"), ("a.ogg", b"OggS"), ("a.pcm", PCM[:4])],
)
def test_save_writes_what_the_ending_says(name: str, head: bytes, tmp_path: Path) -> None:
    path = Audio(PCM, "pcm", 24000).save(tmp_path / "new" / name)
    assert path.read_bytes()[:4] == head


def test_save_keeps_bytes_that_are_already_in_the_format(tmp_path: Path) -> None:
    mp3 = Audio.from_bytes(Audio(PCM, "pcm", 24000).save(tmp_path / "a.mp3").read_bytes())
    assert mp3.save(tmp_path / "b.mp3").read_bytes() == mp3.data
    assert mp3.save(str(tmp_path / "c.audio")).read_bytes() == mp3.data


def test_save_writes_no_wav_under_the_name_of_another_format(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        Audio(PCM, "pcm", 24000).save(tmp_path / "a.M4A")
    assert str(caught.value) == (
        "'pcm' cannot be written as .m4a, which can only be read: "
        "write .wav, .flac, .mp3, .ogg, .oga, .opus, .pcm, .raw, .ulaw, .alaw, .g722"
    )
    assert list(tmp_path.iterdir()) == []
    assert Audio(b"as it came", "aac").save(tmp_path / "a.aac").read_bytes() == b"as it came"


def test_save_says_why_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AudioError, match="cannot write") as caught:
        Audio(PCM, "pcm").save(tmp_path / "file" / "a.wav")
    assert isinstance(caught.value.__cause__, OSError)
    with pytest.raises(AudioError, match="cannot be written as 'mp3'"):
        Audio(PCM, "pcm", 24000, 8).save(tmp_path / "a.mp3")


def test_duration_of_bytes_that_are_no_audio() -> None:
    with pytest.raises(AudioError, match="not a WAV: it begins with b'no wav at al'"):
        _ = Audio(b"no wav at all").duration


@pytest.mark.parametrize(
    ("call", "purpose"),
    [("Audio(bytes(480), 'pcm').to_pcm(sample_rate=8000)", "to change the sample rate"),
     ("Audio(b'ID3', 'mp3').to_pcm()", "to decode mp3"),
     ("Audio(bytes(480), 'pcm').save('x.flac')", "to write flac")],
)  # fmt: skip
def test_without_the_extra_it_says_what_for_and_what_to_type(call: str, purpose: str, tmp_path: Path) -> None:
    # With None there, Python treats the module as not installed.
    code = f"import sys; sys.modules['av'] = None; from russo import Audio; {call}"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == (
        f'russo.errors.MissingDependencyError: av is needed {purpose}: pip install "russo-core[audio]"'
    )


@pytest.mark.parametrize("wrong", [{"sample_rate": 0}, {"channels": 0}, {"sample_width": 0}])
def test_samples_without_a_shape_have_no_duration(wrong):
    with pytest.raises(AudioError, match="must be at least 1"):
        _ = Audio(bytes(480), "pcm", **wrong).duration


@pytest.mark.parametrize("wanted", [{"sample_rate": 0}, {"channels": 0}, {"channels": -1}])
def test_nothing_can_be_turned_into_less_than_one(wanted):
    with pytest.raises(AudioError, match=f"{next(iter(wanted))}=-?[01] must be at least 1"):
        Audio(bytes(480), "pcm").to_pcm(**wanted)
