"""The main job, in an environment that holds nothing but the wheels: speak, find it cached, and use it from pytest."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from pathlib import Path

FOLDER = Path(sys.argv[1])


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", *command], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    first = run("-m", "russo", "say", "Hello", "-o", "hello.wav")
    second = run("-m", "russo", "say", "Hello", "-o", "hello.wav")
    assert "spoken by hibari" in first, first
    assert "from the cache" in second, second
    with wave.open(str(FOLDER / "hello.wav")) as reader:
        assert reader.getnframes() > 4000

    (FOLDER / "pytest.ini").write_text("[pytest]\nrusso_provider = hibari\nfilterwarnings = error\n")
    (FOLDER / "test_it.py").write_text(
        "def test_it(russo_say):\n    assert russo_say('Hello').to_pcm().sample_rate == 24000\n"
    )
    assert "1 passed" in run("-m", "pytest", "-q")
    assert "1 passed" in run("-m", "pytest", "-q")

    rows = json.loads(run("-m", "russo", "providers", "--json"))
    broken = [row for row in rows if row["problem"]]
    assert not broken, broken
    print(f"{sys.version.split()[0]}: {', '.join(row['name'] for row in rows)}")


main()
