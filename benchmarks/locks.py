# /// script
# requires-python = ">=3.11"
# dependencies = ["russo-core", "filelock"]
# ///
"""russo's lock between processes against filelock's: `uv run benchmarks/locks.py` in a checkout of russo."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from filelock import FileLock

from russo.cache.lock import ProcessLock
from russo.cache.place import Place


def main() -> None:
    times: dict[str, list[float]] = {"russo, its file deleted": [], "russo, its file kept": [], "filelock": []}
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        for _ in range(2000):
            started = perf_counter()
            own = ProcessLock(place, "own")
            assert own.try_acquire()
            own.release()
            times["russo, its file deleted"].append(perf_counter() - started)
            started = perf_counter()
            own = ProcessLock(place, "kept")
            assert own.try_acquire()
            own.release(keep_file=True)
            times["russo, its file kept"].append(perf_counter() - started)
            started = perf_counter()
            other = FileLock(Path(folder, "other.lock"))
            other.acquire(blocking=False)
            other.release()
            times["filelock"].append(perf_counter() - started)
        left = sorted(path.name for path in Path(folder).iterdir())
    own_time = statistics.median(times["russo, its file kept"])
    for name, taken in times.items():
        print(f"{name:<24} {statistics.median(taken) * 1e6:6.1f} us  {statistics.median(taken) / own_time:.1f} times")
    print(f"left behind: {', '.join(left)}")


if __name__ == "__main__":
    main()
