"""Audio is cut, joined, normalized and encoded; each method returns new audio."""

from __future__ import annotations

import io
import itertools
import math
import wave

import pytest

from russo import Audio
from russo.errors import AudioError
from sounds import tone, values


def test_resampling_keeps_the_length_and_what_is_heard():
    heard = tone(1.0, 24000, hz=440).resample(8000)
    assert (heard.format, heard.sample_rate, heard.channels, heard.duration) == ("pcm", 8000, 1, 1.0)
    expected = values(tone(1.0, 8000, hz=440))
    assert max(abs(one - other) for one, other in zip(values(heard)[100:-100], expected[100:-100], strict=True)) < 40


def test_resampling_leaves_nothing_of_what_the_new_rate_cannot_hold():
    assert max(map(abs, values(tone(1.0, 24000, hz=6000).resample(8000))[200:-200])) <= 3


def test_mono_is_the_mean_of_all_channels():
    stereo = Audio(bytes([0, 16, 0, 32] * 100), "pcm", 24000, channels=2)  # 4096 left, 8192 right
    assert set(values(stereo.mono())) == {6144}
    assert stereo.mono().duration == stereo.duration


@pytest.mark.parametrize(("dbfs", "peak"), [(0, 32767), (-6, 16423), (-20, 3277)])
def test_the_loudest_sample_gets_the_level_that_was_asked_for(dbfs, peak):
    assert max(values(tone(0.1).normalize(dbfs))) == peak


def test_silence_stays_silent():
    silence = Audio(bytes(480), "pcm")
    assert silence.normalize(-3) == silence


def test_trimming_leaves_the_speech_and_its_pauses():
    word = tone(0.2)
    said = word.with_silence(after=0.3).concat(word)
    assert said.with_silence(before=0.7, after=0.4).trim_silence() == said


def test_what_is_quieter_than_the_limit_is_trimmed():
    soft, loud = tone(0.5, amplitude=100), tone(0.5, amplitude=8000)  # -50.3 and -12.2 dBFS
    assert soft.concat(loud).trim_silence(-50) == loud
    assert soft.concat(loud).trim_silence(-60).duration == pytest.approx(1.0, abs=0.01)


def test_only_silence_leaves_nothing():
    with pytest.raises(AudioError, match=r"no sample of .* is as loud as -50 dBFS: nothing would be left"):
        Audio(bytes(480), "pcm").trim_silence()


def test_silence_is_put_before_and_behind():
    word = tone(0.5)
    said = word.with_silence(before=0.25, after=0.8)
    assert said.data == bytes(12000) + word.data + bytes(38400)


def test_audio_is_joined_in_the_shape_of_the_first():
    first = tone(0.5, 16000)
    joined = first.concat(tone(0.5, 24000, channels=2).to_wav(), first)
    assert (joined.sample_rate, joined.channels, joined.duration) == (16000, 1, 1.5)
    assert joined[:0.5] == joined[1.0:] == first


def test_slices_are_seconds():
    audio = tone(2.0, 8000)
    assert audio[0.5:1.5].data == audio.data[8000:24000]
    assert audio[-0.25:].data == audio.data[-4000:]
    assert audio[:-1.5] == audio[:0.5] == audio[0:0.5]
    assert audio[1.5:9] == audio[1.5:]


def test_samples_are_an_array():
    samples = Audio(bytes([0, 64, 0, 192] * 10), "pcm", 8000, channels=2).samples
    assert (samples.shape, samples.dtype.name) == ((10, 2), "float32")
    assert samples.tolist() == [[0.5, -0.5]] * 10


