"""The plugins that inner runs of pytest do not load, although the suite itself runs with them."""

from __future__ import annotations

# Inner runs do not need them, and importing them takes longer than everything else in such a run.
QUIET = tuple(
    word
    for plugin in ("anyio", "hypothesispytest", "pytest_httpserver", "time_machine")
    for word in ("-p", f"no:{plugin}")
)
