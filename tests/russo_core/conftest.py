from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from russo_core.branches import Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make a distribution with an entry point, laid out as by pip, and put it on the path."""

    modules = []

    def make(
        package: str,
        module: str,
        code: str,
        *,
        name: str = "acme",
        group: str = "russo",
        version: str = "1.0",
        target: str | None = None,
    ) -> Path:
        modules.append(module)
        site = tmp_path / f"site-of-{package}"
        info = site / f"{package.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {target or module}\n")
        (site / f"{module}.py").write_text(textwrap.dedent(code))
        monkeypatch.syspath_prepend(str(site))
        return site

    yield make
    for module in modules:
        sys.modules.pop(module, None)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.delenv("RUSSO_CACHE_DIR", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = Repository(tmp_path)
    repository.record("base")
    return repository
