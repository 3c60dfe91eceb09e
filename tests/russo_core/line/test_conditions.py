"""Conditions of a line: each has the stated effect, and the same in every run."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import av
import numpy as np
import pytest

from russo import Audio
from russo.conditions import parse_condition
from russo.conditions.ffmpeg import encoded
from russo.errors import AudioError, ConditionError
from sounds import speech, tone, voice

EVERY = [
    "phone",
    "hd-phone",
    "voip",
    "mobile",
    "bad-mobile",
    "noise:10dB",
    "noise:white:10dB",
    "noise:brown:10dB",
    "noise:street:10dB",
    "hum:60Hz:20dB",
    "dc:5%",
    "reverb:0.8s",
    "distance:3m",
    "gain:-12dB",
    "clip:12dB",
    "speed:1.3",
    "band:500-2000Hz",
    "alaw",
    "g722",
    *(f"g726:{kbits}k" for kbits in (16, 24, 32, 40)),
    *(f"amr:{kbits}k" for kbits in (4.75, 5.15, 5.9, 6.7, 7.4, 7.95, 10.2, 12.2)),
    "opus:6k",
    "opus:16k",
    "loss:5%",
    "loss:10%:bursts:6",
    "jitter:40ms",
    "noise:15dB + amr:7.95k + loss:3%",
]


def mono(audio):
    return audio.samples[:, 0].astype(float)


def power(samples):
    return float(np.mean(samples**2))


def share_of_power(audio, lowest, highest):
    """The share of the power between two frequencies in Hz."""
    spectrum = np.abs(np.fft.rfft(mono(audio))) ** 2
    frequencies = np.fft.rfftfreq(len(mono(audio)), 1 / audio.sample_rate)
    return float(spectrum[(frequencies >= lowest) & (frequencies <= highest)].sum() / spectrum.sum())


def lag(audio, other):
    """The delay of one against the other, in samples."""
    size = 1 << (len(mono(audio)) + len(mono(other))).bit_length()
    both = np.fft.rfft(mono(other), size) * np.conj(np.fft.rfft(mono(audio), size))
    best = int(np.argmax(np.fft.irfft(both, size)))
    return best if best < size // 2 else best - size


@pytest.mark.parametrize("condition", EVERY)
def test_a_condition_changes_the_speech_and_gives_the_same_bytes_each_time(condition):
    audio = speech()
    heard = audio.under(condition, seed="hello")
    assert heard.data != audio.data
    assert heard == audio.under(condition, seed="hello")
    assert (heard.format, heard.channels) == ("pcm", 1)


@pytest.mark.parametrize("condition", EVERY)
def test_speech_stays_where_it_was(condition):
    if condition.startswith("speed"):
        return
    audio = voice()
    heard = audio.under(condition)
    ringing = {"reverb:0.8s": 0.8, "distance:3m": 0.5}.get(condition, 0)
    assert heard.duration == pytest.approx(audio.duration + ringing, abs=1e-4)
    assert abs(lag(audio.resample(heard.sample_rate), heard)) <= 1


@pytest.mark.parametrize("condition", ["noise:15dB + amr:7.95k + loss:3%", "reverb + jitter:40ms", "bad-mobile"])
def test_another_process_gives_the_same_bytes(condition):
    code = f"""
from hashlib import sha256
from sounds import speech
print(sha256(speech().under({condition!r}, seed="hello").data).hexdigest())
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="tests")
    assert told.stdout.strip() == sha256(speech().under(condition, seed="hello").data).hexdigest()


def test_the_text_and_the_condition_decide_what_is_random():
    audio = speech()
    heard = audio.under("noise:10dB", seed="hello")
    assert heard != audio.under("noise:10dB", seed="goodbye")
    assert heard != audio.under("noise:10.0dB", seed="hello")
    assert audio.under("noise:10dB") == audio.under(" noise:10dB ") != audio[:2.0].under("noise:10dB")
    noise, again = (mono(audio.under("noise:white:10dB + noise:white:10dB", seed=seed)) for seed in "ab")
    assert not np.array_equal(noise, again)


def test_clean_leaves_everything_as_it_is():
    audio = speech().encode("ulaw")
    assert audio.under("clean") is audio


