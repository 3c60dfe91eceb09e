"""Listening to new recordings: a wrong text causes a retry, and then an error; the transcript is stored."""

from __future__ import annotations

import json
import threading

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import BrokenPluginError, BudgetExceededError, ConfigurationError, TranscriptMismatchError
from russo.plugins import load_plugins
from russo.spending.budget import Budget, parse_limit
from russo.spending.ledger import totals
from russo.transcripts import Hearing, heard_in

# A listener that hears the text that the audio bytes spell, and logs each call.
EARS = """
import threading
from russo import hookimpl

asked = []


@hookimpl
def russo_transcribe(audio, language):
    asked.append((audio.data.decode(), language, threading.current_thread() is threading.main_thread()))
    return {said}
"""


class Speaker:
    """Says the given words instead of the text."""

    provider = "speaker"

    def __init__(self, *answers: str, **fields: str) -> None:
        self.answers = list(answers)
        self.cache_fields = fields
        self.calls = 0

    async def synthesize(self, text: str) -> Audio:
        self.calls += 1
        said = self.answers.pop(0) if self.answers else text
        return Audio(said.encode() + b" " * (len(said.encode()) % 2), "pcm")


@pytest.fixture
def ears(install):
    def make(said="audio.data.decode()", name="ears"):
        install(f"russo-{name}", f"{name}_plugin", EARS.format(said=said), name=name, group="russo.plugins")
        plugins = load_plugins([name])
        import importlib

        return plugins, importlib.import_module(f"{name}_plugin").asked

    return make


@pytest.fixture
def cache(tmp_path):
    return AudioCache(tmp_path / "cache")


def meta_of(cache):
    [file] = cache.cache_dir.glob("*.meta")
    return json.loads(file.read_text(encoding="utf-8"))


async def test_it_is_asked_once_when_it_is_paid_for_and_not_on_a_hit(ears, cache):
    plugins, asked = ears()
    synth = CachedSynthesizer(Speaker(language="en-GB"), cache=cache, plugins=plugins)
    first = await synth.synthesize("It costs $5.")
    assert await synth.synthesize("It costs $5.") == first
    assert asked == [("It costs $5.", "en-GB", False)]
    assert threading.current_thread() is threading.main_thread()


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ({"language": "eng"}, "en"),
        ({"language": "cmn-CN"}, "zh-CN"),
        ({"language_code": "nb-NO"}, "no-NO"),
        ({"language": "fil-PH"}, "tl-PH"),
        ({"voice": "en-US-natalie", "locale": "de-DE"}, "de-DE"),
        ({"language": "auto"}, None),
        ({"language": "und"}, None),
        ({"language": "English"}, None),
        ({"voice": "nb"}, "no"),
        ({"voice": "alloy"}, None),
    ],
)
async def test_a_language_is_named_as_listeners_know_it(ears, cache, fields, language):
    plugins, asked = ears("'It costs five dollars'")
    await CachedSynthesizer(Speaker(**fields), cache=cache, plugins=plugins).synthesize("It costs five dollars")
    assert [told for _, told, _ in asked] == [language]


async def test_what_was_heard_is_in_the_entry_and_the_key_is_as_without(ears, cache):
    plugins, _ = ears("'It costs five dollars'")
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=plugins)
    await synth.synthesize("It costs $5.")
    assert meta_of(cache)["heard"] == {
        "verdict": "same",
        "transcript": "It costs five dollars",
        "listener": "ears (russo-ears 1.0)",
    }
    [entry] = cache.entries()
    assert entry.hearing == Hearing("same", "It costs five dollars", "ears (russo-ears 1.0)")
    assert entry.key == CachedSynthesizer(Speaker(), cache=cache).key("It costs $5.")
    assert CachedSynthesizer(Speaker(), cache=cache).lookup("It costs $5.") is not None


async def test_another_text_is_another_try(ears, cache):
    plugins, asked = ears()
    speaker = Speaker("Do press it", "Do not press it")
    events = []
    synth = CachedSynthesizer(speaker, cache=cache, plugins=plugins, observers=[events.append])
    audio = await synth.synthesize("Do not press it")
    assert audio.data.decode().strip() == "Do not press it"
    assert speaker.calls == len(asked) == 2
    [event] = events
    assert (event.kind, event.attempts, event.hearing.verdict) == ("synthesized", 2, "same")
    assert meta_of(cache)["heard"]["transcript"] == "Do not press it"


