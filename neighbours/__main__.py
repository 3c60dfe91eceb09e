"""Run the sample suite beside the plugins that are installed here, and check what russo reports.

python neighbours [--no-workers] [options of pytest]
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from plugins import NO_WORKERS

SUITE: Final = Path(__file__).parent / "suite"
UTTERANCES: Final = 51
CALLS: Final = 44
COLD: Final = (CALLS, f"{UTTERANCES} utterances: {UTTERANCES - CALLS} from the cache, {CALLS} synthesized")
WARM: Final = (0, f"{UTTERANCES} utterances: {UTTERANCES} from the cache, 0 synthesized")
OUTCOME: Final = "48 passed, 1 skipped, 1 xfailed"


class Project:
    """A copy of the sample suite, in which several runs follow each other."""

    def __init__(self, folder: Path, options: list[str]) -> None:
        self._folder = folder
        self._options = options
        self._log = folder / "calls.log"
        self.problems: list[str] = []

    def check(self, name: str, expected: tuple[int, str], *options: str) -> None:
        """Run once, and record what is not as expected."""
        self._log.unlink(missing_ok=True)
        report = self._folder / "report.html"
        report.unlink(missing_ok=True)
        command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--russo-report={report}")
        done = subprocess.run(
            [*command, *options, *self._options],
            cwd=self._folder,
            env={**os.environ, "COUNTING_LOG": str(self._log)},
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        calls = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        number, summary = expected
        self._expect(name, len(calls) == number, f"{len(calls)} calls, not {number}")
        self._expect(name, len(set(calls)) == len(calls), "a text was paid for twice")
        self._expect(name, summary in output, f"the summary does not say {summary!r}")
        self._expect(name, done.returncode == 0, f"pytest ended with {done.returncode}")
        self._expect(name, report.exists() and "Marked 19." in report.read_text(encoding="utf-8"), "no report")
        locked = (self._folder / "russo.lock").read_text(encoding="utf-8")
        known = len(re.findall(r"^text = ", locked, re.MULTILINE))
        self._expect(name, known == CALLS, f"russo.lock names {known} utterances, not {CALLS}")
        if self.problems:
            print(output)

    def clear(self) -> None:
        """Delete the recordings."""
        shutil.rmtree(self._folder / ".russo_cache")

    def _expect(self, run: str, holds: bool, problem: str) -> None:  # noqa: FBT001 - what is expected
        if not holds:
            self.problems.append(f"{run}: {problem}")


def main() -> None:
    """Try one run after the other, until one is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        options = [option for option in sys.argv[1:] if option != NO_WORKERS]
        project = Project(Path(shutil.copytree(SUITE, Path(folder, "suite"))), options)
        for name, expected, more in (
            ("cold", COLD, ("--russo-lock",)),
            ("warm", WARM, ()),
            ("offline", WARM, ("--russo-offline",)),
            ("frozen", WARM, ("--russo-frozen",)),
            ("warm, 4 workers", WARM, ("-n", "4")),
            ("cold, 4 workers", COLD, ("-n", "4", "--russo-lock")),
        ):
            if "-n" in more and NO_WORKERS in sys.argv:
                continue
            if name.startswith("cold, "):
                project.clear()
            project.check(name, expected, *more)
            if project.problems:
                sys.exit("\n".join(project.problems))
    print("every run is as expected")


if __name__ == "__main__":
    main()
