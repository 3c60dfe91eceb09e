"""A project in which `russo warm` runs, with a provider that writes down its calls."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import forked
import sources
from russo import AudioCache

if TYPE_CHECKING:
    from pathlib import Path

# It logs each call, takes some time, and cannot say certain words.
SPEAKER = """
import asyncio, os, pathlib
from datetime import date
from russo import Audio, Provider, hookimpl
from russo.errors import InvalidRequestError, MissingKeyError
from russo.providers import Price

under_way = []

class AcmeSynthesizer:
    provider = "acme"
    max_characters = 70
    def __init__(self, *, voice: str = "anna", rate: int = 100, max_concurrency: int = 4):
        self.cache_fields = {"voice": voice, "rate": rate}
    async def synthesize(self, text):
        if text.startswith("no key"):
            raise MissingKeyError("provider 'acme' needs a key")
        if text.startswith("exit"):
            raise SystemExit("no licence")
        for _ in range(100 if "for ever" in text else 0):
            await asyncio.sleep(0)  # lines that were spoken before are counted by now
        with open(os.environ["ACME_LOG"], "a") as log:
            log.write(f"{text}\\n")
        under_way.append(text)
        with open(os.environ["ACME_LOG"] + ".at-once", "a") as log:
            log.write(f"{len(under_way)}\\n")
        await asyncio.sleep(600 if "for ever" in text else float(os.environ.get("ACME_SECONDS", 0)))
        while "held" in text and not os.path.exists(os.environ["ACME_LOG"] + ".go-on"):
            await asyncio.sleep(0.01)
        under_way.remove(text)
        if text.startswith("bad"):
            raise InvalidRequestError("acme answered 400: bad")
        return Audio(text.encode() * 100, "pcm")

@hookimpl
def russo_provider():
    price = Price(per_million_characters=(10, 10), source="https://example.com", checked=date(2026, 1, 1))
    return Provider("acme", target="acme_plugin:AcmeSynthesizer", package="russo-acme", default_voice="anna",
                    prices={"": price})
"""


class Project:
    """A folder with a pytest.ini, in which `russo` runs."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder = folder
        self.log = folder / "paid"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
        self.environment = kept | {"PYTHONPATH": str(site), "ACME_LOG": str(self.log), "COLUMNS": "120"}
        self.command = [sys.executable, "-m", "russo"]
        # Tests of Ctrl-C must not depend on whether it is ignored where the suite was started, as in the background.
        heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from russo.cli import main"
        self.interruptible = [sys.executable, "-c", f"{heeding}; main()"]
        self.write("pytest.ini", "[pytest]\nrusso_provider = acme\nasyncio_default_fixture_loop_scope = function\n")

    def write(self, name: str, text: str) -> None:
        sources.write(self.folder / name, text)

    def __call__(self, *arguments: str, **variables: str) -> tuple[int, str, str]:
        command = [*self.command, *arguments]
        done = forked.run(command, cwd=self.folder, env=self.environment | variables, text=True)
        return done.returncode, done.stdout, done.stderr

    def go_on(self) -> None:
        """Let the lines with the word "held" end, which wait for this."""
        (self.folder / "paid.go-on").touch()

    @property
    def paid(self) -> list[str]:
        return sorted(self.log.read_text().split("\n")[:-1]) if self.log.exists() else []

    @property
    def kept(self) -> list[tuple[str, str]]:
        entries = AudioCache(self.folder / ".russo_cache").entries()
        return sorted((entry.prompt, str(entry.key_fields["fields"]["voice"])) for entry in entries)


def words(line: str) -> str:
    """A summary without its seconds."""
    return line.rstrip("\n").rpartition(";")[0]
