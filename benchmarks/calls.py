"""Count russo's own function calls from `russo_say("...")` to its audio, for a hit and for a miss.

    python benchmarks/calls.py [--list]

A later call of its kind in a warm process is counted, so imports and anything that happens once per run are left out.
`--list` prints each call in order, indented by depth. The counts do not vary, so they can compare two versions of
russo.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROVIDER = """
from russo import Audio, Provider, hookimpl

class BeepSynthesizer:
    provider = "beep"
    cache_fields = {"voice": "Kore"}
    async def synthesize(self, text):
        return Audio(bytes(48000), "pcm")

@hookimpl
def russo_provider():
    return Provider("beep", target="beep_provider:BeepSynthesizer", package="beep-voices")
"""
TEST = """
import os
import sys

RUSSO = os.path.join("src", "russo")  # of each package: russo, russo_google, ...

def count(kind, speak, listed):
    calls = []
    depth = 0

    def profile(frame, event, _):
        nonlocal depth
        code = frame.f_code
        if RUSSO not in code.co_filename or event not in ("call", "return"):
            return
        if event == "call":
            calls.append((code.co_filename.partition(RUSSO)[2], code.co_qualname, depth))
        depth += 1 if event == "call" else -1

    sys.setprofile(profile)
    try:
        speak()
    finally:
        sys.setprofile(None)
    functions = {(file, name) for file, name, _ in calls}
    print(f"{kind}: {len(calls)} calls of {len(functions)} functions in {len({file for file, _ in functions})} files")
    if listed:
        print(*(f"  {'  ' * depth}{file[1:]}: {name}" for file, name, depth in calls), sep="\\n")

def test_calls(russo_say):
    listed = bool(os.environ.get("LIST_CALLS"))
    russo_say("one")
    russo_say("two")
    russo_say("one")
    count("a hit", lambda: russo_say("two"), listed)
    count("a miss", lambda: russo_say("three"), listed)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print each call too")
    listed = parser.parse_args().list
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        info = folder / "site" / "beep_voices-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: beep-voices\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[russo]\nbeep = beep_provider\n")
        (folder / "site" / "beep_provider.py").write_text(PROVIDER)
        (folder / "pytest.ini").write_text("[pytest]\nrusso_provider = beep\n")
        (folder / "test_it.py").write_text(TEST)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("RUSSO_", "PYTEST_"))}
        environment |= {"PYTHONPATH": str(folder / "site"), "LIST_CALLS": "1" if listed else ""}
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    print(*(line for line in run.stdout.splitlines() if line.startswith(("a hit", "a miss", "  "))), sep="\n")


if __name__ == "__main__":
    main()
