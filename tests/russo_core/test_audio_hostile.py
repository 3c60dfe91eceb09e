"""Any bytes give audio or a RussoError, in bounded time and memory."""

from __future__ import annotations

import tracemalloc
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encoders import RATE, encode, tone, written
from russo import Audio
from russo.audio.check import received_audio
from russo.audio.decoding import decode, decoded
from russo.audio.packing import Packed
from russo.audio.shape import LARGEST
from russo.errors import AudioError, NoAudioError, RussoError

MIMES = st.sampled_from([
    None, "audio/L16;rate=24000", "audio/L24;rate=8000;channels=3", "audio/basic", "audio/mpeg", "audio/wav", "audio/aac",
    "audio/ogg", "audio/flac", "audio/mp4", "audio/webm", "audio/amr", "audio/x-caf", "text/plain",
])  # fmt: skip
BARE = st.fixed_dictionaries(
    {},
    optional={
        "sample_rate": st.sampled_from([8000, 24000, 768_000, 10**17, -1, 0]),
        "channels": st.sampled_from([1, 2, 65_535]),
        "sample_width": st.sampled_from([1, 2, 3, 4, 5]),
    },
)
KINDS = ["wav", "adpcm", "mp3", "flac", "ogg", "aac", "m4a", "webm", "aiff", "caf", "au", "w64", "amr"]


@cache
def sound(kind: str) -> bytes:
    pcm = tone(0.2)
    return {
        "wav": lambda: written(pcm, "WAV", "PCM_24"),
        "adpcm": lambda: written(pcm, "WAV", "MS_ADPCM"),
        "mp3": lambda: written(pcm, "MP3", "MPEG_LAYER_III"),
        "flac": lambda: written(pcm, "FLAC", "PCM_16"),
        "ogg": lambda: written(pcm, "OGG", "VORBIS"),
        "aac": lambda: encode(pcm, "adts", "aac", pipe=True),
        "m4a": lambda: encode(pcm, "ipod", "aac", pipe=False),
        "webm": lambda: encode(pcm, "webm", "libopus", pipe=True, to=48000),
        "aiff": lambda: written(pcm, "AIFF", "PCM_24"),
        "caf": lambda: written(pcm, "CAF", "PCM_24"),
        "au": lambda: written(pcm, "AU", "PCM_16"),
        "w64": lambda: written(pcm, "W64", "PCM_16"),
        "amr": lambda: encode(pcm, "amr", "libopencore_amrnb", pipe=True, to=8000),
    }[kind]()


def heard(data: bytes, mime: str | None, bare: dict[str, int]) -> None:
    """Accepted audio can be decoded, and is as long as it states."""
    try:
        audio = received_audio("acme", data, mime, **bare)
    except RussoError:
        return
    assert audio.to_pcm().duration == audio.duration >= 0.05


@given(data=st.binary(max_size=4000), mime=MIMES, bare=BARE)
def test_any_bytes(data, mime, bare):
    heard(data, mime, bare)


