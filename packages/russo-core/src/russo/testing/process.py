"""Asks a fresh Python process what importing a provider does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROBE: Final = str(Path(__file__).with_name("probe.py"))
# Without these variables, Python does not start on Windows, or does not find the libraries that it is linked with.
_NEEDED: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TEMP", "TMP", "HOME", "USERPROFILE")


def ask(
    provider: str,
    options: Mapping[str, Any],
    variables: Mapping[str, str] | None = None,
    *,
    seed: int = 1,
    elsewhere: bool = False,
) -> dict[str, Any]:
    """Import a provider and make its synthesizer in a process of its own.

    Args:
        provider: The provider's name.
        options: Its options, as JSON values.
        variables: The environment, in addition to the variables that Python itself needs.
        seed: The seed for hashes of str, as in ``PYTHONHASHSEED``.
        elsewhere: Whether host name, user, folder and versions differ from those here.

    Returns:
        ``imported`` and ``constructed``, the modules loaded at these times; ``key``, the key of a text; and ``fields``;
        or else ``error``.
    """
    asked = {"provider": provider, "options": dict(options), "elsewhere": elsewhere}
    question = json.dumps(asked, sort_keys=True)
    return _ask(question, tuple(sorted((variables or {}).items())), seed, tuple(sys.path))


@lru_cache(maxsize=32)
def _ask(question: str, variables: tuple[tuple[str, str], ...], seed: int, path: tuple[str, ...]) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ} | dict(variables)
    environment |= {"PYTHONPATH": os.pathsep.join(path), "PYTHONHASHSEED": str(seed), "PYTHONSAFEPATH": "1"}
    # -P keeps the folder of the probe off the path, so that the modules beside it shadow nothing.
    command = [sys.executable, "-P", _PROBE, question]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - itself
    try:
        answer: dict[str, Any] = json.loads(done.stdout.rpartition("\n")[2])
    except ValueError:
        return {"error": f"Python ended with {done.returncode}: {done.stderr[-500:]}"}
    return answer
