from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

import russo
import russo.cache.remote.access
import russo.cache.remote.lease
import russo.cache.remote.setting
import russo.cache.remote.sharing
import russo.keys.source
import russo.pytest_plugin.run
import russo.pytest_plugin.say
import sources
from inner_runs import QUIET
from russo_core.pytest_plugin.fake import FAKE_PROVIDER, OTHER_PROVIDER, SAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# An inner run in this process forgets the modules that it imports first; modules imported here are shared.
for name in russo.__all__:
    getattr(russo, name)

UNWANTED = {"CI", "COLUMNS"}


class Project:
    """A user's project, with two installed providers that log their calls."""

    def __init__(self, pytester: pytest.Pytester, log: Path) -> None:
        self.pytester = pytester
        self.path = pytester.path
        self._log = log
        self.site = log.parent

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            sources.write(self.path / name, content)

    def test(self, code: str, ini: str = "russo_provider = fake", **files: str) -> None:
        """Write one test file, the lines of a pytest.ini, and other Python files."""
        loops = "asyncio_default_fixture_loop_scope = function"
        self.write({"test_it.py": code, "pytest.ini": f"[pytest]\n{loops}\n{ini}\n"})
        self.write({f"{name}.py": content for name, content in files.items()})

    def run(self, *args: str) -> pytest.RunResult:
        # pytest-asyncio would warn about a key that these projects do not need.
        return self.pytester.runpytest_inprocess(*QUIET, "-o", "asyncio_default_fixture_loop_scope=function", *args)

    def run_outside(self, *args: str) -> pytest.RunResult:
        """Run in a separate process, for tests in which imports, loops or workers matter."""
        return self.pytester.runpytest_subprocess(*QUIET, *args)

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that reached a provider, in all runs so far."""
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def texts(self) -> list[str]:
        return [call["text"] for call in self.calls]

    @property
    def locked_texts(self) -> list[str]:
        """The texts in russo.lock, sorted."""
        lines = (self.path / "russo.lock").read_text(encoding="utf-8").splitlines()
        return sorted(line.partition('"')[2].rstrip('"') for line in lines if line.startswith("text = "))

    @property
    def entries(self) -> int:
        return len(list((self.path / ".russo_cache").glob("*.audio")))


@pytest.fixture
def project(pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory) -> Project:
    monkeypatch = pytester._monkeypatch
    for name in [name for name in os.environ if name.startswith(("RUSSO_", "PYTEST_")) or name in UNWANTED]:
        monkeypatch.delenv(name)
    # Each project stands for a separate process, in which no other project has registered its classes.
    monkeypatch.setattr(russo.keys.source, "_files", {})
    site = tmp_path_factory.mktemp("site")
    info = site / "fake_voices-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fake-voices\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[russo]\nfake = fake_provider\nother = other_provider\n")
    (site / "fake_provider.py").write_text(FAKE_PROVIDER)
    (site / "other_provider.py").write_text(OTHER_PROVIDER)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep))
    log = site / "calls.log"
    monkeypatch.setenv("FAKE_PROVIDER_LOG", str(log))
    return Project(pytester, log)


@pytest.fixture
def locked(project: Project) -> Project:
    """A suite of two folders, recorded and listed in russo.lock."""
    project.write({f"tests/{name}/test_{name}.py": SAY.format(name=name) for name in ("a", "b")})
    project.write({"pytest.ini": "[pytest]\nasyncio_default_fixture_loop_scope = function\nrusso_provider = fake\n"})
    project.run("--russo-lock").assert_outcomes(passed=2)
    assert project.locked_texts == ["a", "b"]
    return project
