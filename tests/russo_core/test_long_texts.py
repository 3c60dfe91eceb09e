"""A text that is too long for one call is split, spoken in parallel, cached in pieces, and joined."""

from __future__ import annotations

import asyncio
import re
from array import array
from itertools import pairwise

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import CacheMissError, SynthesisError
from russo.events import Part
from russo.plugins import load_plugins

SENTENCES = [f"This is the sentence with number {number:03} of all." for number in range(5)]
TEXT = " ".join(SENTENCES)


class Speaker:
    """Says each text as a tone of its own level, and refuses texts that are too long."""

    provider = "speaker"

    def __init__(self, max_characters=60, rates=(), form="pcm"):
        self.max_characters = max_characters
        self.asked = []
        self.at_once = self.most_at_once = 0
        self.fail = ""
        self.rates = list(rates)
        self.form = form

    async def synthesize(self, text):
        assert len(text) <= (self.max_characters or len(text))
        self.asked.append(text)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        for _ in range(5):
            await asyncio.sleep(0)
        self.at_once -= 1
        if self.fail and self.fail in text:
            raise SynthesisError("out of breath")
        found = re.search(r"\d{3}", text)
        number = int(found[0]) % 5 if found else 0
        rate = self.rates[number] if self.rates else 24000
        pcm = Audio(array("h", [1000 * (number + 1)] * (rate // 10)).tobytes(), "pcm", rate)
        return pcm if self.form == "pcm" else pcm.to_wav()


@pytest.fixture
def cache(tmp_path):
    return AudioCache(tmp_path / "cache")


async def test_each_sentence_is_an_entry_spoken_side_by_side_and_joined(cache):
    events = []
    speaker = Speaker()
    synth = CachedSynthesizer(speaker, cache=cache, observers=[events.append])
    audio = await synth.synthesize(TEXT)
    assert sorted(speaker.asked) == SENTENCES
    assert speaker.most_at_once == 5
    assert (audio.duration, audio.sample_rate, audio.format) == (0.5, 24000, "pcm")
    assert {entry.prompt for entry in cache.entries()} == set(SENTENCES)
    assert sorted(events, key=lambda event: event.part)[1].part == Part(2, 5, TEXT)
    assert {(event.kind, event.attempts) for event in events} == {("synthesized", 1)}


async def test_a_limit_in_bytes_counts(cache):
    speaker = Speaker(max_characters=None)
    speaker.max_text_bytes = 130
    text = "Ärgerlich übermütige Bäcker äßen ölige Knödel früh. " * 4
    await CachedSynthesizer(speaker, cache=cache).synthesize(text)
    assert speaker.asked == [" ".join([text[:51]] * 2)]
    assert len(speaker.asked[0]) < len(speaker.asked[0].encode()) <= 130


async def test_the_next_time_it_is_joined_from_the_cache(cache):
    first = await CachedSynthesizer(Speaker(), cache=cache).synthesize(TEXT)
    events = []
    speaker = Speaker()
    synth = CachedSynthesizer(speaker, cache=cache, offline=True, observers=[events.append])
    assert synth.lookup(TEXT) == first == await synth.synthesize(TEXT)
    assert speaker.asked == []
    assert [(event.kind, str(event.part)) for event in events[:5]] == [
        ("hit", f"part {number} of 5") for number in range(1, 6)
    ]


async def test_only_what_changed_is_spoken_again(cache):
    await CachedSynthesizer(Speaker(), cache=cache).synthesize(TEXT)
    speaker = Speaker()
    changed = TEXT.replace("003", "300")
    assert CachedSynthesizer(speaker, cache=cache).lookup(changed) is None
    await CachedSynthesizer(speaker, cache=cache).synthesize(changed)
    assert speaker.asked == ["This is the sentence with number 300 of all."]


async def test_offline_a_missing_piece_is_a_miss(cache):
    with pytest.raises(CacheMissError, match="number 000"):
        await CachedSynthesizer(Speaker(), cache=cache, offline=True).synthesize(TEXT)


async def test_one_that_fails_does_not_lose_the_others(cache):
    speaker = Speaker()
    speaker.fail = "002"
    with pytest.raises(SynthesisError, match="out of breath"):
        await CachedSynthesizer(speaker, cache=cache).synthesize(TEXT)
    assert cache.size() == 4


async def test_a_piece_that_is_cancelled_does_not_hide_why(cache):
    class Cancelling(Speaker):
        async def synthesize(self, text):
            if "000" in text:
                raise asyncio.CancelledError
            return await super().synthesize(text)

    speaker = Cancelling()
    speaker.fail = "003"
    with pytest.raises(SynthesisError, match="out of breath"):
        await CachedSynthesizer(speaker, cache=cache).synthesize(TEXT)
    assert cache.size() == 3


async def test_a_piece_that_ends_the_process_does_not_lose_the_others(cache):
    class Ending(Speaker):
        async def synthesize(self, text):
            if "002" in text:
                raise SystemExit("no licence")
            return await super().synthesize(text)

    with pytest.raises(SynthesisError, match="no licence"):
        await CachedSynthesizer(Ending(), cache=cache).synthesize(TEXT)
    assert cache.size() == 4


@pytest.mark.parametrize("longest", [None, len(TEXT)])
async def test_where_one_call_suffices_it_is_one_call_and_one_entry(cache, longest):
    speaker = Speaker(longest)
    await CachedSynthesizer(speaker, cache=cache).synthesize(TEXT)
    assert speaker.asked == [TEXT]
    assert cache.size() == 1


async def test_joints_do_not_click_and_the_rate_is_that_of_the_first(cache):
    speaker = Speaker(rates=[24000, 16000, 24000, 48000, 24000], form="wav")
    audio = await CachedSynthesizer(speaker, cache=cache).synthesize(TEXT)
    assert (audio.format, audio.sample_rate) == ("wav", 24000)
    assert audio.duration == pytest.approx(0.5, abs=0.001)
    samples = array("h", audio.to_pcm().data)
    steps = [abs(one - other) for one, other in pairwise(samples)]
    assert max(steps) < 120
    assert samples[0] == 1000
    assert samples[-1] == 5000


async def test_without_a_cache_it_is_joined_too(cache):
    audio = await CachedSynthesizer(Speaker(), cache=cache, enabled=False).synthesize(TEXT)
    assert audio.duration == 0.5
    assert cache.size() == 0


async def test_what_a_plugin_makes_of_a_piece_fits_as_well(cache, install):
    code = "from russo import hookimpl\n@hookimpl\ndef russo_text(synthesizer, text):\n"
    code += "    return text.replace('number', 'very special number')\n"
    install("russo-long", "long_plugin", code, name="long", group="russo.plugins")
    speaker = Speaker(70)
    synth = CachedSynthesizer(speaker, cache=cache, plugins=load_plugins(["long"]))
    await synth.synthesize(TEXT)
    assert all("very special number" in text for text in speaker.asked)
    assert synth.lookup(TEXT) is not None


async def test_a_wrapper_around_a_wrapper_splits_as_one_does(cache, tmp_path):
    speaker = Speaker()
    inner = CachedSynthesizer(speaker, cache=cache)
    outer = CachedSynthesizer(inner, cache=AudioCache(tmp_path / "outer"))
    assert (await outer.synthesize(TEXT)).duration == 0.5
    assert sorted(speaker.asked) == SENTENCES
    assert cache.size() == outer.cache.size() == 5


async def test_a_recording_of_the_whole_comes_first(cache):
    synth = CachedSynthesizer(Speaker(), cache=cache)
    whole = Audio(bytes(480), "pcm")
    synth.keep(TEXT, whole)
    assert synth.lookup(TEXT) == whole == await synth.synthesize(TEXT)
