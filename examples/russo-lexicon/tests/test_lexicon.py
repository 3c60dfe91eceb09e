from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.plugins import load_plugins

if TYPE_CHECKING:
    from pathlib import Path


class Echo:
    async def synthesize(self, text: str) -> Audio:
        return Audio(text.encode() + bytes(len(text.encode()) % 2), "pcm")


@pytest.fixture
def synth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CachedSynthesizer:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lexicon.toml").write_text('SQL = "sequel"\n"C++" = "C plus plus"\n', encoding="utf-8")
    return CachedSynthesizer(Echo(), cache=AudioCache(tmp_path / "cache"), plugins=load_plugins(["lexicon"]))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Learn SQL, or C++.", "Learn sequel, or C plus plus."),
        ("MySQL", "MySQL"),
        ("Learn Python", "Learn Python"),
    ],
)
def test_words_are_replaced(synth: CachedSynthesizer, text: str, spoken: str) -> None:
    assert synth.spoken(text) == spoken


def test_only_texts_with_such_words_have_another_key(synth: CachedSynthesizer) -> None:
    plain = CachedSynthesizer(Echo())
    assert synth.key("Learn Python") == plain.key("Learn Python")
    assert synth.key("Learn SQL") == plain.key("Learn sequel")
