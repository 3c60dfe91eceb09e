"""Data that is not speech is refused, whatever its label."""

from __future__ import annotations

import gzip
import math
import random
import struct

import pytest

from encoders import RATE, encode, tone, written
from russo import Audio
from russo.audio.check import received_audio
from russo.audio.wav import write_wav
from russo.errors import AudioError, DamagedAudioError, NoAudioError, NotAudioError

TEXT = "I would like to change my booking, please."
WORDS = {
    "json": '{"error":{"message":"no quota left for this key","code":429}}',
    "json, many": '{"detail": [' + ", ".join(f'"field {number} is missing"' for number in range(2000)) + "]}",
    "html": "<!doctype html><html><body>Sign in to the network.</body></html>" * 200,
    "html, German": "<html><body>Bitte im Gästenetz anmelden. Grüße!</body></html>" * 200,
    "html, Chinese": "<html><body>请先登录网络，然后再试一次。</body></html>" * 200,
    "words": "upstream request timeout",
    "Chinese alone": "上游请求超时，请稍后再试。" * 300,
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
MIMES = [
    None, "application/octet-stream", "audio/mpeg", "audio/wav", "audio/L16;rate=24000", "audio/pcm", "audio/ogg",
    "audio/flac", "audio/aac", "audio/webm", "audio/basic", "text/html; charset=utf-8", "application/json",
]  # fmt: skip


@pytest.mark.parametrize("mime", MIMES)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", [name for name in WORDS if "Chinese" not in name])
def test_words_are_no_audio(words, encoding, mime):
    with pytest.raises(NoAudioError, match="acme answered without audio that can be heard: no audio but text"):
        received_audio("acme", WORDS[words].encode(encoding), mime, sample_rate=RATE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
@pytest.mark.parametrize("words", [name for name in WORDS if "Chinese" in name])
def test_words_of_other_scripts_are_no_audio(words, encoding):
    with pytest.raises(NoAudioError):
        received_audio("acme", WORDS[words].encode(encoding, "replace"), sample_rate=RATE)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_words_of_older_encodings_are_no_audio(encoding):
    with pytest.raises(NoAudioError, match="no audio but text"):
        received_audio("acme", WORDS["html, German"].encode(encoding), sample_rate=RATE)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0" * 100, b" ", b"\r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("mime", [None, "audio/L16;rate=24000", "audio/basic"])
def test_next_to_nothing_is_no_audio(data, mime):
    with pytest.raises(NoAudioError):
        received_audio("acme", data, mime, sample_rate=RATE)


@pytest.mark.parametrize(
    "name", ["gzip", "PNG", "PDF", "ZIP", "WavPack", "Windows Media", "Musepack", "MIDI", "Creative", "RIFX"]
)
def test_a_file_that_russo_does_not_read_is_not_taken_for_samples(name):
    speech = tone(1.0)
    data = {
        "gzip": gzip.compress(speech),
        "PNG": b"\x89PNG\r\n\x1a\n" + speech,
        "PDF": b"%PDF-1.7\n" + speech,
        "ZIP": b"PK\3\4" + speech,
        "WavPack": b"wvpk" + speech,
        "Windows Media": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + speech,
        "Musepack": b"MPCK" + speech,
        "MIDI": b"MThd" + speech,
        "Creative": b"Creative Voice File\x1a" + speech,
        "RIFX": b"RIFX" + speech,
    }[name]
    with pytest.raises(DamagedAudioError, match="which russo does not read"):
        received_audio("acme", data, "audio/L16;rate=24000")


STARTS = {
    "JPEG without a JFIF header": b"\xff\xd8\xff\xdb\0C\0",
    "JPEG of Adobe": b"\xff\xd8\xff\xee\0\x0eAdobe",
    "JPEG XL": b"\0\0\0\x0cJXL \r\n\x87\n",
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "TIFF": b"II*\0\x08\0\0\0",
    "TIFF with the larger byte first": b"MM\0*\0\0\0\x08",
    "BMP": b"BM" + struct.pack("<IHHI", 48_054, 0, 0, 54) + struct.pack("<IiiHH", 40, 100, 160, 1, 24),
    "PSD": b"8BPS\0\x01",
    "ZIP without files": b"PK\x05\x06",
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    "RAR": b"Rar!\x1a\x07\x01\0",
    "LZ4": b"\x04\x22\x4d\x18",
    "tar": b"speech.wav".ljust(257, b"\0") + b"ustar\x0000",
    "SQLite": b"SQLite format 3\0",
    "ELF": b"\x7fELF",
}


@pytest.mark.parametrize("mime", ["audio/L16;rate=24000", "audio/basic", None])
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_pictures_and_archives_are_not_taken_for_samples(start, mime):
    with pytest.raises(DamagedAudioError, match="which russo does not read"):
        received_audio("acme", start + tone(1.0), mime, sample_rate=RATE)


PACKED = random.Random(7).randbytes(96_000)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_bytes_without_any_pattern_are_not_taken_for_samples(width):
    with pytest.raises(DamagedAudioError, match="no audio but noise at full volume"):
        received_audio("acme", PACKED, sample_rate=RATE, sample_width=width)


def test_loud_speech_in_the_wrong_byte_order_is_not_taken_for_samples():
    loud = Audio(tone(1.0), "pcm", RATE).normalize(0).data
    turned = bytearray(len(loud))
    turned[::2], turned[1::2] = loud[1::2], loud[::2]
    with pytest.raises(DamagedAudioError, match="samples in the wrong byte order"):
        received_audio("acme", bytes(turned), "audio/pcm", sample_rate=RATE)


@pytest.mark.parametrize("made", ["white noise that is not full", "a square wave", "silence"])
def test_loud_and_hissing_samples_are_samples(made):
    pcm = {
        "white noise that is not full": Audio(PACKED, "pcm", RATE).normalize(-3.5).data,
        "a square wave": (b"\xff\x7f" * 40 + b"\0\x80" * 40) * 600,
        "silence": bytes(96_000),
    }[made]
    assert received_audio("acme", pcm, sample_rate=RATE).data == pcm


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("hertz", [1050, 2100, 3000, 3400, 3900])
def test_a_loud_tone_is_no_noise_however_high(hertz, width):
    wave = [0.9 * math.sin(2 * math.pi * hertz * number / 8000) for number in range(8000)]
    scale = 2 ** (8 * width - 1)
    pcm = b"".join(
        int(value * scale + scale * (width == 1)).to_bytes(width, "little", signed=width > 1) for value in wave
    )
    assert received_audio("acme", pcm, sample_rate=8000, sample_width=width).data == pcm


@pytest.mark.parametrize("mime", ["audio/L16;rate=24000", "audio/basic", "audio/wav", "audio/mpeg", None])
@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("latm", "aac"), ("mp2", "mp2"), ("mpegts", "aac"), ("nut", "flac"), ("sox", "pcm_s32le"), ("ircam", "pcm_s16le"),
        ("voc", "pcm_s16le"), ("tta", "tta"), ("wv", "wavpack"), ("avi", "pcm_s16le"), ("ac3", "ac3"),
    ],
)  # fmt: skip
def test_what_other_encoders_write_is_not_taken_for_samples(container, codec, mime):
    data = encode(tone(2.0), container, codec, pipe=True, to=48000 if codec == "ac3" else RATE)
    with pytest.raises(DamagedAudioError, match="which russo does not read"):
        received_audio("acme", data, mime, sample_rate=RATE)


