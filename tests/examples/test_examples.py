"""The examples and the output of `russo new-provider` run as they are; nox tests their wheels."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

import forked
from inner_runs import QUIET

EXAMPLES = Path(__file__).parents[2] / "examples"


def installed(project: Path, site: Path) -> str:
    """Lay out a project like an editable install, without building it, and return the PYTHONPATH for it."""
    metadata = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = site / f"{metadata['name'].replace('-', '_')}-{metadata['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {metadata['name']}\nVersion: {metadata['version']}\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in metadata["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("".join(groups))
    return os.pathsep.join([str(project / "src"), str(site), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)


def run(folder: Path, path: str, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUSSO_", "PYTEST_"))}
    done = forked.run([sys.executable, *arguments], cwd=folder, env=kept | {"PYTHONPATH": path, "PATH": ""}, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    printed: str = done.stdout
    return printed


PYTEST = ("-m", "pytest", "-q", *QUIET, "-p", "no:cacheprovider", "-p", "no:asyncio")
NO_CONFIG = ("-c", os.devnull, "--rootdir", ".")


@pytest.mark.slow
@pytest.mark.parametrize(("example", "passed"), [("russo-tone", 37), ("russo-lexicon", 4)])
def test_an_example_passes_its_tests(tmp_path: Path, example: str, passed: int) -> None:
    output = run(
        tmp_path,
        installed(EXAMPLES / example, tmp_path / "site"),
        *PYTEST,
        *NO_CONFIG,
        str(EXAMPLES / example / "tests"),
    )
    assert re.search(rf"^{passed} passed", output, re.MULTILINE)


def test_the_example_is_chosen_by_name_in_a_pytest_ini(tmp_path: Path) -> None:
    path = installed(EXAMPLES / "russo-tone", tmp_path / "site")
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = tone\nrusso_voice = horn\n")
    (tmp_path / "test_it.py").write_text(
        "def test_it(russo_say):\n    assert russo_say('Hello').sample_rate == 8000\n"
        "    assert russo_say('Hello') != russo_say('Hello', voice='flute')\n"
    )
    output = run(tmp_path, path, *PYTEST)
    assert "1 passed" in output
    assert len(list((tmp_path / ".russo_cache").glob("*.audio"))) == 2


def test_the_two_examples_work_together(tmp_path: Path) -> None:
    path = os.pathsep.join(installed(EXAMPLES / name, tmp_path / "site") for name in ("russo-tone", "russo-lexicon"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nrusso_provider = tone\nrusso_plugins = lexicon\n")
    (tmp_path / "lexicon.toml").write_text('SQL = "sequel"\n')
    (tmp_path / "test_it.py").write_text(
        "def test_it(russo_say, russo_synthesizer):\n"
        "    assert russo_say('SQL') == russo_say('sequel') == russo_synthesizer.lookup('SQL')\n"
    )
    assert "1 passed" in run(tmp_path, path, *PYTEST)
    assert len(list((tmp_path / ".russo_cache").glob("*.audio"))) == 1
