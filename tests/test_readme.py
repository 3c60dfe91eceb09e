"""Every example of the README runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from inner_runs import QUIET

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def run(folder: Path, *command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def entries(project: Path) -> dict[str, bytes]:
    found = (project / ".russo_cache").iterdir()
    return {path.name: path.read_bytes() for path in found if path.suffix in {".audio", ".meta"}}


def test_the_project_of_five_lines_speaks_and_the_second_run_makes_no_call(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(blocks("ini")[0])
    (tmp_path / "test_agent.py").write_text(blocks("python")[0])
    assert "2 passed" in run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *QUIET)
    kept = entries(tmp_path)
    assert len([name for name in kept if name.endswith(".audio")]) == 2
    # A provider that cannot even be imported shows that it is not called again.
    (tmp_path / "conftest.py").write_text(
        "import sys\nfrom russo_hibari import HibariSynthesizer\n"
        "async def fail(self, text): raise AssertionError(text)\nHibariSynthesizer.synthesize = fail\n"
    )
    assert "2 passed" in run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *QUIET)
    assert entries(tmp_path) == kept


@pytest.mark.parametrize("example", blocks("python")[1:])
def test_scripts(example: str, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(example)
    run(tmp_path, "script.py")


def test_the_commands_are_the_ones_of_ci() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first, second = (block.strip() for block in blocks("bash"))
    assert "\n" not in first + second
    assert second in ci
    assert first.partition(" -o ")[0].endswith('say "Hello, I would like to book a table for two."')


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
