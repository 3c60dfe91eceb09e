"""One rule for scripts and for the command: the argument, then the environment, then the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer, get_synthesizer, say
from russo.errors import CacheMissError, ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def keep(cache: AudioCache, **options: str) -> Audio:
    audio = Audio(bytes(960), "pcm")
    CachedSynthesizer(get_synthesizer("espeak", **options), cache=cache).keep("hello", audio)
    return audio


def test_a_cache_is_where_the_environment_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(AudioCache().cache_dir) == ".russo_cache"
    monkeypatch.setenv("RUSSO_CACHE_DIR", "shared")
    assert str(AudioCache().cache_dir) == "shared"
    assert str(AudioCache(".russo_cache").cache_dir) == ".russo_cache"


def test_say_finds_what_is_kept_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUSSO_CACHE_DIR", "shared")
    monkeypatch.setenv("RUSSO_PROVIDER", "espeak")
    monkeypatch.setenv("RUSSO_VOICE", "de")
    monkeypatch.setenv("RUSSO_OFFLINE", "true")
    kept = keep(AudioCache("shared"), voice="de")
    assert say("hello") == kept
    with pytest.raises(CacheMissError):
        say("hello", voice="fr")
    with pytest.raises(CacheMissError):
        say("hello", cache=folder / "elsewhere")


def test_the_voice_of_the_environment_is_for_its_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUSSO_PROVIDER", "acme")
    monkeypatch.setenv("RUSSO_VOICE", "only-acme-has-this")
    kept = keep(AudioCache())
    assert say("hello", provider="espeak", offline=True) == kept


def test_arguments_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUSSO_OFFLINE", "true")
    monkeypatch.setenv("RUSSO_CACHE_DIR", "shared")
    assert say("hello", provider="espeak", offline=False, cache=AudioCache("here")).sample_rate == 22050
    assert AudioCache("here").size() == 1


def test_a_variable_that_says_nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUSSO_OFFLINE", "perhaps")
    with pytest.raises(ConfigurationError) as caught:
        say("hello", provider="espeak")
    assert str(caught.value) == ("russo_offline must be true, false or ci, not 'perhaps' (the variable RUSSO_OFFLINE)")
