"""What inner runs of pytest leave out of the environment that the suite itself runs in."""

from __future__ import annotations

# They have no part in what inner runs show, and importing them takes longer than all else in such a run.
QUIET = tuple(
    word
    for plugin in ("anyio", "hypothesispytest", "pytest_httpserver", "time_machine")
    for word in ("-p", f"no:{plugin}")
)
