"""Records a corpus on all machines of a Dask cluster: one part per task, into one bucket.

Usage: record.py CORPUS PARTS [SCHEDULER]
"""

from __future__ import annotations

import subprocess
import sys

from dask.distributed import Client


def record(part: str, corpus: str) -> str:
    """Record one part, on the machine that runs this. Dask retries a failed part elsewhere."""
    subprocess.run(
        [sys.executable, "-m", "russo", "warm", corpus, "--shard", part, "--cache-dir", f"parts/{part}"], check=True
    )
    return part


if __name__ == "__main__":
    corpus, number, *scheduler = sys.argv[1:]
    parts = [f"{k}/{number}" for k in range(1, int(number) + 1)]
    with Client(*scheduler) as client:
        for part in client.gather(client.map(record, parts, corpus=corpus, retries=2)):
            sys.stdout.write(f"recorded {part}\n")
