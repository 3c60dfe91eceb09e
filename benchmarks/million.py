"""What a cache of a million entries costs: a run of one test, an offline miss, and each command that reads all of it.

Run it with `python benchmarks/million.py`. It writes two million files into a temporary folder, 1.3 KB for each pair,
and deletes them. Each figure is measured in a process of its own, so that its memory is known.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from russo import Audio
from russo.cache import entry

AUDIO = Audio(bytes(480), "pcm")
CALLS = {
    "size()": ("cache.size()", ""),
    "stats()": ("cache.stats()", "30 s, 100 MB"),
    "the first 1,000 of entries()": ("deque(islice(cache.entries(), 1000), 0)", ""),
    "prune(max_bytes) that deletes nothing": ("cache.prune(max_bytes=10**12)", "20 s"),
    "stats(), and prune(max_bytes) that deletes two fifths": ("cache.prune(max_bytes=cache.stats().size)", ""),
    "why of a text that is there": ("explain(cache, 'Sentence 77 of a million', FIELDS)", "1 s"),
    "why of a text that is not there": ("explain(cache, 'Sentences 7 of a million?', FIELDS)", "1 s"),
    "256 uses noted and written": ("[cache.get(key) for key in KEYS]", ""),
}
SCRIPT = """
import resource, sys, time
from collections import deque
from itertools import islice
from russo import AudioCache
from russo.cache.why import explain
FIELDS = {{"identity": {{"provider": "acme"}}, "fields": {{"voice": "Kore", "model": "speech-1"}}}}
cache = AudioCache(sys.argv[1])
KEYS = [f"{{number:064x}}" for number in range(256)]
started, worked = time.perf_counter(), time.process_time()
{call}
print(time.perf_counter() - started, time.process_time() - worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
SUITE = "def test_one(russo_say):\n    assert russo_say('one').data\n"


def fill(folder: Path, entries: int) -> None:
    folder.mkdir(parents=True)
    fields = {"identity": {"provider": "acme"}, "fields": {"voice": "Puck", "model": "speech-1"}}
    for number in range(entries):
        key = f"{number:064x}"
        (folder / f"{key}.audio").write_bytes(AUDIO.data)
        (folder / f"{key}.meta").write_bytes(entry.encode(key, AUDIO, f"Sentence {number} of a million", fields))


def call(code: str, folder: Path) -> tuple[float, float, float]:
    """Seconds of wall-clock time, seconds of processor time, and megabytes."""
    command = [sys.executable, "-c", SCRIPT.format(call=code), str(folder)]
    seconds, worked, kilobytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(worked), float(kilobytes) / 1024


def run_of_one_test(base: Path, cache: Path) -> float:
    """Seconds of processor time in the best of five runs of pytest, so that waiting does not count."""
    suite = base / "suite"
    suite.mkdir(exist_ok=True)
    (suite / "pytest.ini").write_text("[pytest]\nrusso_provider = espeak\n")
    (suite / "test_one.py").write_text(SUITE)
    times = []
    for _ in range(5):
        before = os.times()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--russo-cache-dir={cache}"]
        subprocess.run(command, check=True, cwd=suite, capture_output=True, env={**os.environ, "CI": ""})
        after = os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        times.append(used)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="A folder with such a cache, or one in which to leave it.")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        many = arguments.folder or base / "many"
        if not many.exists():
            started = time.time()
            fill(many, arguments.entries)
            print(f"{arguments.entries:,} entries written in {time.time() - started:.0f} s", file=sys.stderr)
        fill(base / "few", 10)
        few_seconds, many_seconds = run_of_one_test(base, base / "few"), run_of_one_test(base, many)
        what, beyond = "a run of one test, beyond one with 10 entries", many_seconds - few_seconds
        table: dict[str, object] = {what: beyond}
        print(f"{what:<50} {beyond:8.3f} s  target 0.05 s")
        for what, (code, target) in CALLS.items():
            seconds, worked, megabytes = table[what] = call(code, many)
            wanted = f"  target {target}" if target else ""
            print(f"{what:<50} {seconds:8.2f} s ({worked:.2f} s of work)  {megabytes:4.0f} MB{wanted}", flush=True)
    if arguments.json:
        print(json.dumps(table))


if __name__ == "__main__":
    main()
