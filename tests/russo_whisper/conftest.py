from __future__ import annotations

import sys

import pytest


@pytest.fixture
def install_plugin(tmp_path, monkeypatch):
    """Make a distribution with a plugin, as pip would lay it out, and put it on the path."""
    modules = []

    def make(name, code, target):
        module = target.partition(":")[0]
        modules.append(module)
        info = tmp_path / f"russo_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: russo-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[russo.plugins]\n{name} = {target}\n")
        (tmp_path / f"{module}.py").write_text(code)
        monkeypatch.syspath_prepend(str(tmp_path))

    yield make
    for module in modules:
        sys.modules.pop(module, None)
