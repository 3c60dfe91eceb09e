"""Every API of russo-http according to its documentation, which the docstring of each module of the package names."""

from __future__ import annotations

from http_wires import coded, coded_more, raw, raw_more
from http_wires.wire import KEY, TEXT, samples, wav

__all__ = ["KEY", "TEXT", "WIRES", "samples", "wav"]

WIRES = raw.WIRES | raw_more.WIRES | coded.WIRES | coded_more.WIRES