@pytest.mark.parametrize("kind", ["white", "pink", "brown", "street", "babble"])
@pytest.mark.parametrize("snr", [-5, 0, 10, 25])
def test_the_ratio_to_the_noise_is_what_it_says(kind, snr):
    audio = speech(4.0)
    clean = mono(audio)
    noise = mono(audio.under(f"noise:{kind}:{snr}dB")) - clean
    blocks = clean[: len(clean) // 320 * 320].reshape(-1, 320)
    active = np.repeat(np.sqrt(np.mean(blocks**2, axis=1)) > 0.01 * np.max(np.abs(clean)), 320)
    ratio = 10 * np.log10(power(clean[: len(active)][active]) / power(noise[: len(active)][active]))
    assert ratio == pytest.approx(snr, abs=0.5)


def test_pauses_do_not_count_as_speech():
    word = tone(1.0, 16000, amplitude=4000)
    talk = word.with_silence(before=2.0, after=5.0)
    noise = mono(talk.under("noise:white:10dB"))[:16000]
    assert 10 * np.log10(power(mono(word)) / power(noise)) == pytest.approx(10, abs=0.2)


def test_speech_too_loud_for_its_noise_becomes_quieter_and_keeps_the_ratio():
    loud = speech().normalize(0)
    heard = mono(loud.under("noise:white:-10dB", seed="x"))
    assert np.max(np.abs(heard)) == pytest.approx(1.0, abs=1e-3)
    gain = np.dot(heard, mono(loud)) / np.dot(mono(loud), mono(loud))
    assert gain < 0.9


def test_noise_comes_from_a_file(tmp_path, monkeypatch):
    tone(0.7, 44100, hz=3000, channels=2).save(tmp_path / "cafe.wav")
    audio = speech(2.0)
    from_here = parse_condition("noise:cafe.wav:6dB", folder=tmp_path)
    monkeypatch.chdir(tmp_path)
    heard = audio.under("noise:cafe.wav:6dB", seed="x")
    noise = mono(heard) - mono(audio)
    assert share_of_power(Audio((noise * 32768).astype("<i2").tobytes(), "pcm", 16000), 2900, 3100) > 0.99
    assert from_here.parts == parse_condition(f"noise:{tmp_path / 'cafe.wav'}:6dB").parts


@pytest.mark.parametrize(("kind", "slope"), [("white", 0), ("pink", -3.01), ("brown", -6.02)])
def test_each_noise_has_its_slope(kind, slope):
    noise = mono(tone(8.0, 16000, hz=7900, amplitude=300).under(f"noise:{kind}:-40dB"))
    spectrum = np.abs(np.fft.rfft(noise)) ** 2
    frequencies = np.fft.rfftfreq(len(noise), 1 / 16000)
    octaves = [spectrum[(frequencies >= low) & (frequencies < 2 * low)].mean() for low in (250, 500, 1000, 2000)]
    steps = np.diff(10 * np.log10(octaves))
    assert float(np.mean(steps)) == pytest.approx(slope, abs=0.5)


def test_a_phone_lets_through_its_band_at_its_rate():
    audio = tone(1.0, 24000, hz=100).concat(tone(1.0, 24000, hz=1000), tone(1.0, 24000, hz=3900))
    heard = audio.under("phone")
    assert (heard.sample_rate, heard.duration) == (8000, 3.0)
    assert share_of_power(heard, 900, 1100) > 0.99
    assert speech().under("hd-phone").sample_rate == 16000


def test_g711_is_the_codec_of_everybody():
    audio = speech(1.0, 8000)
    assert audio.under("ulaw") == audio.under("g711") == audio.encode("ulaw").to_pcm()
    assert audio.under("alaw") == audio.encode("alaw").to_pcm()


def noise_of(codec):
    audio = voice().resample(8000)
    return power(mono(audio.under(codec)) - mono(audio))


def test_fewer_bits_sound_worse():
    assert noise_of("g726:40k") < noise_of("g726:32k") < noise_of("g726:24k") < noise_of("g726:16k")
    assert noise_of("amr:12.2k") < noise_of("amr:7.95k") < noise_of("amr:4.75k")
    assert noise_of("opus:32k") < noise_of("opus:16k") < noise_of("opus:6k")


@pytest.mark.parametrize(("condition", "lost"), [("loss:5%", 25), ("loss:20%", 100), ("loss:0%", 0), ("loss:0.1%", 1)])
def test_so_many_packets_are_lost(condition, lost):
    audio = tone(10.0, 8000, hz=441)
    changed = [one != other for one, other in zip(audio.frames(), audio.under(condition).frames(), strict=True)]
    assert sum(changed) == lost


def longest_burst(condition):
    audio = tone(20.0, 8000, hz=441)
    changed = [one != other for one, other in zip(audio.frames(), audio.under(condition).frames(), strict=True)]
    assert sum(changed) == 100
    return max(len(run) for run in "".join("x" if one else " " for one in changed).split())


def test_packets_are_lost_in_bursts():
    assert longest_burst("loss:10%") <= 4
    assert longest_burst("loss:10%:bursts:8") > 8


def test_what_is_lost_is_repeated_more_quietly_and_then_silent():
    audio = tone(1.0, 8000, hz=400)
    heard = audio.under("loss:98%")
    assert mono(heard)[-160:].max() < 0.001
    assert heard.duration == 1.0


def test_everything_may_be_lost():
    assert set(speech().under("loss:100%").data) == {0}


@pytest.mark.parametrize("codec", ["amr:12.2k", "opus:16k"])
def test_a_codec_of_speech_conceals_what_is_lost(codec):
    audio = tone(2.0, 16000, hz=440)
    whole, torn = audio.under(codec), audio.under(f"{codec} + loss:10%", seed="x")
    frames = list(zip(whole.frames(), torn.frames(), strict=True))
    assert sum(one != other for one, other in frames) >= 9
    blocks = mono(torn)[: len(mono(torn)) // 160 * 160].reshape(-1, 160)
    assert np.min(np.sqrt(np.mean(blocks[10:-10] ** 2, axis=1))) > 0.005  # never silent


def test_a_receiver_that_waits_longer_loses_less():
    audio = tone(5.0, 8000, hz=441)

    def lost(condition):
        return sum(one != other for one, other in zip(audio.frames(), audio.under(condition).frames(), strict=True))

    assert lost("jitter:30ms:1s") == 0
    assert 0 < lost("jitter:30ms:60ms") < lost("jitter:60ms:60ms")


def test_gain_is_in_decibels():
    audio = speech()
    assert 10 * np.log10(power(mono(audio.under("gain:-12dB"))) / power(mono(audio))) == pytest.approx(-12, abs=0.1)


def test_clipping_cuts_off_the_peaks():
    audio = speech()
    heard = np.abs(mono(audio.under("clip:6dB")))
    assert heard.max() == pytest.approx(np.abs(mono(audio)).max() / 2, rel=0.01)


def test_hum_has_the_frequency_of_the_mains():
    audio = speech(3.0)
    hum = mono(audio.under("hum:60Hz:10dB")) - mono(audio)
    wave = Audio((hum * 32768).astype("<i2").tobytes(), "pcm", 16000)
    assert sum(share_of_power(wave, 60 * k - 2, 60 * k + 2) for k in range(1, 6)) > 0.99
    assert audio.under("hum:20dB", seed="x").duration == 3.0


def test_an_offset_moves_every_sample():
    assert float(np.mean(mono(speech().under("dc:5%")))) == pytest.approx(
        float(np.mean(mono(speech()))) + 0.05, abs=0.001
    )


def test_a_room_rings_as_long_as_it_says():
    click = Audio(bytes(200) + b"\x00\x60" * 200 + bytes(200), "pcm", 16000)
    tail = mono(click.under("reverb:1s"))
    early, late = power(tail[1600:2400]), power(tail[9600:10400])  # half a second later
    assert 10 * np.log10(early / late) == pytest.approx(30, abs=3)


def test_farther_away_is_quieter_and_has_more_of_the_room():
    near, far = (voice().under(f"distance:{metres}m", seed="x") for metres in (0.5, 8))
    assert power(mono(near)) > power(mono(far))
    clean = mono(voice())

    def like_the_speech(heard):
        return float(np.corrcoef(clean, mono(heard)[: len(clean)])[0, 1])

    assert like_the_speech(near) > like_the_speech(far) + 0.2


@pytest.mark.parametrize("factor", [0.5, 0.8, 1, 1.25, 2, 3, 4])
@pytest.mark.parametrize("rate", [8000, 24000])
def test_a_hurry_keeps_the_pitch_and_loses_neither_end(factor, rate):
    first, last = (tone(0.2, rate, hz=hz) for hz in (300, 900))
    audio = first.with_silence(after=0.6).concat(last)
    heard = audio.under(f"speed:{factor}")
    assert len(mono(heard)) == round(len(mono(audio)) / factor)
    half = heard.duration / 2
    for said, part, hz in ((first, heard[:half], 300), (last, heard[half:], 900)):
        assert share_of_power(part, hz - 60, hz + 60) > 0.9
        assert np.sum(mono(part) ** 2) > 0.75 * np.sum(mono(said) ** 2) / factor


def test_both_channels_are_heard_as_one():
    assert tone(1.0, 8000, channels=2).under("gain:-6dB") == tone(1.0, 8000).under("gain:-6dB", seed="x")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("fone", r"^no condition 'fone'\. Did you mean 'phone'\? There are: clean, phone, "),
        ("noise:10dB + los:5%", r"^no condition 'los'\. Did you mean 'loss'\?"),
        (
            "noise:loud",
            r"^'noise:loud': 'loud' is neither an SNR in dB, such as noise:10dB, nor a kind of noise or a file",
        ),
        ("noise:pnik:10dB", r"Did you mean 'pink'\?"),
        ("noise:xdB", r"^'noise:xdB': 'xdB' is not a valid SNR in dB"),
        ("noise:nandB", r"'nandB' is not a valid SNR in dB"),
        ("noise:1e3dB", r"'1e3dB' is not a valid SNR"),
        ("noise:900dB", r"'900dB' is out of range for a SNR in dB, such as noise:10dB: from -100 to 100"),
        ("noise:cafe.wav:10dB", r"there is no file '.*cafe\.wav'"),
        ("loss:5", r"'5' is not a valid share of packets, such as loss:5%"),
        ("loss:120%", r"'120%' is out of range"),
        ("loss:5%:often", r"'often' is not 'bursts'"),
        ("loss:5%:bursts:0", r"'0' is out of range for a mean length of a burst"),
        ("amr:8k", r"'8k' is not a rate of amr: 4\.75k, 5\.15k, 5\.9k, 6\.7k, 7\.4k, 7\.95k, 10\.2k, 12\.2k"),
        ("g726:20k", r"'20k' is not a rate of g726: 16k, 24k, 32k, 40k"),
        ("opus:2k", r"'2k' is out of range for a rate of opus"),
        ("band:3400-300", r"'3400-300' is not a frequency band such as"),
        (f"band:300-{'9' * 400}", r"'300-9+' is not a frequency band such as"),
        (f"speed:{'9' * 400}", r"'9+' is out of range for a speed"),
        (f"noise:{'9' * 400}dB", r"'9+dB' is out of range for a SNR in dB"),
        (f"noise:{'x' * 400}.wav", r"there is no file '.*xxx\.wav'"),
        ("speed:fast", r"'fast' is not a valid speed, such as 1\.3"),
        ("ulaw:8000", r"it takes nothing behind its name"),
        ("gain:-6dB:-6dB", r"it takes one value behind its name"),
        ("phone:8k", r"'phone' is the name of a whole line, and takes no values"),
        ("", r"a condition is a text such as 'phone' or 'noise:10dB \+ loss:5%', not ''"),
        (7, r"a condition is a text such as .*, not 7"),
    ],
)
def test_a_condition_that_is_none_says_what_is_near(condition, message):
    with pytest.raises(ConditionError, match=message):
        speech().under(condition)