@given(kind=st.sampled_from(KINDS), tail=st.binary(max_size=400), mime=MIMES, bare=BARE)
def test_any_bytes_behind_a_mark(kind, tail, mime, bare):
    heard(sound(kind)[:16] + tail, mime, bare)


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_any_damage(kind, data):
    whole = bytearray(sound(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        # Most metadata of a container is in its first bytes.
        at = data.draw(st.one_of(st.integers(0, min(120, len(whole) - 1)), st.integers(0, len(whole) - 1)))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    heard(bytes(whole), data.draw(MIMES), data.draw(BARE))


@given(text=st.text(max_size=300))
def test_any_label(text):
    try:
        audio = Audio.from_bytes(tone(0.05), text, sample_rate=RATE)
    except RussoError:
        return
    assert audio.duration > 0


@pytest.mark.parametrize("kind", KINDS)
def test_looking_at_audio_holds_little_more_than_the_audio(kind):
    data = sound(kind) * 20
    Audio.from_bytes(data)  # imports happen here
    tracemalloc.start()
    try:
        Audio.from_bytes(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * len(data) + 200_000


def test_a_small_file_of_much_silence_ends_at_the_limit_and_fills_no_memory():
    minute = encode(bytes(2 * 60 * RATE), "flac", "flac", pipe=True)
    assert len(minute) < 20_000
    assert LARGEST < 2**30
    tracemalloc.start()
    try:
        with pytest.raises(AudioError, match="more than 20000000 bytes of samples"):
            for _ in decoded([minute] * 60, "flac", largest=20_000_000):
                pass
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000


HEADERS = {
    "amr": b"#!AMR\n",
    "ftyp": b"\0\0\0\x08ftyp\0\0\0\x08moov",
    "caff": b"caff\0\1\0\0data" + bytes(8),
    "snd": b".snd\0\0\0\x0c\0\0\0\0",
    "ebml": b"\x1a\x45\xdf\xa3\x80",
    "flac": b"fLaC\0\0\0\x22",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_headers_without_end_are_not_opened_one_by_one(header):
    with pytest.raises(NoAudioError, match="10001 files in a row: 10000 are read at most"):
        received_audio("acme", header * 10_001)


def test_a_limit_ends_the_decoding():
    with pytest.raises(AudioError, match="more than 4800 bytes of samples"):
        decode([sound("flac")], "flac", largest=4800)


@pytest.mark.parametrize("length", [10**12, 2**63, 0, -1])
def test_a_packed_entry_may_say_any_length(length):
    with pytest.raises(AudioError, match="packed audio does not decode"):
        Packed(sound("flac")).unpack(length)


SHAPES = [(10**17, 1, 2), (4_000_000_000, 1, 2), (10**5000, 1, 2), (-1, 1, 2), (24000, 65_535, 2)]
USES = {
    "duration": lambda audio, _: audio.duration,
    "to_wav": lambda audio, _: audio.to_wav(),
    "to_pcm": lambda audio, _: audio.to_pcm(),
    "resampled": lambda audio, _: audio.to_pcm(8000, 2),
    "save as wav": lambda audio, folder: audio.save(folder / "a.wav"),
    "save as flac": lambda audio, folder: audio.save(folder / "a.flac"),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("kind", ["pcm", "ulaw", "alaw"])
@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_samples_of_a_shape_that_there_is_not(shape, kind, use, tmp_path):
    audio = Audio(bytes(4800), kind, *shape)
    assert "4800 bytes" in repr(audio)
    with pytest.raises(AudioError):
        USES[use](audio, tmp_path)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("width", [0, 5, 10**9])
def test_samples_of_a_width_that_there_is_not(width, use, tmp_path):
    with pytest.raises(AudioError):
        USES[use](Audio(bytes(4800), "pcm", sample_width=width), tmp_path)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("audio", [Audio(bytes(4800), "of no kind"), Audio(bytes(4800), ""), Audio(b"", "mp3")])
def test_files_that_are_none(audio, use, tmp_path):
    with pytest.raises(AudioError):
        USES[use](audio, tmp_path)


@pytest.mark.parametrize(
    ("rate", "channels"), [(10**17, None), (768_001, None), (None, 65_535), (10**5000, None)], ids=range(4)
)
def test_nothing_is_turned_into_what_there_is_not(rate, channels):
    with pytest.raises(AudioError, match="must be at most"):
        Audio(bytes(4800), "pcm").to_pcm(rate, channels)


def test_little_is_not_turned_into_too_much():
    with pytest.raises(AudioError, match=f"are more than {LARGEST}"):
        Audio(bytes(480_000), "pcm", 8).to_pcm(768_000)
    with pytest.raises(AudioError, match=f"are more than {LARGEST}"):
        Audio(bytes(5_000_000), "pcm", 8000).to_pcm(channels=64)