@pytest.mark.parametrize("box", ["styp", "moof", "mdat"])
def test_a_piece_of_an_mp4_is_not_taken_for_samples(box):
    with pytest.raises(NoAudioError):
        received_audio("acme", b"\0\0\0\x18" + box.encode() + tone(1.0), "audio/L16;rate=24000")


@pytest.mark.parametrize("start", [b"\x56\xe0", b"G", b"\xff\xfd\x48", b"\xff\xf5\x84"])
def test_samples_that_look_like_the_start_of_a_frame_are_samples(start):
    pcm = start + tone(1.0)[len(start) :]
    assert received_audio("acme", pcm, "audio/L16;rate=24000").duration == 1.0


@pytest.mark.parametrize("made", ["pcm", "wav", "mp3", "flac", "ogg"])
def test_what_a_proxy_has_taken_for_text_is_refused(made):
    data = {
        "pcm": lambda: tone(2.0),
        "wav": lambda: written(tone(2.0), "WAV", "PCM_16"),
        "mp3": lambda: encode(tone(2.0), "mp3", "libmp3lame", pipe=True),
        "flac": lambda: written(tone(2.0), "FLAC", "PCM_16"),
        "ogg": lambda: written(tone(2.0), "OGG", "VORBIS"),
    }[made]()
    for ruined in (
        data.decode("utf-8", "replace").encode(),
        data.decode("utf-8", "ignore").encode(),
        data.decode("latin-1").encode(),
        data.decode("ascii", "ignore").encode(),
    ):
        with pytest.raises(NoAudioError):
            received_audio("acme", ruined, text=TEXT, sample_rate=RATE)