def test_a_wav_is_encoded_in_memory():
    audio = tone(0.5, 16000)
    with wave.open(io.BytesIO(audio.encode("wav").data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.readframes(8000)) == (16000, 1, audio.data)


@pytest.mark.parametrize(
    ("name", "stored", "rate", "length"),
    [
        ("ulaw", "ulaw", 8000, 8000),
        ("alaw", "alaw", 8000, 8000),
        ("g722", "g722", 16000, 8000),
        ("pcm", "pcm", 22050, 44100),
    ],
)
def test_a_telephone_has_one_rate_whatever_went_in(name, stored, rate, length):
    coded = tone(1.0, 22050).encode(name)
    assert (coded.format, coded.sample_rate, coded.channels, len(coded.data)) == (stored, rate, 1, length)
    assert coded.duration == 1.0


@pytest.mark.parametrize("name", ["wav", "flac", "mp3", "opus", "ogg", "ulaw", "alaw", "g722"])
def test_what_was_encoded_is_heard_again(name):
    heard = tone(1.0, 24000, hz=440).encode(name).to_pcm(sample_rate=24000)
    assert heard.duration == pytest.approx(1.0, abs=0.06)
    middle = values(heard)[6000:18000]
    turns = sum(one < 0 <= other for one, other in itertools.pairwise(middle))
    assert turns == pytest.approx(220, abs=2)
    assert math.sqrt(sum(one * one for one in middle) / len(middle)) == pytest.approx(8000 / math.sqrt(2), rel=0.05)


@pytest.mark.parametrize(("ending", "size"), [("ulaw", 8000), ("alaw", 8000), ("g722", 8000), ("wav", 44144)])
def test_a_saved_telephone_file_has_the_rate_of_telephones(tmp_path, ending, size):
    path = tone(1.0, 22050).save(tmp_path / f"x.{ending}")
    assert path.stat().st_size == size
    assert Audio.load(path).duration == 1.0


def test_a_telephone_has_one_channel(tmp_path):
    stereo = tone(1.0, 8000, channels=2)
    assert stereo.encode("alaw") == tone(1.0, 8000).encode("alaw")
    assert Audio.load(stereo.save(tmp_path / "x.ulaw")).duration == 1.0
    with pytest.raises(AudioError, match=r"a telephone has one channel, and this is .*channels=3"):
        tone(channels=3).encode("ulaw")


def test_mu_law_of_another_rate_is_not_saved_as_it_is(tmp_path):
    strange = Audio(bytes([255] * 16000), "ulaw", sample_rate=16000, sample_width=1)
    assert strange.save(tmp_path / "x.ulaw").stat().st_size == 8000


def test_loading_says_what_is_in_the_file(tmp_path):
    audio = tone(0.5, 16000)
    assert Audio.load(audio.save(tmp_path / "a.wav")) == audio.to_wav()
    assert Audio.load(audio.save(tmp_path / "a.pcm"), sample_rate=16000) == audio
    assert Audio.load(audio.save(tmp_path / "a.flac")).to_pcm() == audio
    assert Audio.load(audio.resample(8000).save(tmp_path / "a.ulaw")).sample_rate == 8000


def test_times_far_outside_mean_the_edges():
    audio = tone(0.5, 16000)
    assert audio[-1e308:1e308] == audio[-(10**300) : 10**300] == audio


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda it: it.resample(0), r"hz=0 must be a whole number of at least 1"),
        (lambda it: it.resample(8000.5), r"hz=8000\.5 must be a whole number"),
        (lambda it: it.resample("8000"), r"hz='8000' must be a whole number"),
        (lambda it: it.normalize(3), r"dbfs=3 must not be above 0"),
        (lambda it: it.trim_silence(1e9), r"dbfs=1000000000\.0 must not be above 0"),
        (lambda it: it.normalize(float("nan")), r"dbfs=nan must be a number"),
        (lambda it: it.trim_silence("x"), r"dbfs='x' must be a number"),
        (lambda it: it.with_silence(before=-1), r"before=-1 must be at least 0"),
        (lambda it: it.with_silence(before=1e9), r"bytes of samples are more than 268435456"),
        (lambda it: it.with_silence(after=1e305), r"bytes of samples are more than 268435456"),
        (lambda it: it.with_silence(after=10**400), r"after=0x\w+ must be a number"),
        (lambda it: it[10**400 :], r"start=0x\w+ must be a number"),
        (lambda it: it[1e308:], r"nothing lies between 1e\+308 and None seconds"),
        (lambda it: it.with_silence(after=None), r"after=None must be a number"),
        (lambda it: it[3], r"audio is cut by seconds, as in audio\[0\.5:2\.0\], not by 3"),
        (lambda it: it[::2], r"audio is cut by seconds"),
        (lambda it: it[5:], r"nothing lies between 5 and None seconds of audio of 1 s"),
        (lambda it: it["a":], r"start='a' must be a number"),
        (lambda it: it.encode("mp4"), r"no format 'mp4' to encode speech in\. Did you mean 'mp3'\?"),
        (lambda it: Audio(b"", "pcm").resample(8000), r"there is nothing to hear in Audio\(<0 bytes>"),
        (lambda it: Audio(b"", "pcm").encode("mp3"), r"there is nothing to hear"),
        (lambda it: it.concat(Audio(b"", "pcm")), r"there is nothing to hear"),
        (
            lambda it: Audio(b"123", "pcm").normalize(),
            r"3 bytes are not a whole number of 16-bit samples of 1 channels",
        ),
        (
            lambda it: Audio(bytes(4), "pcm", 0).with_silence(),
            r"sample_rate=0 must be at least 1",
        ),
        (lambda it: Audio.load("/no/such/file.wav"), r"cannot read '.*file\.wav': "),
        (lambda it: Audio.load("a\0.wav"), r"cannot read 'a\\x00\.wav': "),
        (lambda it: it.save("a\0.wav"), r"cannot write 'a\\x00\.wav': "),
    ],
)
def test_wrong_use_is_refused(wrong, message):
    with pytest.raises(AudioError, match=message):
        wrong(tone())
