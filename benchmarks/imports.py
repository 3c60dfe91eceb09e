"""What importing costs, compared with bare Python: whole processes, in turn, the fastest and the median of each.

python benchmarks/imports.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 25
STATEMENTS = {
    "pass": "bare Python",
    "import russo": "target: at most 30 ms more",
    "import russo_espeak.plugin": "the part of a provider that pytest and `russo providers` import",
    "from russo import CachedSynthesizer, AudioCache": "everything that a hit needs",
}


def seconds(statement: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - started


def main() -> None:
    times: dict[str, list[float]] = {statement: [] for statement in STATEMENTS}
    for _ in range(RUNS):
        for statement, measured in times.items():
            measured.append(seconds(statement))
    bare = times["pass"]
    for statement, measured in times.items():
        fastest, median = min(measured), statistics.median(measured)
        print(
            f"{statement:<50} {fastest * 1000:6.1f} ms (median {median * 1000:6.1f})  "
            f"+{(fastest - min(bare)) * 1000:5.1f} ms  {fastest / min(bare):.2f}x  {STATEMENTS[statement]}"
        )


if __name__ == "__main__":
    main()
