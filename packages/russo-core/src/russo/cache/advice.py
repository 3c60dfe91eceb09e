"""Phrases the advice in an error for its reader: an argument in Python, an option of the command, a pytest setting."""

from __future__ import annotations

from typing import Final, NamedTuple


class Advice(NamedTuple):
    """How to do what an error suggests, in one context.

    Args:
        call: How to allow a call for once, to follow "ask for it once where it may be called".
        folder: How to choose another folder, to follow "choose another folder with".
        again: How to make an existing entry again.
    """

    call: str
    folder: str
    again: str = "delete its files"


IN_SCRIPT: Final = Advice("with offline=False", "cache_dir=...")
IN_SAY: Final = Advice("with offline=False", "cache=... or the variable RUSSO_CACHE_DIR")
IN_COMMAND: Final = Advice("with --online", "--cache-dir")
IN_PYTEST: Final = Advice(
    "as pytest --russo-online does", "--russo-cache-dir", "use --russo-refresh, or delete its files"
)
# If there is a lock, an utterance that is recorded but not in the lock fails the next run.
IN_LOCKED_PYTEST: Final = IN_PYTEST._replace(call="as pytest --russo-online --russo-lock does")

STILL_WAITING: Final = "still waiting to be sent to the remote: russo cache push --waiting"
"""What to add after a number of entries that would be gone for good if they were deleted."""