ERROR = b'{"error": {"message": "the voice ran out of memory", "code": 500}}\n'


@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_wav_around_words_is_no_audio(width):
    body = write_wav(ERROR * 1200, sample_rate=RATE, channels=1, sample_width=width)
    with pytest.raises(NoAudioError, match=r"no audio but text: a WAV with b'\{\"error\""):
        received_audio("acme", body, "audio/wav")


STREAMED = {
    "bare samples": (tone(1.0), "bare samples"),
    "a WAV of unknown length": (encode(tone(1.0), "wav", "pcm_s16le", pipe=True), "a WAV"),
    "a WAV that states its length": (written(tone(1.0), "WAV", "PCM_16"), "a WAV"),
}


@pytest.mark.parametrize(("body", "what"), STREAMED.values(), ids=STREAMED)
def test_an_error_behind_the_first_samples_is_not_heard_as_noise(body, what):
    assert received_audio("acme", body, sample_rate=RATE).duration == 1.0
    with pytest.raises(NoAudioError, match=rf"no whole audio: {what} that ends in text: b'.*ran out of memory"):
        received_audio("acme", body + ERROR, sample_rate=RATE)


@pytest.mark.parametrize("failure", [ERROR, b"<html><body>502 Bad Gateway</body></html>"])
@pytest.mark.parametrize("codec", ["pcm_u8", "pcm_mulaw", "pcm_alaw", "pcm_f32le", "pcm_f64le"])
@pytest.mark.parametrize("pipe", [True, False])
def test_an_error_behind_samples_of_other_widths_is_not_heard_as_noise(codec, failure, pipe):
    body = encode(tone(1.0), "wav", codec, pipe=pipe)
    assert received_audio("acme", body).duration == 1.0
    with pytest.raises(NoAudioError, match="no whole audio: a WAV that ends in text"):
        received_audio("acme", body + failure)


@pytest.mark.parametrize(("mime", "codec"), [("audio/basic", "pcm_mulaw"), ("audio/pcm;bits=8", "pcm_u8")])
def test_an_error_behind_bare_samples_of_8_bits_is_not_heard_as_noise(mime, codec):
    body = encode(tone(1.0), {"pcm_mulaw": "mulaw", "pcm_u8": "u8"}[codec], codec, pipe=True)
    assert received_audio("acme", body, mime, sample_rate=RATE).duration == 1.0
    with pytest.raises(NoAudioError, match="no whole audio: bare samples that ends in text"):
        received_audio("acme", body + ERROR, mime, sample_rate=RATE)


def test_samples_of_8_bits_that_are_letters_for_a_while_are_samples():
    loud = bytes(range(0x20, 0x7F)) * 300
    for body in (loud + b"\x80<>{}" * 40, b"\x80" * 4000 + b"{ <" + loud):
        assert received_audio("acme", b"\x80\x90" * 20_000 + body, "audio/pcm;bits=8", sample_rate=8000).data.endswith(
            body
        )


@pytest.mark.parametrize(
    "words",
    [
        b"--boundary\r\nContent-Type: audio/pcm\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\n\r\n",
        b'{"status": "speaking", "format": "pcm"}\n',
    ],
)
@pytest.mark.parametrize("what", ["bare samples", "a WAV"])
def test_words_before_the_first_samples_are_not_heard_as_noise(what, words):
    body = words + tone(1.0)
    body = write_wav(body, sample_rate=RATE, channels=1, sample_width=2) if what == "a WAV" else body
    with pytest.raises(NoAudioError, match=f"no audio: {what} that begins with text"):
        received_audio("acme", body, sample_rate=RATE)


@pytest.mark.parametrize("sample", [b"AA", b"aA", b"  ", b"~~"])
def test_a_level_whose_bytes_are_letters_is_a_level(sample):
    pcm = tone(1.0) + sample * 480
    assert received_audio("acme", pcm, sample_rate=RATE).data == pcm


