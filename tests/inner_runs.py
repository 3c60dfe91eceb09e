"""The plugins that inner runs of pytest do not load, although the suite itself runs with them."""

from __future__ import annotations

# Inner runs do not need them, and importing them takes three times as long as the rest of such a run.
QUIET = ("-p", "no:hypothesispytest", "-p", "no:pytest_httpserver")
