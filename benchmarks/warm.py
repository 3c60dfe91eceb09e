"""How long `russo warm` takes beyond the time of the provider: 10,000 lines, 50 ms each, 64 at once.

Targets: at most 15 % longer than the calls alone, and 150 MB.

Run it with `python benchmarks/warm.py`. The provider is defined below, in a package that the benchmark makes.
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

SPEAKER = """
import asyncio
from russo import Audio, Provider, hookimpl

class SlowSynthesizer:
    provider = "slow"
    cache_fields = {}
    def __init__(self, *, max_concurrency: int = 64): pass
    async def synthesize(self, text):
        await asyncio.sleep(0.05)
        return Audio(bytes(48000), "pcm")

@hookimpl
def russo_provider():
    return Provider("slow", target="slow_plugin:SlowSynthesizer", package="russo-slow")
"""
# Runs the command, and prints on standard error how much memory it took.
RUN = """
import atexit, resource, sys
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
from russo.cli import main
main()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "slow_plugin.py").write_text(SPEAKER)
        about = folder / "russo_slow-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: russo-slow\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("[russo]\nslow = slow_plugin\n")
        (folder / "pytest.ini").write_text("[pytest]\nrusso_provider = slow\n")
        (folder / "lines.txt").write_text("\n".join(f"This is line {n}" for n in range(arguments.lines)))
        environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "pyc")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # The measured run must not compile any plugins.
        warm = [sys.executable, "-c", RUN, "warm", "lines.txt", "--json"]
        subprocess.run([*warm, "--dry-run"], cwd=folder, env=environment, check=True, capture_output=True)
        for what in ("spoken", "from the cache"):
            started, before = time.perf_counter(), os.times()
            done = subprocess.run(warm, cwd=folder, env=environment, check=True, capture_output=True, text=True)
            seconds, after = time.perf_counter() - started, os.times()
            work = sum(after[2:4]) - sum(before[2:4])
            ideal = arguments.lines / 64 * 0.05
            told = json.loads(done.stdout)
            beyond = f", ideal {ideal:.2f} s: {seconds / ideal - 1:+.0%}" if told["spoken"] else ""
            megabytes = int(done.stderr.split()[-1]) / 1024
            print(
                f"{arguments.lines:,} lines {what}: {seconds:.2f} s ({work:.2f} s of work){beyond}; {megabytes:.0f} MB"
            )


if __name__ == "__main__":
    main()
