"""The output of encoders is decoded completely, and refused if it is truncated."""

from __future__ import annotations

from itertools import chain

import av
import pytest

from encoders import RATE, encode, tone, written
from russo.audio.check import received_audio
from russo.audio.sniff import id3_length, mpeg_frame
from russo.errors import DamagedAudioError, NoAudioError

TONE = tone(2.0)

# Container, codec, decoded seconds of 2 s: some codecs pad their first and last frame and cannot state it.
PIPED = {
    "mp3": ("mp3", "libmp3lame", 2.064, {}),
    "wav": ("wav", "pcm_s16le", 2.0, {}),
    "wav, 8 bits": ("wav", "pcm_u8", 2.0, {}),
    "wav, 24 bits": ("wav", "pcm_s24le", 2.0, {}),
    "wav, float": ("wav", "pcm_f32le", 2.0, {}),
    "wav, mu-law": ("wav", "pcm_mulaw", 2.0, {}),
    "wav, A-law": ("wav", "pcm_alaw", 2.0, {}),
    "wav, IMA ADPCM": ("wav", "adpcm_ima_wav", 2.041, {}),
    "wav, MP3": ("wav", "libmp3lame", 2.064, {}),
    "wav, FLAC": ("wav", "flac", 2.0, {}),
    "rf64": ("wav", "pcm_s16le", 2.0, {"rf64": "always"}),
    "flac": ("flac", "flac", 2.0, {}),
    "ogg": ("ogg", "libopus", 2.0, {"to": 48000}),
    "aac": ("adts", "aac", 2.048, {}),
    "m4a": ("ipod", "aac", 2.0427, {"movflags": "frag_keyframe+empty_moov"}),
    "webm": ("webm", "libopus", 2.0, {"to": 48000}),
    "aiff": ("aiff", "pcm_s16be", 2.0, {}),
    "caf": ("caf", "pcm_s16be", 2.0, {}),
    "au": ("au", "pcm_s16be", 2.0, {}),
    "w64": ("w64", "pcm_s16le", 2.0, {}),
    "amr": ("amr", "libopencore_amrnb", 2.02, {"to": 8000}),
}
FILED = {
    "mp3": ("MP3", "MPEG_LAYER_III", 2.0, {"bitrate_mode": "VARIABLE"}),
    "wav": ("WAV", "PCM_16", 2.0, {}),
    "wav, extensible": ("WAVEX", "PCM_24", 2.0, {}),
    "wav, double": ("WAV", "DOUBLE", 2.0, {}),
    "wav, MS ADPCM": ("WAV", "MS_ADPCM", 2.0, {}),
    "wav, GSM": ("WAV", "GSM610", 2.0, {}),
    "rf64": ("RF64", "PCM_16", 2.0, {}),
    "flac": ("FLAC", "PCM_24", 2.0, {}),
    "ogg": ("OGG", "VORBIS", 2.0, {}),
    "opus": ("OGG", "OPUS", 2.0, {}),
    "aiff": ("AIFF", "PCM_24", 2.0, {}),
    "aiff, mu-law": ("AIFF", "ULAW", 2.0, {}),
    "caf": ("CAF", "ALAC_16", 2.0, {}),
    "au": ("AU", "PCM_16", 2.0, {}),
    "w64": ("W64", "PCM_16", 2.0, {}),
}
# These state the number of samples, or end with a mark, so that every truncation shows.
FINISHED = [name for name in FILED if name != "wav, GSM"]
# These do not: a truncation shows unless it falls between two frames.
IN_FRAMES = ["mp3", "flac", "aac", "m4a", "ogg", "webm"]


@pytest.fixture(scope="module")
def piped() -> dict[str, bytes]:
    return {
        name: encode(TONE, container, codec, pipe=True, **options)
        for name, (container, codec, _, options) in PIPED.items()
    }


@pytest.fixture(scope="module")
def filed() -> dict[str, bytes]:
    return {name: written(TONE, container, codec, **options) for name, (container, codec, _, options) in FILED.items()}


def seconds(data: bytes) -> float:
    """The decoded samples, which are exactly as long as the file states."""
    audio = received_audio("acme", data)
    heard = audio.to_pcm()
    assert audio.duration == heard.duration
    return heard.duration


def test_the_matrix_leaves_no_format_out():
    formats = {name.partition(",")[0] for name in chain(PIPED, FILED)}
    assert formats >= {"mp3", "wav", "rf64", "flac", "ogg", "opus", "aac", "m4a", "webm", "aiff", "caf", "au", "w64"}