async def test_twice_another_text_is_an_error_and_nothing_is_kept(ears, cache):
    plugins, _ = ears()
    events = []
    synth = CachedSynthesizer(
        Speaker("Do press it", "Do press this"), cache=cache, plugins=plugins, observers=[events.append]
    )
    with pytest.raises(TranscriptMismatchError) as caught:
        await synth.synthesize("Do not press it")
    assert str(caught.value) == (
        "speaker was to say 'Do not press it', but ears (russo-ears 1.0) heard 'Do press this': 'press this' instead of "
        "'not'. It was not kept: try again, or set russo_on_mismatch = warn to keep it anyway"
    )
    assert (caught.value.text, caught.value.transcript) == ("Do not press it", "Do press this")
    assert [(event.kind, event.attempts) for event in events] == [("failed", 2)]
    assert cache.size() == 0
    assert totals(cache.cache_dir).spent.utterances == 2


async def test_with_a_warning_it_is_kept_with_its_verdict(ears, cache, caplog):
    plugins, _ = ears()
    synth = CachedSynthesizer(Speaker("wrong", "wrong"), cache=cache, plugins=plugins, on_mismatch="warn")
    await synth.synthesize("right")
    assert "speaker was to say 'right'" in caplog.text
    assert meta_of(cache)["heard"] == {
        "verdict": "different",
        "transcript": "wrong",
        "listener": "ears (russo-ears 1.0)",
        "difference": "'wrong' instead of 'right'",
    }


async def test_a_budget_without_a_second_call_ends_the_tries(ears, cache, tmp_path):
    plugins, _ = ears()
    speaker = Speaker("wrong")
    budget = Budget(parse_limit("1 calls"), tmp_path, "run")
    synth = CachedSynthesizer(speaker, cache=cache, plugins=plugins, budget=budget)
    with pytest.raises(TranscriptMismatchError) as caught:
        await synth.synthesize("right")
    assert isinstance(caught.value.__cause__, BudgetExceededError)
    assert speaker.calls == 1


async def test_a_text_that_a_plugin_has_changed_may_be_heard_in_either_spelling(install, ears, cache):
    code = "from russo import hookimpl\n@hookimpl\ndef russo_text(synthesizer, text):\n"
    code += "    return text.replace('SQL', 'sequel')\n"
    install("russo-spell", "spell_plugin", code, name="spell", group="russo.plugins")
    ears("'Learn SQL'")
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=load_plugins(["spell", "ears"]))
    await synth.synthesize("Learn SQL")
    assert meta_of(cache)["heard"]["verdict"] == "same"
    assert meta_of(cache)["prompt"] == "Learn sequel"


async def test_the_first_that_understands_decides(ears, cache):
    ears("None", "deaf")
    ears("'hello'")
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=load_plugins(["deaf", "ears"]))
    await synth.synthesize("Hello")
    assert meta_of(cache)["heard"]["listener"] == "ears (russo-ears 1.0)"


async def test_where_nobody_understands_that_is_said(ears, cache):
    plugins, _ = ears("None")
    await CachedSynthesizer(Speaker(), cache=cache, plugins=plugins).synthesize("Hello")
    assert meta_of(cache)["heard"] == {"verdict": "unheard"}


@pytest.mark.parametrize(("said", "what"), [("1 / 0", "ZeroDivisionError"), ("5", "TypeError")])
async def test_a_listener_that_fails_is_an_error_after_what_was_paid_for_is_kept(ears, cache, said, what):
    plugins, _ = ears(said)
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=plugins)
    with pytest.raises(BrokenPluginError, match=f"plugin 'ears'.*failed in russo_transcribe: {what}"):
        await synth.synthesize("Hello")
    assert meta_of(cache)["heard"]["verdict"] == "unheard"
    assert (await synth.synthesize("Hello")).data.decode().strip() == "Hello"


async def test_without_a_cache_it_listens_too(ears, cache):
    plugins, _ = ears()
    synth = CachedSynthesizer(Speaker("wrong", "wrong"), cache=cache, plugins=plugins, enabled=False)
    with pytest.raises(TranscriptMismatchError):
        await synth.synthesize("right")


def test_what_becomes_of_a_mismatch_is_one_of_two(cache):
    with pytest.raises(ConfigurationError, match="on_mismatch='ignore' must be 'error' or 'warn'"):
        CachedSynthesizer(Speaker(), cache=cache, on_mismatch="ignore")


@pytest.mark.parametrize(
    "heard", [{}, {"verdict": "perhaps"}, {"verdict": ["same"]}, {"verdict": "same", "transcript": 5}]
)
def test_nonsense_in_a_meta_is_no_hearing(heard):
    assert heard_in(heard) is None


async def test_a_transcript_that_no_file_can_hold_is_kept_as_far_as_it_can_be(ears, cache):
    plugins, _ = ears(r"'Hello \ud800'")
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=plugins, on_mismatch="warn")
    await synth.synthesize("Hello")
    assert meta_of(cache)["heard"]["transcript"] == "Hello ?"
    assert synth.lookup("Hello") is not None
