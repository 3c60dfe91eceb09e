"""Readers with input that they were never meant to get: the result is a miss, a default, or a RussoError."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import xxhash

from russo import Audio, AudioCache, RussoError
from russo.cache import entry
from russo.lockfile import Lock, describe, read_lock
from russo.providers.options import parse_options
from russo.spending.budget import Budget, parse_limit
from russo.spending.ledger import paces, totals

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "0" * 64
SILENCE = Audio(bytes(4800), "pcm")
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 10**17, 10**400, 1e308, float("nan"), float("inf"), "", "x", "../../x", "\0",
    "\x1b[2J", "\ud800", "x" * 100_000, [], [[]], {}, {"a": {}}, {"provider": 5}, "sha256:", "2024-01-01",
)  # fmt: skip


def mangled(value: Any, chance: random.Random) -> Any:
    """A JSON value with something replaced somewhere in it."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(list(value))
        if chance.random() < 0.1:
            return {other: item for other, item in value.items() if other != name}
        return value | {name: mangled(value[name], chance)}
    if chance.random() < 0.1:
        return nested(chance.choice([3, 33, 300]))
    return chance.choice(VALUES)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes of which some are changed, removed or duplicated."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        start = chance.randrange(len(changed) or 1)
        match chance.randrange(4):
            case 0:
                changed[start : start + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[start : start + chance.randrange(1, 50)]
            case 2:
                changed[start:start] = changed[start : start + chance.randrange(1, 50)]
            case _:
                changed[start:start] = chance.choice([b"\xff" * 8, b"9" * 30, b"\0" * 20, b"[" * 50, b'"', b"\n"])
    return bytes(changed)


def sealed(key: str, fields: Any) -> bytes:
    head = json.dumps(fields, indent=1).encode().removesuffix(b"\n}") + b",\n "
    return head + b'"checksum": "' + xxhash.xxh3_128_hexdigest(key.encode() + b"\0" + head).encode() + b'"\n}\n'


@pytest.mark.parametrize("is_packed", [False, True])
def test_metas(
    cache: AudioCache, chance: random.Random, rounds: Callable[[], Iterator[int]], *, is_packed: bool
) -> None:
    fields = {"identity": {"provider": "acme"}, "fields": {"voice": "Kore", "speed": 1.0}, "extra": {}, "plugins": {}}
    cache.put(KEY, SILENCE, prompt="hello", key_fields=fields)
    if is_packed:
        cache.pack(KEY)
    path = cache.cache_dir / f"{KEY}.meta"
    whole = json.loads(path.read_bytes())
    del whole["checksum"]
    for _ in rounds():
        raw = sealed(KEY, mangled(whole, chance)) if chance.random() < 0.8 else mutated(path.read_bytes(), chance)
        path.write_bytes(raw)
        assert cache.get(KEY) is None or isinstance(cache.get(KEY), Audio)
        for found in cache.entries():
            assert isinstance(found.provider, (str, type(None)))
            Lock([describe(found.key, found.prompt, SILENCE, found.key_fields)]).write(cache.cache_dir / "russo.lock")
            assert len(read_lock(cache.cache_dir / "russo.lock")) == 1
        cache.stats()
        cache.verify()
        assert entry.read(KEY, raw) is None or entry.decode(KEY, raw) is not None


def test_locks(tmp_path: Path, chance: random.Random, rounds: Callable[[], Iterator[int]]) -> None:
    path = tmp_path / "russo.lock"
    fields = {"identity": {"provider": "acme"}, "fields": {"voice": "Kore", "stops": [1, "two"]}}
    Lock(describe(f"{number:064x}", f"text {number}", SILENCE, fields) for number in range(3)).write(path)
    whole = path.read_bytes()
    for _ in rounds():
        path.write_bytes(mutated(whole, chance))
        try:
            lock = read_lock(path)
        except RussoError:
            continue
        lock.verify(AudioCache(tmp_path))
        assert len(lock) <= 3


def test_audio(tmp_path: Path, chance: random.Random, rounds: Callable[[], Iterator[int]]) -> None:
    sound = Audio(bytes(range(256)) * 200, "pcm")
    seeds = [sound.save(tmp_path / f"sound.{ending}").read_bytes() for ending in ("wav", "flac", "ogg", "mp3")]
    for _ in rounds():
        data = mutated(chance.choice(seeds), chance)
        try:
            audio = Audio.from_bytes(data, chance.choice([None, "audio/mpeg", "audio/wav", "audio/L16;rate=24000"]))
            assert 0 <= audio.duration < 1e6
            audio.to_pcm()
        except RussoError:
            continue


def test_records_of_a_machine(cache: AudioCache, chance: random.Random, rounds: Callable[[], Iterator[int]]) -> None:
    cache.put(KEY, SILENCE)
    local = cache.cache_dir / ".local"
    line = {
        "kind": "paid",
        "utterances": 1,
        "characters": 5,
        "seconds": 0.1,
        "cost": [0.1, 0.2],
        "unpriced": 0,
        "took": 1,
    }
    budget = Budget(parse_limit("1000000 calls"), cache.cache_dir, "run")
    for _ in rounds():
        (local / "ledger.jsonl").write_text(json.dumps(mangled(line, chance)) + "\n" + json.dumps(line) + "\n")
        totals(cache.cache_dir)
        paces(cache.cache_dir)
        for name in ("last-use", "renewed"):
            (local / name).write_bytes(mutated(b"1700000000 " + KEY.encode() + b"\n", chance))
        assert AudioCache(cache.cache_dir).get(KEY, kept_since=1.0) == SILENCE
        list(cache.entries())
        (local / "budget-run.json").write_bytes(mutated(b"12.0", chance))
        try:
            budget.spend("hello", "acme", {})
        except RussoError:
            budget.close()


def test_options(chance: random.Random, rounds: Callable[[], Iterator[int]]) -> None:
    for _ in rounds():
        text = mutated(b'voice = "Kore"', chance).decode(errors="replace")
        try:
            parse_options([text], "a test")
        except RussoError:
            continue
