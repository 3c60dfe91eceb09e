"""How long `russo say` takes for a cached text, compared with bare Python: whole processes, in turn.

Run it with `python benchmarks/say.py`. The target: less than 150 ms.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 25
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "russo say, from the cache": ["-m", "russo", "say", "Hello", "-o", "hello.wav"],
    "the same, parsed by typer": ["-m", "russo", "say", "Hello", "--output=hello.wav"],
}


def seconds(command: list[str], folder: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        seconds(["-m", "russo", "say", "Hello", "-o", "hello.wav"], folder)
        for _ in range(RUNS):
            for name, command in COMMANDS.items():
                times[name].append(seconds(command, folder))
    for name, measured in times.items():
        print(f"{name:<36} {min(measured) * 1000:6.1f} ms (median {statistics.median(measured) * 1000:6.1f})")


if __name__ == "__main__":
    main()
