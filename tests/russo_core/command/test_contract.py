from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from russo.testing import SynthesizerContract

ENGINE = str(Path(__file__).with_name("engine.py"))


class TestCommand(SynthesizerContract):
    provider_name = "command"
    options: dict[str, Any] = {"command": [sys.executable, ENGINE, "{voice}", "{model}"], "voice": "a", "model": "b"}  # noqa: RUF012
    varies: dict[str, Any] = {  # noqa: RUF012
        "command": ([sys.executable, ENGINE, "{voice}{model}"], [sys.executable, ENGINE, "{voice}", "-", "{model}"]),
        "voice": ("amy", "ben"),
        "model": ("1", "2"),
        "sample_rate": (8000, 16000),
        "channels": (1, 2),
    }
    beside = {"channels": {"sample_rate": 8000}}  # noqa: RUF012 - for bare samples; a file's header states its own
    neutral = ("timeout", "max_concurrency")
    sdk_modules = ()
    unsent = ("sample_rate", "channels")  # the header of a file states its own
    failing = {"timeout": 0.001}  # noqa: RUF012
