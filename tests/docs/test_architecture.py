"""The architecture page lists the modules that exist, in the order that import-linter enforces."""

from __future__ import annotations

import re
import tomllib

from stories.pages import DOCS, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_core_may_import_no_package_beside_it() -> None:
    (contract,) = (one for one in CONTRACTS if one["name"] == "The core knows no provider")
    packages = {package.name for package in ROOT.glob("packages/russo-*/src/russo_*")}
    assert packages - set(contract["forbidden_modules"]) == set()


def test_the_page_names_every_module_of_the_core_in_the_order_of_imports() -> None:
    layer_of = {module: layer for layer, names in enumerate(CONTRACTS[0]["layers"]) for module in names.split(" | ")}
    rows = re.findall(r"^\| (`.+?) \|", (DOCS / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(layer_of)
    assert [layer_of[name] for name in named] == sorted(layer_of.values())
