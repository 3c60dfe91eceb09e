"""Run every benchmark that needs only the workspace, one after the other.

python benchmarks
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# `alternatives.py` and `locks.py` need other packages, which `uv run` installs.
SCRIPTS = ("imports", "pytest_idle", "calls", "hit", "cache", "pytest_warm", "remote", "espeak", "audio", "line", "say")


def main() -> None:
    for name in SCRIPTS:
        print(f"\n== {name}.py", flush=True)
        subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=True)


if __name__ == "__main__":
    main()
