"""What an error advises, in the words of whatever is in use: a script, the command, or a run of pytest."""

from __future__ import annotations

from typing import Final, NamedTuple


class Advice(NamedTuple):
    """How what an error asks for is done here.

    Args:
        call: How a provider may be called for once, behind "ask for it once where it may be called".
        folder: How another folder is chosen, behind "choose another folder with".
        again: How what is there is made again.
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
# Where there is a lock, an utterance that is recorded and not in it fails the next run.
IN_LOCKED_PYTEST: Final = IN_PYTEST._replace(call="as pytest --russo-online --russo-lock does")
