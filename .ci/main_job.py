"""The main job, with only wheels installed: find the providers, speak, find the audio cached, and use it from pytest.

The folder to work in is the only argument.
"""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from importlib.metadata import distributions
from pathlib import Path

FOLDER = Path(sys.argv[1])


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", *command], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def find_providers() -> list[dict[str, str | None]]:
    """The output of `russo providers`, which must list everything that is installed."""
    rows: list[dict[str, str | None]] = json.loads(run("-m", "russo", "providers", "--json"))
    broken = [row for row in rows if row["problem"]]
    assert not broken, broken
    installed = {one.name for one in distributions() if one.name.startswith("russo-")}
    assert registered("russo").keys() == {row["package"] for row in rows}, rows
    assert installed == registered("russo").keys() | registered("russo.plugins").keys(), installed
    return rows


def registered(group: str) -> dict[str, str]:
    """The name of the entry point that each distribution has in a group."""
    return {one.name: point.name for one in distributions() for point in one.entry_points if point.group == group}


def load_plugins() -> None:
    """A plugin that is not a provider can be put in force."""
    for name in registered("russo.plugins").values():
        run("-c", f"from russo.plugins import load_plugins; load_plugins([{name!r}])")


def speak(provider: str) -> None:
    say = ("-m", "russo", "say", "Hello", "--provider", provider, "-o", f"{provider}.wav")
    first, second = run(*say), run(*say)
    assert f"spoken by {provider}" in first, first
    assert "from the cache" in second, second
    with wave.open(str(FOLDER / f"{provider}.wav")) as reader:
        assert reader.getnframes() > 4000

    (FOLDER / "pytest.ini").write_text(f"[pytest]\nrusso_provider = {provider}\nfilterwarnings = error\n")
    (FOLDER / "test_it.py").write_text(
        "def test_it(russo_say):\n    assert russo_say('Good morning').to_pcm().duration > 0.2\n"
    )
    assert "1 passed" in run("-m", "pytest", "-q")
    assert "1 passed" in run("-m", "pytest", "-q")


def main() -> None:
    rows = find_providers()
    load_plugins()
    for row in rows:
        # Providers that contain their engine and need no key can speak at once.
        if row["voice"] and row["key"] == "not needed":
            speak(str(row["name"]))
    print(f"{', '.join(str(row['name']) for row in rows)} found by Python {sys.version.split()[0]}")


main()