@pytest.mark.parametrize(
    ("audio", "condition", "message"),
    [
        (Audio(b"", "pcm"), "phone", r"there is nothing to hear"),
        (tone(channels=3), "phone", r"one channel or two, not 3"),
        (Audio(bytes(320), "pcm", 0), "phone", r"rate"),
        (Audio(bytes(3200), "pcm"), "noise:10dB", r"there is no speech in it, only silence"),
        *(
            (Audio(b"\x10\x27", "pcm", 48000), line, r"there is nothing to hear")
            for line in ("phone", "hd-phone", "g726:16k", "amr", "speed:4")
        ),
        (Audio(b"\x10\x27", "pcm", 192_000), "voip", r"there is nothing to hear at 48000 Hz of 1 samples at 192000 Hz"),
        (tone(rate=1000), "hum:1000Hz", r"the noise is silent"),
        *(
            (Audio(b"\x10\x27" * 50, "pcm", 10), line, r"no speech has 10 samples a second")
            for line in ("speed", "loss", "reverb", "hum")
        ),
    ],
)
def test_what_is_no_speech_is_refused(audio, condition, message):
    with pytest.raises(AudioError, match=message):
        audio.under(condition)


@pytest.mark.parametrize("seed", [42, b"hello"])
def test_a_seed_that_is_no_text_is_refused(seed):
    with pytest.raises(ConditionError) as caught:
        speech().under("loss:5%", seed=seed)
    assert str(caught.value) == f"seed={seed!r} must be a text, or None for the speech itself"


def test_half_of_a_surrogate_pair_is_a_seed_too():
    heard = speech().under("loss:5%", seed="\ud83d")
    assert heard == speech().under("loss:5%", seed="\ud83d") != speech().under("loss:5%", seed="\ud83e")


def test_a_codec_that_the_installed_ffmpeg_lacks_is_named_with_the_cure():
    with pytest.raises(AudioError) as caught:
        encoded("libmissing", bytes(320), 8000)
    assert str(caught.value) == (
        f"PyAV {av.__version__} has no codec 'libmissing': pip install \"russo-core[audio]\" brings a version that has it"
    )
