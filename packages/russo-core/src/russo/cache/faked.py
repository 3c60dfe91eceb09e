"""Detects a test's fake file system, such as pyfakefs, in which nothing that is written to the cache survives."""

from __future__ import annotations

import os
from types import ModuleType
from typing import Final

FAKED: Final = (
    "the file system is a fake one: ask for the speech before it is faked, "
    "or add the folder of the cache with fs.add_real_directory(...)"
)


def is_faked() -> bool:
    """Whether `os` has been replaced by something that is no module, as pyfakefs does wherever it was imported."""
    return not isinstance(os, ModuleType)
