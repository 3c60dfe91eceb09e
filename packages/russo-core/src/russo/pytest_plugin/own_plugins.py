"""Makes a project's own plugins importable: modules beside its `conftest.py`, named as `module:object`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .options import project_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest


def make_importable(config: pytest.Config, names: Iterable[str]) -> None:
    """Make modules in the root and beside each `conftest.py` importable, which pytest only does in some import modes.

    Args:
        config: The configuration of the run.
        names: The names of the plugins. If none has the form ``module:object``, nothing is done.
    """
    if not any(":" in name for name in names):
        return
    files = (str(getattr(plugin, "__file__", None) or "") for plugin in config.pluginmanager.get_plugins())
    beside = sorted(os.path.dirname(file) for file in files if os.path.basename(file) == "conftest.py")
    # At the end of the path, so that these modules never shadow another one.
    sys.path += [folder for folder in dict.fromkeys([str(project_root(config)), *beside]) if folder not in sys.path]
