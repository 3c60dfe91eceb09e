"""What the plugin costs a run of pytest that does not use it: one empty test, with and without `-p no:russo`.

    python benchmarks/pytest_idle.py [--runs 40]

Runs alternate, so that other load on the machine affects both alike. The fastest of each kind are compared, because
other work on the machine can only make a run slower; the quartiles of the differences show how noisy it was.
Target: at most 5 ms.

To compare with the `russo` 0.3.3 plugin, give the Python of an environment that has it: `--other PATH`.
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

TARGET_MS = 5.0
TARGET_RATIO = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=40, help="pairs of runs")
    parser.add_argument("--other", help="the Python of an environment with another plugin named russo")
    arguments = parser.parse_args()
    mine = measure("idle cost", sys.executable, arguments.runs)
    print(f"target: at most {TARGET_MS:g} ms: {'met' if mine <= TARGET_MS else 'MISSED'}")
    if arguments.other:
        other = measure("idle cost of the other", arguments.other, arguments.runs)
        print(f"ratio: {mine / other:.3f}, target: at most {TARGET_RATIO:g}")


def measure(name: str, python: str, runs: int) -> float:
    """Milliseconds that the plugin adds."""
    with_plugin, without = [], []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_it.py").write_text("def test_it():\n    pass\n")
        Path(folder, "pytest.ini").write_text("[pytest]\n")
        run(python, folder)  # compiles
        for _ in range(runs):
            with_plugin.append(1000 * run(python, folder))
            without.append(1000 * run(python, folder, "-p", "no:russo"))
    cost = min(with_plugin) - min(without)
    low, _, high = statistics.quantiles((a - b for a, b in zip(with_plugin, without, strict=True)), n=4)
    print(f"{name}: {cost:.1f} ms of {min(with_plugin):.0f} ms ({runs} pairs, quartiles {low:.1f} to {high:.1f} ms)")
    return cost


def run(python: str, folder: str, *args: str) -> float:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("RUSSO_", "PYTEST_"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each run would compile the plugins again
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", *args]
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
