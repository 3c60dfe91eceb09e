"""Plugins that change the text, the key or the audio: whatever changes the sound changes the key."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import BrokenPluginError
from russo.plugins import load_plugins

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from russo_core.conftest import Install

HEAD = "from russo import Audio, hookimpl\n"
SPELL = HEAD + "@hookimpl\ndef russo_text(synthesizer, text):\n    return text.replace({old!r}, {new!r})\n"
TAIL = (
    HEAD
    + "@hookimpl\ndef russo_cache_key(synthesizer, text):\n    return {{'tail': {tail!r}}}\n"
    + "@hookimpl\ndef russo_audio(synthesizer, text, audio):\n    return Audio(audio.data + {tail!r}.encode(), 'pcm')\n"
)


class Speaker:
    provider = "speaker"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def synthesize(self, text: str) -> Audio:
        self.asked.append(text)
        return Audio(text.encode(), "pcm")


@pytest.fixture
def plugin(install: Install) -> Callable[[str, str], None]:
    def make(name: str, code: str) -> None:
        install(f"russo-{name}", f"{name}_plugin", code, name=name, group="russo.plugins")

    return make


def wrapped(tmp_path: Path, *names: str, inner: Any = None) -> CachedSynthesizer:
    return CachedSynthesizer(inner or Speaker(), cache=AudioCache(tmp_path / "cache"), plugins=load_plugins(names))


async def test_a_changed_text_is_what_is_spoken_and_keyed(tmp_path: Path, plugin: Callable[..., None]) -> None:
    plugin("spell", SPELL.format(old="SQL", new="sequel"))
    synth = wrapped(tmp_path, "spell")
    plain = wrapped(tmp_path)
    assert (await synth.synthesize("Learn SQL")).data == b"Learn sequel"
    assert synth.inner.asked == ["Learn sequel"]  # type: ignore[attr-defined]
    assert synth.spoken("Learn SQL") == "Learn sequel"
    assert synth.key("Learn SQL") == plain.key("Learn sequel") != plain.key("Learn SQL")
    assert synth.key("Learn") == plain.key("Learn")
    assert plain.lookup("Learn sequel") == synth.lookup("Learn SQL")


async def test_plugins_change_the_text_in_the_order_of_the_settings(
    tmp_path: Path, plugin: Callable[..., None]
) -> None:
    plugin("one", SPELL.format(old="a", new="b"))
    plugin("two", SPELL.format(old="b", new="c"))
    assert wrapped(tmp_path, "one", "two").spoken("a b") == "c c"
    assert wrapped(tmp_path, "two", "one").spoken("a b") == "b c"


async def test_changed_audio_is_what_is_kept_and_its_order_is_in_the_key(
    tmp_path: Path, plugin: Callable[..., None]
) -> None:
    plugin("one", TAIL.format(tail="+1"))
    plugin("two", TAIL.format(tail="+2"))
    forth, back, alone = (wrapped(tmp_path, *names) for names in (("one", "two"), ("two", "one"), ("one",)))
    assert (await forth.synthesize("ab")).data == b"ab+1+2"
    assert (await back.synthesize("ab")).data == b"ab+2+1"
    assert (await alone.synthesize("ab")).data == b"ab+1"
    assert len({synth.key("ab") for synth in (forth, back, alone, wrapped(tmp_path))}) == 4
    assert forth.lookup("ab") == Audio(b"ab+1+2", "pcm")


async def test_what_wrappers_inside_change_is_in_the_key_of_the_one_outside(
    tmp_path: Path, plugin: Callable[..., None]
) -> None:
    plugin("spell", SPELL.format(old="SQL", new="sequel"))
    plugin("tail", TAIL.format(tail="++"))
    once = wrapped(tmp_path, "spell", "tail")
    outside = wrapped(tmp_path / "other", inner=once)
    twice = wrapped(tmp_path, "tail", inner=wrapped(tmp_path, "spell", "tail"))
    assert outside.key("SQL") == once.key("SQL")
    assert (await outside.synthesize("SQL")).data == b"sequel++"
    assert (await twice.synthesize("SQL")).data == b"sequel++++"
    assert twice.key("SQL") != once.key("SQL")
    assert once.lookup("SQL") == Audio(b"sequel++", "pcm")


async def test_without_the_cache_plugins_are_in_force_too(tmp_path: Path, plugin: Callable[..., None]) -> None:
    plugin("spell", SPELL.format(old="SQL", new="sequel"))
    plugin("tail", TAIL.format(tail="++"))
    synth = wrapped(tmp_path, "spell", "tail")
    synth.enabled = False
    assert (await synth.synthesize("SQL")).data == b"sequel++"


async def test_a_plugin_may_watch(
    tmp_path: Path, plugin: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    watch = "@hookimpl\ndef russo_event(event):\n    seen.append((event.kind, event.text))\n"
    plugin("watch", HEAD + "seen = []\n" + watch)
    plugin("faint", HEAD + "@hookimpl\ndef russo_event(event):\n    raise KeyError('x')\n")
    synth = wrapped(tmp_path, "faint", "watch")
    for _ in range(2):
        assert (await synth.synthesize("ab")).data == b"ab"
    import watch_plugin  # type: ignore[import-not-found]

    assert watch_plugin.seen == [("synthesized", "ab"), ("hit", "ab")]
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]
    assert "plugin 'faint' (russo-faint 1.0) failed in russo_event: KeyError('x')" in caplog.text


CHANGED = "ValueError(\"it changed the audio of 'ab', but its russo_cache_key returns no fields for that text\")"
NO_KEY = "\n@hookimpl\ndef russo_cache_key(synthesizer, text): return {}\n"


@pytest.mark.parametrize(
    ("hook", "arguments", "body", "reason"),
    [
        ("russo_text", "text", "return 5", "TextError('a text to speak must be a str, not int: 5')"),
        ("russo_text", "text", "return ' '", "TextError(\"no text to speak: ' '\")"),
        ("russo_text", "text", "raise KeyError('x')", "KeyError('x')"),
        ("russo_cache_key", "text", "return 5", "TypeError('it must return a mapping or None, not 5')"),
        (
            "russo_cache_key",
            "text",
            "return {'x': b''}",
            "CacheKeyError(\"russo_cache_key['x'] is a bytes, which JSON cannot hold: b''\")",
        ),
        (
            "russo_audio",
            "audio",
            "return b'ab'",
            "TypeError(\"it must return an Audio that is not empty, or None, not b'ab'\")",
        ),
        ("russo_audio", "audio", "return Audio(b'else', 'pcm')", CHANGED),
        ("async russo_text", "text", "return text", "TypeError('a hook must be a plain function, not an async one')"),
    ],
)
async def test_nonsense_is_named_with_its_distribution(
    tmp_path: Path, plugin: Callable[..., None], hook: str, arguments: str, body: str, reason: str
) -> None:
    is_async, name = hook.startswith("async"), hook.removeprefix("async ")
    code = f"{HEAD}@hookimpl\n{'async ' if is_async else ''}def {name}({arguments}): {body}\n"
    plugin("odd", code + (NO_KEY if name == "russo_audio" else ""))
    with pytest.raises(BrokenPluginError) as caught:
        await wrapped(tmp_path, "odd").synthesize("ab")
    assert str(caught.value) == f"plugin 'odd' (russo-odd 1.0) failed in {name}: {reason}"
    assert list((tmp_path / "cache").glob("*.audio")) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "@hookimpl\ndef russo_audio(audio): pass",
            "it implements russo_audio without russo_cache_key, but what changes the sound must be in the key",
        ),
        (
            "@hookimpl\ndef russo_provider(): pass",
            "russo_provider is for the group 'russo' of entry points: this one is in 'russo.plugins'",
        ),
        ("@hookimpl\ndef russo_telepathy(): pass", "unknown hook 'russo_telepathy'"),
        ("@hookimpl\ndef russo_text(text, mood): pass", "Argument(s) {'mood'}"),
        (
            "@hookimpl\ndef russo_event(): pass\ndef russo_text(text): pass",
            "russo_text is not marked: put russo.hookimpl above it",
        ),
        ("raise SystemExit(3)", "SystemExit(3)"),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused_when_it_is_loaded(
    plugin: Callable[..., None], code: str, reason: str
) -> None:
    plugin("odd", HEAD + code)
    with pytest.raises(BrokenPluginError) as caught:
        load_plugins(["odd"])
    message = str(caught.value)
    assert message.startswith("plugin 'odd' is installed (russo-odd 1.0), but its plugin failed to load: ")
    assert reason in message
    assert message.endswith("; try: pip install --upgrade russo-odd, or uninstall it")


def test_a_plugin_for_another_russo_is_told_apart_from_one_that_is_broken(plugin: Callable[..., None]) -> None:
    plugin("newer", HEAD + "@hookimpl\ndef russo_telepathy(): pass")
    with pytest.raises(
        BrokenPluginError,
        match=r"the hooks of russo-core \S+ are russo_provider, russo_text, russo_cache_key, "
        r"russo_audio, russo_transcribe, russo_event; "
        r"russo-newer was written for another version of them, or misspells one",
    ):
        load_plugins(["newer"])
    plugin(
        "ready", HEAD + "@hookimpl(optionalhook=True)\ndef russo_telepathy(): pass\n@hookimpl\ndef russo_event(): pass"
    )
    assert load_plugins(["ready"]) is not None


def test_one_that_is_not_named_is_not_even_imported(tmp_path: Path, plugin: Callable[..., None]) -> None:
    before = wrapped(tmp_path).key("ab")
    plugin("bomb", "raise SystemExit")
    plugin("spell", SPELL.format(old="SQL", new="sequel"))
    assert wrapped(tmp_path).key("ab") == wrapped(tmp_path, "spell").key("ab") == before


def test_leftovers_of_an_uninstallation_are_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "russo_gone-1.0.dist-info").mkdir(parents=True)
    (site / "russo_gone-1.0.dist-info" / "entry_points.txt").write_text("[russo.plugins]\ngone = gone_plugin\n")
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(BrokenPluginError, match=r"^plugin 'gone' is installed \(\S+.*No module named 'gone_plugin'"):
        load_plugins(["gone"])


def test_an_editable_install_and_a_wheel_of_one_distribution_are_one(install: Install) -> None:
    code = HEAD + "@hookimpl\ndef russo_event(event): pass\n"
    install("russo-twin", "twin_plugin", code, name="twin", group="russo.plugins", version="0.9")
    site = install("russo.twin", "twin_plugin", code, name="twin", group="russo.plugins")
    assert site.name == "site-of-russo.twin"
    assert load_plugins(["twin"]) is not None


THREADS = """
import threading
from russo import hookimpl
SEEN = {}
def note(hook):
    SEEN.setdefault(hook, threading.current_thread().name)
@hookimpl
def russo_text(synthesizer, text):
    note("russo_text")
@hookimpl
def russo_cache_key(synthesizer, text):
    note("russo_cache_key")
@hookimpl
def russo_audio(synthesizer, text, audio):
    note("russo_audio")
@hookimpl
def russo_event(event):
    note("russo_event")
"""


def test_a_hook_is_called_in_the_thread_that_asks(tmp_path: Path, plugin: Callable[..., None]) -> None:
    plugin("threads", THREADS)
    synth = wrapped(tmp_path, "threads")
    asking = threading.Thread(target=asyncio.run, args=(synth.synthesize("hello"),), name="asking")
    asking.start()
    asking.join()
    hooks = ("russo_text", "russo_cache_key", "russo_audio", "russo_event")
    assert dict.fromkeys(hooks, "asking") == sys.modules["threads_plugin"].SEEN