@pytest.mark.parametrize("name", PIPED)
def test_a_pipe_is_heard_whole(name, piped):
    assert seconds(piped[name]) == pytest.approx(PIPED[name][2], abs=0.0005)


@pytest.mark.parametrize("name", FILED)
def test_a_file_is_heard_whole(name, filed):
    assert seconds(filed[name]) == pytest.approx(FILED[name][2], abs=0.0005)


@pytest.mark.parametrize("name", PIPED)
def test_pipes_in_a_row_are_all_heard(name, piped):
    assert seconds(piped[name] * 2) == pytest.approx(2 * seconds(piped[name]), abs=0.0005)


@pytest.mark.parametrize("name", [name for name in FILED if name != "wav, MS ADPCM"])
def test_files_in_a_row_are_all_heard(name, filed):
    assert seconds(filed[name] * 2) == pytest.approx(4.0, abs=0.0005)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", FINISHED)
def test_a_part_of_a_file_is_refused(name, share, filed):
    with pytest.raises(NoAudioError):
        received_audio("acme", filed[name][: int(len(filed[name]) * share)])


@pytest.mark.parametrize("name", FINISHED)
def test_a_part_of_the_last_of_two_files_is_refused(name, filed):
    with pytest.raises(NoAudioError):
        received_audio("acme", filed[name] + filed[name][: len(filed[name]) // 2])


@pytest.mark.parametrize("missing", [1, 7, 40])
@pytest.mark.parametrize("name", IN_FRAMES)
def test_a_pipe_that_ends_within_a_frame_is_refused(name, missing, piped):
    with pytest.raises(NoAudioError):
        received_audio("acme", piped[name][:-missing])


def test_an_mp3_without_a_count_has_all_its_frames():
    # The first frame holds the count, which an encoder on a pipe cannot fill in. The sound alternates between loud and
    # quiet, so the bit rate of the first second says nothing about the rest.
    loud = tone(1.0, hz=3000)
    file = written(loud + bytes(48000) + loud, "MP3", "MPEG_LAYER_III", bitrate_mode="VARIABLE")
    at = id3_length(file)
    counted = mpeg_frame(file, at)
    assert counted is not None
    assert b"Xing" in file[at : at + counted[0]]
    assert seconds(file) == 3.0
    assert 3.0 < seconds(file[at + counted[0] :]) < 3.08


def test_a_rate_is_that_of_the_file(piped):
    assert received_audio("acme", piped["mp3"]).sample_rate == RATE
    assert received_audio("acme", piped["amr"]).sample_rate == 8000
    assert received_audio("acme", piped["ogg"]).sample_rate == 48000  # the only rate of Opus


@pytest.mark.parametrize(("name", "zeros"), [("wav, MP3", 1), ("wav, MP3", 300), ("wav, FLAC", 1)])
def test_zeros_behind_the_packets_of_a_stream_change_nothing(piped, name, zeros):
    assert seconds(piped[name] + bytes(zeros)) == PIPED[name][2]


def test_many_zeros_behind_flac_in_a_wav_cut_nothing_off(piped):
    file = piped["wav, FLAC"] + bytes(300)
    if int(av.__version__.partition(".")[0]) >= 18:
        assert seconds(file) == PIPED["wav, FLAC"][2]
    else:  # an older PyAV does not read over them
        with pytest.raises(DamagedAudioError, match=r"wav of \d+ bytes does not decode"):
            received_audio("acme", file)


def test_half_an_mp3_in_a_wav_from_a_pipe_is_refused(piped):
    with pytest.raises(NoAudioError, match="an mp3 that was cut short"):
        received_audio("acme", piped["wav, MP3"][: len(piped["wav, MP3"]) // 2])


@pytest.mark.parametrize("name", ["wav, MP3", "wav, FLAC"])
def test_the_rate_of_packets_wins_over_the_header_of_the_wav_around_them(piped, name):
    data = bytearray(piped[name])
    at = data.index(b"fmt ") + 8
    data[at + 2 : at + 8] = (2).to_bytes(2, "little") + (11025).to_bytes(4, "little")
    audio = received_audio("acme", bytes(data))
    assert (audio.sample_rate, audio.channels) == (RATE, 1)
    assert audio.duration == audio.to_pcm().duration == PIPED[name][2]


def test_files_of_other_rates_in_a_row_have_that_of_the_first(filed):
    from russo.audio.encoding import encode as encode_again
    from russo.audio.samples import Samples

    low, _ = encode_again(Samples(tone(1.0, rate=8000), 8000, 1), "flac")
    audio = received_audio("acme", filed["flac"] + low)
    assert (audio.sample_rate, audio.to_pcm().duration) == (24000, pytest.approx(3.0, abs=0.001))
