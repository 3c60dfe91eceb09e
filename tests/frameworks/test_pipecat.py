"""Pipecat: a service through the cache, alone and in Pipecat Evals."""

from __future__ import annotations

import pytest

pytest.importorskip("pipecat")
