"""Makes plugins importable that a project has in a file beside its `conftest.py`, named as `module:object`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .options import project_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest


def make_importable(config: pytest.Config, names: Iterable[str]) -> None:
    """Let modules be found in the root and beside each `conftest.py`, which pytest does in some import modes only.

    Args:
        config: The configuration of the run.
        names: The plugins that are named; nothing is done where none is a ``module:object``.
    """
    if not any(":" in name for name in names):
        return
    files = (str(getattr(plugin, "__file__", None) or "") for plugin in config.pluginmanager.get_plugins())
    beside = sorted(os.path.dirname(file) for file in files if os.path.basename(file) == "conftest.py")
    # Behind everything else, so that no other module is found instead of the one that was meant.
    sys.path += [folder for folder in dict.fromkeys([str(project_root(config)), *beside]) if folder not in sys.path]
