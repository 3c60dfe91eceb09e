"""`russo cache verify --listen`, and the transcript in `russo cache show`."""

from __future__ import annotations

import json
import os
import shlex
import sys

import pytest

import forked
from russo import Audio, AudioCache, CachedSynthesizer
from russo.transcripts import Hearing

EARS = """
from russo import hookimpl


@hookimpl
def russo_transcribe(audio, language):
    said = audio.data.decode().strip()
    return None if language == "fr" else said
"""


class Speaker:
    provider = "speaker"

    def __init__(self, language="en"):
        self.cache_fields = {"language": language}


@pytest.fixture
def site(install):
    return install("russo-ears", "ears_plugin", EARS, name="ears", group="russo.plugins")


@pytest.fixture
def cache(tmp_path):
    """A hundred recordings, one of which is of another sentence."""
    cache = AudioCache(tmp_path / ".russo_cache")
    for number in range(100):
        said = "Do press it" if number == 41 else f"This is sentence {number:04}"
        CachedSynthesizer(Speaker(), cache=cache).keep(
            f"This is sentence {number:04}", Audio(f"{said: <22}".encode(), "pcm")
        )
    return cache


def russo(cache, site, *arguments, status=0):
    environment = {**os.environ, "PYTHONPATH": str(site), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "russo", "cache", *arguments]
    done = forked.run(command, cwd=cache.cache_dir.parent, env=environment, text=True)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def key_of(text):
    return CachedSynthesizer(Speaker()).key(text)


def test_the_one_wrong_recording_is_found(cache, site):
    key = key_of("This is sentence 0041")
    assert russo(cache, site, "verify", "--listen", "--plugin", "ears", status=1).splitlines() == [
        "100 entries sound; 0 damaged",
        f"{key}: 'This is sentence 0041' was heard as 'Do press it': 'do press it' instead of 'This'",
        "100 entries heard: 99 as their text, 1 to record again",
        f"delete what is wrong, and record it again: russo cache rm {key[:12]}",
        "and then russo warm, or pytest --russo-online",
    ]
    almost = key_of("This is sentence 0042")
    CachedSynthesizer(Speaker(), cache=cache).keep("This is sentence 0042", Audio(b"This is sentence 42 ", "pcm"))
    hint = russo(cache, site, "verify", "--listen", "--plugin", "ears", status=1).splitlines()[-2]
    assert hint == (
        f"delete what is wrong, the least alike first, and record it again: russo cache rm {key[:12]} {almost[:12]}"
    )
    CachedSynthesizer(Speaker(), cache=cache).keep("This is sentence 0042", Audio(b"This is sentence 0042 ", "pcm"))
    found = json.loads(russo(cache, site, "verify", "--listen", "--plugin", "ears", "--json", status=1))
    assert [one["key"] for one in found["heard"] if one["hearing"]["verdict"] == "different"] == [key]


def test_the_command_that_deletes_what_is_wrong_can_be_typed(cache, site):
    elsewhere = AudioCache(cache.cache_dir.with_name("my recordings"))
    for number, said in enumerate((b"Do press it ", b"Do not press it ")):
        elsewhere.put(f"to-be-pressed-{number}", Audio(said, "pcm"), prompt="Press it")
    told = russo(elsewhere, site, "verify", "--plugin", "ears", "--cache-dir", "my recordings", status=1).splitlines()
    command = told[-2].partition("again: russo cache ")[2]
    assert command == "rm --cache-dir 'my recordings' to-be-pressed-1 to-be-pressed-0"
    assert russo(elsewhere, site, *shlex.split(command)) == "deleted 2 entries of 'Press it'\n"


def test_long_texts_of_the_same_words_are_sorted_as_well(cache, site):
    cache.clear()
    for text in ("one two " * 1_500, "one " * 3_000):
        cache.put(AudioCache().cache_key(text), Audio(b"two one three " * 500, "pcm"), prompt=text)
    hint = russo(cache, site, "verify", "--plugin", "ears", status=1).splitlines()[-2]
    keys = [AudioCache().cache_key(text)[:12] for text in ("one " * 3_000, "one two " * 1_500)]
    assert hint.endswith(f"the least alike first, and record it again: russo cache rm {' '.join(keys)}")


