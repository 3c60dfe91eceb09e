"""Where espeak-ng is: a library and its data, both inside the wheel of espeakng-loader."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from russo.providers import MissingDependencyError

DATA: Final = "espeak-ng-data"
_LIBRARIES: Final = ("libespeak-ng.so", "libespeak-ng.dylib", "espeak-ng.dll")


@cache
def folder() -> Path:
    """The folder that holds the library and the data.

    Found without importing espeakng_loader, which would import ctypes: a cache hit makes a synthesizer too, to know
    its key, and needs none of that.

    Raises:
        MissingDependencyError: espeakng-loader is not installed, or its data is missing.
    """
    spec = find_spec("espeakng_loader")
    for place in (spec and spec.submodule_search_locations) or ():
        if Path(place, DATA).is_dir():
            return Path(place)
    msg = "espeak-ng is not here: pip install --force-reinstall espeakng-loader"
    raise MissingDependencyError(msg)


def library() -> Path:
    """The shared library of this platform.

    Raises:
        MissingDependencyError: espeakng-loader has none.
    """
    for name in _LIBRARIES:
        path = folder() / name
        if path.is_file():
            return path
    msg = f"espeakng-loader has no library in {str(folder())!r}: pip install --force-reinstall espeakng-loader"
    raise MissingDependencyError(msg)
