"""What inner runs of pytest leave out of the environment that the suite itself runs in."""

from __future__ import annotations

# They have no part in what inner runs show, and importing them takes three times as long as the rest of such a run.
QUIET = ("-p", "no:hypothesispytest", "-p", "no:pytest_httpserver")
