"""The plugin, as far as it can be tested without a model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import BrokenPluginError, ConfigurationError
from russo.plugins import load_plugins
from russo_whisper import Whisper

SECOND = Audio(bytes(48000), "pcm")


class Speaker:
    provider = "speaker"

    async def synthesize(self, text):
        return SECOND


def test_it_is_a_plugin_that_listens():
    [(name, transcribe)] = load_plugins(["whisper"]).listeners
    assert name == "whisper (russo-whisper 0.4.0)"
    assert callable(transcribe)


def test_naming_it_imports_no_model():
    code = (
        "import sys; from russo.plugins import load_plugins; load_plugins(['whisper']); "
        "print([name for name in ('faster_whisper', 'ctranslate2', 'numpy', 'av') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


async def test_a_model_that_is_not_there_is_said_after_the_recording_is_kept(monkeypatch, tmp_path):
    missing = str(tmp_path / "no-model")
    monkeypatch.setenv("RUSSO_WHISPER_MODEL", missing)
    cache = AudioCache(tmp_path / "cache")
    synth = CachedSynthesizer(Speaker(), cache=cache, plugins=load_plugins(["whisper"]))
    with pytest.raises(BrokenPluginError) as caught:
        await synth.synthesize("Hello")
    assert f"no Whisper model in {missing!r}: RUSSO_WHISPER_MODEL takes a model's name or its folder" in str(
        caught.value
    )
    assert cache.size() == 1
    assert await synth.synthesize("Hello") == SECOND


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be loaded") as caught:
        Whisper(tmp_path).transcribe(SECOND, None)
    assert caught.value.__cause__ is not None
    assert repr(str(tmp_path)) in str(caught.value)


def test_ones_own_listener_is_a_plugin(install_plugin):
    install_plugin(
        "mine", "from russo_whisper import Whisper\nlistener = Whisper('./nowhere')\n", "mine_plugin:listener"
    )
    [(name, transcribe)] = load_plugins(["mine"]).listeners
    assert name == "mine (russo-mine 1.0)"
    with pytest.raises(BrokenPluginError, match=r"no Whisper model in './nowhere'"):
        transcribe(SECOND, None)
