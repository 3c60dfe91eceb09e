"""Runs in a process of its own for the kit: imports a provider, makes its synthesizer, and reports what happened.

It is a script rather than a module, because importing `russo.testing` would import pytest, which imports nearly
everything.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    """Answer the question in the first argument, as JSON on standard output."""
    question = json.loads(sys.argv[1])
    answer: dict[str, Any] = {}
    try:
        _look(question, answer)
    except BaseException as error:  # whatever it is, the check reports it
        answer["error"] = repr(error)
    sys.stdout.write("\n" + json.dumps(answer))


def _look(question: dict[str, Any], answer: dict[str, Any]) -> None:
    from russo import CachedSynthesizer
    from russo.providers.options import build
    from russo.providers.registry import find_provider

    if question["elsewhere"]:
        _move()
    before = set(sys.modules)
    provider = find_provider(question["provider"])
    answer["imported"] = sorted(set(sys.modules) - before)
    synthesizer = build(provider, question["options"])
    answer["constructed"] = sorted(set(sys.modules) - before)
    answer["fields"] = repr(dict(getattr(synthesizer, "cache_fields", {})))
    answer["key"] = CachedSynthesizer(synthesizer).key("hello")


def _move() -> None:
    """Make this process believe that it runs on another machine."""
    import importlib.metadata
    import os
    import platform
    import socket
    import tempfile

    os.chdir(tempfile.gettempdir())
    os.environ |= {
        "USER": "elsewhere",
        "LOGNAME": "elsewhere",
        "HOSTNAME": "elsewhere",
        "LANG": "xx_XX",
        "PWD": os.getcwd(),
    }
    socket.gethostname = socket.getfqdn = platform.node = lambda *_: "elsewhere"  # type: ignore[assignment]
    platform.python_version = lambda: "9.9.9"
    importlib.metadata.version = lambda distribution_name: "9.9.9"  # noqa: ARG005


if __name__ == "__main__":
    main()