def test_looking_at_entries_is_no_use_of_them(cache, site):
    for path in cache.cache_dir.glob("*.meta"):
        os.utime(path, (0, 0))
    russo(cache, site, "verify", "--plugin", "ears", status=1)
    russo(cache, site, "export", "out")
    russo(cache, site, "show", "This is sentence 0001")
    assert russo(cache, site, "prune", "--unused-for", "1d").endswith("; 0 left\n")


def test_all_right(cache, site):
    CachedSynthesizer(Speaker(), cache=cache).keep("This is sentence 0041", Audio(b"This is sentence 0041 ", "pcm"))
    CachedSynthesizer(Speaker("fr"), cache=cache).keep("Bonjour", Audio(b"Hello!", "pcm"))
    assert russo(cache, site, "verify", "--listen", "--plugin", "ears").splitlines() == [
        "101 entries sound; 0 damaged",
        "101 entries heard: 100 as their text, 0 to record again, 1 not understood",
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_a_listener_that_fails_checks_nothing(cache, install, as_json):
    cache.clear()
    for text, audio in (("Hello", b"Hello "), ("Good night", b"noise!")):
        cache.put(AudioCache().cache_key(text), Audio(audio, "pcm"), prompt=text)
    failing = EARS.replace("return None", "assert said != 'noise!', 'no model'; return None")
    site = install("russo-ears", "ears_plugin", failing, name="ears", group="russo.plugins")
    said = russo(cache, site, "verify", "--plugin", "ears", *["--json"][: int(as_json)], status=1)
    if not as_json:
        problem = "plugin 'ears' (russo-ears 1.0) failed in russo_transcribe: AssertionError('no model')"
        assert said.splitlines() == [
            "2 entries sound; 0 damaged",
            f"{AudioCache().cache_key('Good night')}: 'Good night' was not heard: {problem}",
            "1 entry heard: 1 as their text, 0 to record again; 1 not heard, because the listener failed",
        ]


@pytest.fixture
def both(cache, install):
    """Two recordings, one of another sentence, and two plugins, the first of which fails for the other recording."""
    cache.clear()
    for text, audio in (("Good night", b"Good night"), ("Hello", b"Hi")):
        cache.put(AudioCache().cache_key(text), Audio(audio.ljust(22), "pcm"), prompt=text)
    failing = EARS.replace(
        "return None if", "if said == 'Good night': raise SystemExit('no model')\n    return None if"
    )
    return [
        install("russo-ears", "ears_plugin", EARS, name="ears", group="russo.plugins"),
        install("russo-deaf", "deaf_plugin", failing, name="deaf", group="russo.plugins"),
        install("russo-bomb", "bomb_plugin", "raise RuntimeError('no torch')", name="bomb", group="russo.plugins"),
    ]


BOMB = (
    "plugin 'bomb' is installed (russo-bomb 1.0), but its plugin failed to load: RuntimeError('no torch'); "
    "try: pip install --upgrade russo-bomb, or uninstall it"
)
DEAF = "plugin 'deaf' (russo-deaf 1.0) failed in russo_transcribe: SystemExit('no model')"


@pytest.mark.parametrize("names", [("bomb", "deaf", "bomb", "deaf", "ears"), ()])
def test_a_listener_that_is_broken_does_not_hide_the_others(cache, both, names):
    site = os.pathsep.join(map(str, both))
    options = [word for name in names for word in ("--plugin", name)]
    good, hello = (AudioCache().cache_key(text) for text in ("Good night", "Hello"))
    wrong = f"{hello}: 'Hello' was heard as 'Hi': 'hi' instead of 'Hello'"
    partly = f"{good}: 'Good night' was not heard by every plugin: {DEAF}"
    said = russo(cache, site, "verify", "--listen", *options, status=1).splitlines()
    assert said[:2] == ["2 entries sound; 0 damaged", BOMB]
    assert sorted(said[2:4]) == sorted([wrong, partly])
    assert said[4:] == [
        "2 entries heard: 1 as their text, 1 to record again; 1 not heard by every plugin, because one failed",
        f"delete what is wrong, and record it again: russo cache rm {hello[:12]}",
        "and then russo warm, or pytest --russo-online",
    ]
    told = json.loads(russo(cache, site, "verify", "--listen", *options, "--json", status=1))
    assert told["broken"] == [BOMB]
    assert {one["text"]: (one["hearing"]["verdict"], one["failures"]) for one in told["heard"]} == {
        "Good night": ("same", [DEAF]),
        "Hello": ("different", []),
    }


def test_one_broken_listener_is_enough_for_status_1(cache, both):
    cache.clear()
    cache.put("a" * 64, Audio(b"Fine. ", "pcm"), prompt="Fine.")
    site = os.pathsep.join(map(str, both))
    assert russo(cache, site, "verify", "--plugin", "ears", "--plugin", "bomb", status=1).splitlines() == [
        "1 entry sound; 0 damaged",
        BOMB,
        "1 entry heard: 1 as their text, 0 to record again",
    ]
    assert russo(cache, site, "verify", "--plugin", "bomb", status=1) == f"russo: {BOMB}\n"


def test_a_plugin_that_is_disabled_is_not_missed(cache, both, monkeypatch):
    cache.delete(AudioCache().cache_key("Hello"))
    monkeypatch.setenv("RUSSO_DISABLE_PLUGINS", "bomb,deaf,whisper")
    site = os.pathsep.join(map(str, both))
    assert russo(cache, site, "verify", "--listen").splitlines() == [
        "1 entry sound; 0 damaged",
        "1 entry heard: 1 as their text, 0 to record again",
    ]


def test_where_all_listeners_fail_each_says_why(cache, both):
    cache.delete(AudioCache().cache_key("Hello"))
    site = os.pathsep.join(map(str, both))
    (both[0] / "ears_plugin.py").write_text((both[1] / "deaf_plugin.py").read_text())
    key = AudioCache().cache_key("Good night")
    assert russo(cache, site, "verify", "--plugin", "deaf", "--plugin", "ears", status=1).splitlines() == [
        "1 entry sound; 0 damaged",
        f"{key}: 'Good night' was not heard: {DEAF}",
        f"{key}: 'Good night' was not heard by every plugin: {DEAF.replace('deaf', 'ears')}",
        "0 entries heard: 0 as their text, 0 to record again; 1 not heard, because the listener failed",
    ]


def test_a_plugin_that_does_not_listen_is_refused(cache, install):
    code = "from russo import hookimpl\n@hookimpl\ndef russo_text(synthesizer, text): return text\n"
    site = install("russo-mute", "mute_plugin", code, name="mute", group="russo.plugins")
    assert russo(cache, site, "verify", "--listen", "--plugin", "mute", status=1) == (
        "russo: none of mute listens (implements russo_transcribe): pip install russo-whisper, or name one with --plugin\n"
    )


def test_show_tells_what_was_heard(cache, site):
    hearing = Hearing("different", "Hi", "ears (russo-ears 1.0)", "'hi' instead of 'Hello'")
    cache.put("a" * 64, Audio(b"Hi", "pcm"), prompt="Hello", hearing=hearing)
    shown = json.loads(russo(cache, site, "show", "aaaa", "--json"))
    assert shown["hearing"] == {
        "verdict": "different",
        "transcript": "Hi",
        "listener": "ears (russo-ears 1.0)",
        "difference": "'hi' instead of 'Hello'",
    }
    assert 'hearing       {"verdict": "different", "transcript": "Hi", ' in russo(cache, site, "show", "aaaa")
    assert cache.hearing("a" * 64) == hearing
    assert "hearing" not in russo(cache, site, "show", key_of("This is sentence 0000"))
