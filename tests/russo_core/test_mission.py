"""The examples of the original request for russo run as they were written, with a provider that is installed."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

import forked
from inner_runs import QUIET
from russo import Audio, AudioCache, CachedSynthesizer

AUDIO = Audio(bytes(4800), "pcm", 24000)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_wrap_any_synthesizer() -> None:
    from russo.synthesizers import EspeakSynthesizer

    synth = CachedSynthesizer(EspeakSynthesizer())
    audio = asyncio.run(synth.synthesize("hello"))
    assert asyncio.run(synth.synthesize("hello")) == audio
    assert synth.cache.cache_dir == Path(".russo_cache")
    assert AudioCache().size() == 1


def test_include_config_in_cache_key() -> None:
    from russo.synthesizers import GoogleSynthesizer

    synth = CachedSynthesizer(
        GoogleSynthesizer(api_key="...", voice="Kore"),
        cache_key_extra={"voice": "Kore", "model": "gemini-2.5-flash-preview-tts"},
    )
    puck = CachedSynthesizer(
        GoogleSynthesizer(api_key="...", voice="Kore"),
        cache_key_extra={"voice": "Puck", "model": "gemini-2.5-flash-preview-tts"},
    )
    assert synth.key("hello") != puck.key("hello")
    assert dict(synth.cache_key_extra) == {"voice": "Kore", "model": "gemini-2.5-flash-preview-tts"}


def test_the_voice_is_in_the_key_without_being_asked_for() -> None:
    from russo.synthesizers import GoogleSynthesizer

    kore, puck = (CachedSynthesizer(GoogleSynthesizer(api_key="...", voice=voice)) for voice in ("Kore", "Puck"))
    assert kore.key("hello") != puck.key("hello")


def test_custom_cache_directory(tmp_path: Path) -> None:
    from russo.synthesizers import EspeakSynthesizer

    cache = AudioCache(Path(tmp_path / "russo_audio_cache"))
    synth = CachedSynthesizer(EspeakSynthesizer(), cache=cache)
    asyncio.run(synth.synthesize("hello"))
    assert cache.size() == 1


def test_disable_at_runtime() -> None:
    from russo.synthesizers import EspeakSynthesizer

    synth = CachedSynthesizer(EspeakSynthesizer(), enabled=False)
    asyncio.run(synth.synthesize("hello"))
    assert not Path(".russo_cache").exists()
    synth.enabled = True
    asyncio.run(synth.synthesize("hello"))
    assert synth.cache.size() == 1


@pytest.mark.parametrize("make", [AudioCache, lambda: AudioCache(Path("custom")), lambda: AudioCache("custom")])
def test_manual_operations(make: type[AudioCache]) -> None:
    cache = make()
    assert cache.get("abc123") is None
    cache.put("abc123", AUDIO, prompt="hello")
    assert cache.get("abc123") == AUDIO
    assert sorted(path.name for path in cache.cache_dir.glob("abc123.*")) == ["abc123.audio", "abc123.meta"]
    assert (cache.cache_dir / "abc123.audio").read_bytes() == AUDIO.data
    assert '"prompt": "hello"' in (cache.cache_dir / "abc123.meta").read_text(encoding="utf-8")
    assert cache.size() == 1
    cache.clear()
    assert cache.size() == 0


def test_in_pytest(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = espeak\n")
    (tmp_path / "test_it.py").write_text("def test_it(russo_say): assert russo_say('hello').duration > 0.1\n")

    def run(*options: str) -> None:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *QUIET, *options]
        done = forked.run(command, cwd=tmp_path, text=True)
        assert "1 passed" in done.stdout, done.stdout + done.stderr

    run("--russo-no-cache")
    assert not (tmp_path / ".russo_cache").exists()
    run()
    (entry,) = (tmp_path / ".russo_cache").glob("*.audio")
    before = entry.stat()
    run()
    assert entry.stat().st_ino == before.st_ino
    run("--russo-clear-cache")
    assert os.stat(entry).st_ino != before.st_ino or os.stat(entry).st_mtime_ns != before.st_mtime_ns
    run("--russo-cache-dir", str(tmp_path / "my_cache"))
    assert AudioCache(tmp_path / "my_cache").size() == 1
