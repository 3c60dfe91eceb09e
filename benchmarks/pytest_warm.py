"""What a marked test costs if its audio is in the cache, compared with an empty test: 1,000 of each.

    python benchmarks/pytest_warm.py [--tests 1000] [--runs 5] [--seconds 2]

A run of empty tests and a run of warm marked tests alternate; the median of the differences, divided by the number of
tests, is printed. Target: at most 0.7 ms a test.

Then a cold run of 100 marked tests with a provider that takes 300 ms and allows 16 calls at once, compared with the
time that the same calls take one after the other. Target: at most a tenth.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET_MS = 0.7
COLD_TESTS, COLD_LIMIT, COLD_SECONDS, COLD_TARGET = 100, 16, 0.3, 0.1

# Like those of russo's own providers, the module imports asyncio only for a call.
PROVIDER = """
from russo import Audio, Provider, hookimpl

class SlowSynthesizer:
    provider = "slow"
    def __init__(self, *, wait: float = 0.0, seconds: float = 2.0):
        self.cache_fields = {"seconds": float(seconds)}
        self.wait = wait
    async def synthesize(self, text):
        import asyncio
        await asyncio.sleep(self.wait)
        return Audio(bytes(int(48000 * self.cache_fields["seconds"])), "pcm").to_wav()

@hookimpl
def russo_provider():
    return Provider("slow", target="slow_provider:SlowSynthesizer", package="slow-voices")
"""
EMPTY = """
import pytest

@pytest.mark.parametrize("n", range({tests}))
def test_it(n):
    pass
"""
MARKED = """
import pytest

def cases(count):
    return [pytest.param(n, marks=pytest.mark.russo(f"This is sentence number {{n}}.")) for n in range(count)]

@pytest.mark.parametrize("n", cases({tests}))
def test_it(russo_audio, n):
    pass
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="of speech in each entry")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        install(Path(folder, "site"))
        warm(Path(folder), arguments.tests, arguments.runs, arguments.seconds)
        cold(Path(folder))


def warm(folder: Path, tests: int, runs: int, seconds: float) -> None:
    empty = project(folder / "empty", EMPTY.format(tests=tests), "")
    marked = project(folder / "marked", MARKED.format(tests=tests), f"russo_options = seconds = {seconds}")
    run(marked, folder)
    differences = [1000 * (run(marked, folder) - run(empty, folder)) / tests for _ in range(runs)]
    median = statistics.median(differences)
    print(
        f"warm marked test: {median:.2f} ms more than an empty one ({min(differences):.2f} to {max(differences):.2f})"
    )
    print(f"target: at most {TARGET_MS:g} ms: {'met' if median <= TARGET_MS else 'MISSED'}")


def cold(folder: Path) -> None:
    lines = f"russo_options = wait = {COLD_SECONDS}\nrusso_concurrency = {COLD_LIMIT}"
    marked = project(folder / "cold", MARKED.format(tests=COLD_TESTS), lines)
    together = run(marked, folder)
    serial = COLD_TESTS * COLD_SECONDS
    print(f"cold run of {COLD_TESTS}: {together:.1f} s, {together / serial:.3f} of the {serial:.0f} s of one by one")
    print(f"target: at most {COLD_TARGET:g}: {'met' if together <= COLD_TARGET * serial else 'MISSED'}")


def install(site: Path) -> None:
    info = site / "slow_voices-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-voices\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[russo]\nslow = slow_provider\n")
    (site / "slow_provider.py").write_text(PROVIDER)


def project(folder: Path, tests: str, lines: str) -> Path:
    folder.mkdir()
    settings = f"russo_provider = slow\n{lines}\n" if lines else ""
    (folder / "pytest.ini").write_text(f"[pytest]\n{settings}")
    (folder / "test_it.py").write_text(tests)
    return folder


def run(folder: Path, root: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("RUSSO_", "PYTEST_"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPATH"] = str(root / "site")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio"]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
