from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.spending.ledger import Ledger, paces, totals
from russo.spending.prices import Cost
from russo_core.acme import ACME

if TYPE_CHECKING:
    from russo_core.conftest import Install

PRICED = ACME.replace(
    'default_voice="anna")',
    'env=("ACME_KEY",), prices={"m-1": Price(per_million_characters=(10, 20), source="https://example.com", checked=date(2026, 11, 1))})',
).replace("from russo import", "from datetime import date\nfrom russo.providers import Price\nfrom russo import")


class Acme:
    provider = "acme"
    cache_fields = {"voice": "anna", "model": "m-1", "speed": 1.0}  # noqa: RUF012 - as a user would write it

    async def synthesize(self, text: str) -> Audio:
        return Audio(bytes(48000), "pcm")


def speak(folder: Path, *texts: str) -> Ledger:
    return speak_with(Ledger(folder), folder, *texts)


def speak_with(ledger: Ledger, folder: Path, *texts: str) -> Ledger:
    synth = CachedSynthesizer(Acme(), cache=AudioCache(folder), observers=[ledger])
    for text in texts:
        asyncio.run(synth.synthesize(text))
    return ledger


def test_paid_calls_and_hits(install: Install, tmp_path: Path) -> None:
    install("russo-acme", "acme_plugin", PRICED)
    ledger = speak(tmp_path, "hello", "hello", "hello", "goodbye")
    found = totals(tmp_path)
    assert (found.spent.utterances, found.spent.characters, found.spent.seconds) == (2, 12, 2.0)
    assert str(found.spent.cost) == str(Cost(12e-5, 24e-5))
    assert found.saved.utterances == 0  # counted, and not yet written
    ledger.flush()
    found = totals(tmp_path)
    assert (found.saved.utterances, found.saved.characters, found.saved.seconds) == (2, 10, 2.0)
    assert found.saved.unpriced == 0


def test_no_text_and_no_key_is_in_it_and_clear_keeps_it(tmp_path: Path) -> None:
    speak(tmp_path, "a secret sentence").flush()
    (path,) = tmp_path.rglob("ledger.jsonl")
    line = json.loads(path.read_text())
    assert sorted(line) == [
        "at",
        "characters",
        "cost",
        "kind",
        "model",
        "provider",
        "seconds",
        "took",
        "unpriced",
        "utterances",
        "voice",
    ]
    assert "secret" not in path.read_text()
    AudioCache(tmp_path).clear()
    assert totals(tmp_path).spent.utterances == 1
    assert totals(tmp_path).spent.unpriced == 1


def test_damaged_lines_do_not_count(tmp_path: Path) -> None:
    speak(tmp_path, "hello")
    (path,) = tmp_path.rglob("ledger.jsonl")
    with path.open("ab") as file:
        file.write(b'\xff\n{"kind": "paid"}\n[]\n{"kind": "paid", "cost": 5, "utter\n')
        side = b'"characters": 1, "seconds": 1, "unpriced": 0'
        file.write(b'{"kind": "paid", "cost": [1, 2], "utterances": Infinity, ' + side + b"}\n")
        for kind in (b"{}", b"[]", b"null", b"1.5"):
            file.write(b'{"kind": ' + kind + b', "cost": [1, 2], "utterances": 1, ' + side + b"}\n")
    assert totals(tmp_path).spent.utterances == 1


def test_hits_are_written_when_the_process_ends_and_many_may_write(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from russo import *; from russo.spending.ledger import Ledger\n"
        "class Beep:\n    async def synthesize(self, text): return Audio(bytes(480), 'pcm')\n"
        "synth = CachedSynthesizer(Beep(), cache=AudioCache(sys.argv[1]), observers=[Ledger(sys.argv[1])])\n"
        "for n in range(40): asyncio.run(synth.synthesize(f'{sys.argv[2]} {n % 20}'))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)]) for number in range(6)]
    assert [process.wait() for process in running] == [0] * 6
    found = totals(tmp_path)
    assert (found.spent.utterances, found.saved.utterances) == (120, 120)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    speak(tmp_path / "file", "hello").flush()
    assert totals(tmp_path / "file").spent.utterances == 0


def test_calls_in_close_succession_may_be_one_line(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.behind(3600):
        speak(tmp_path, "one")
        speak_with(ledger, tmp_path, "two", "three", "four")
        assert totals(tmp_path).spent.utterances == 2  # of each ledger, the first
    found = totals(tmp_path).spent
    assert (found.utterances, found.characters, found.seconds, found.unpriced) == (4, 15, 4.0, 4)
    (path,) = tmp_path.rglob("ledger.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["utterances"], line["voice"]) for line in lines] == [(1, "anna"), (1, "anna"), (2, "anna")]
    speak_with(ledger, tmp_path, "five")
    assert totals(tmp_path).spent.utterances == 5


def test_how_long_calls_took_on_this_machine(tmp_path: Path) -> None:
    speak(tmp_path, "hello", "goodbye")
    (path,) = tmp_path.rglob("ledger.jsonl")
    lines = [json.loads(line) | {"took": 1.2} for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert paces(tmp_path) == {("acme", "m-1"): 2.4 / 12}
    assert paces(tmp_path / "nowhere") == {}


def test_the_command_and_say_count_too(tmp_path: Path) -> None:
    code = "from russo import say\nfor n in range(3): say('hello')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    command = [sys.executable, "-m", "russo", "say", "hello", "-o", "hello.wav"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = totals(tmp_path / ".russo_cache")
    assert (found.spent.utterances, found.saved.utterances) == (1, 3)


@pytest.mark.skipif(os.name == "nt", reason="there, a path loses its '..' before links are followed")
def test_the_way_to_a_folder_may_lead_through_a_link_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "real" / "deep", target_is_directory=True)
    monkeypatch.chdir(tmp_path / "here")
    speak(Path("link/../rec"), "hello")
    assert totals(tmp_path / "real" / "rec").spent.utterances == totals("link/../rec").spent.utterances == 1
    assert not (tmp_path / "here" / "rec").exists()