@pytest.mark.parametrize("hz", [60.0, 440.0, 7000.0])
@pytest.mark.parametrize("loudness", [1, 30, 3000])
def test_quiet_and_loud_samples_are_no_text(hz, loudness):
    from array import array

    pcm = array("h", (sample * loudness // 10000 for sample in array("h", tone(1.0, hz=hz)))).tobytes()
    assert received_audio("acme", pcm, sample_rate=RATE).data == pcm
    assert received_audio("acme", bytes(24000) + pcm, sample_rate=RATE).duration == 1.5


@pytest.mark.parametrize("codec", ["pcm_mulaw", "pcm_alaw"])
@pytest.mark.parametrize("loudness", [0, 30, 3000])
def test_telephone_samples_are_no_text(codec, loudness):
    from array import array

    pcm = array("h", (sample * loudness // 10000 for sample in array("h", tone(1.0)))).tobytes()
    kind, mime = {"pcm_mulaw": ("mulaw", "audio/basic"), "pcm_alaw": ("alaw", "audio/pcma")}[codec]
    data = encode(pcm, kind, codec, pipe=True)
    assert received_audio("acme", data, mime).duration == 3.0  # 24,000 samples at 8,000 Hz


def test_words_are_never_audio_while_damage_is_not_asked_for_again():
    with pytest.raises(NotAudioError):
        Audio.from_bytes(b"upstream request timeout", "audio/mpeg")
    with pytest.raises(AudioError) as caught:
        Audio.from_bytes(written(tone(), "FLAC", "PCM_16")[:-100])
    assert not isinstance(caught.value, NotAudioError)


@pytest.mark.parametrize(("seconds", "shown"), [(0.001, "0.001"), (0.049, "0.049")])
def test_a_click_is_no_speech(seconds, shown):
    with pytest.raises(NoAudioError) as caught:
        received_audio("acme", tone(seconds), sample_rate=RATE)
    assert str(caught.value) == f"acme answered in {shown} s, where it takes at least 0.05 s"


def test_the_shortest_speech_is_kept():
    assert received_audio("acme", tone(0.05), sample_rate=RATE, text="I").duration == 0.05


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Hi.", 60.0),
        (TEXT, 120.0),
        ("word " * 300, 1.0),
        ("今天天气很好，我们去公园吧" * 20, 1.0),
    ],
)
def test_a_length_that_no_voice_needs_for_the_text_is_refused(text, seconds):
    with pytest.raises(NoAudioError, match=f"in {seconds:.2f} s, where it takes at least"):
        received_audio("acme", tone(seconds, rate=8000), sample_rate=8000, text=text)


@pytest.mark.parametrize(
    ("text", "seconds", "speed"),
    [
        ("7", 0.3, 1.0),
        ("1", 8.0, 1.0),
        ("Hi.", 0.1, 4.0),
        (TEXT, 0.6, 4.0),
        (TEXT, 11.0, 0.25),
        (TEXT, 11.0, 1.0),  # slow, although the provider does not say so
        (TEXT, 0.8, 1.0),
        ("今天天气很好，我们去公园吧", 0.8, 1.0),
        ("今天天气很好，我们去公园吧", 12.0, 1.0),
        ("วันนี้อากาศดีมาก", 8.0, 1.0),
        ("こんにちは、元気ですか。", 0.6, 1.0),
        ("안녕하세요 반갑습니다", 0.8, 1.0),
        ("नमस्ते, आप कैसे हैं?", 0.9, 1.0),
        ("4821-9930-1175-0042", 25.0, 1.0),
        ("W7XK-93QP", 12.0, 1.0),
        ("https://www.example.com/a/b/c?d=e&f=g#h", 20.0, 1.0),
        ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", 5.0, 1.0),
        ('<speak><prosody rate="fast" pitch="high">Hi</prosody></speak>', 0.3, 1.0),
        ("[whispers] [long pause] [very slowly, as to a child that does not listen] No.", 0.4, 1.0),
        ("...", 0.1, 1.0),
        ("👍", 0.1, 1.0),
    ],
)
def test_speech_that_is_slow_or_fast_is_kept(text, seconds, speed):
    pcm = tone(seconds, rate=8000)
    assert received_audio("acme", pcm, sample_rate=8000, text=text, speed=speed).data == pcm
