"""How long to wait between attempts at a file operation that may succeed a little later."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from .. import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

# Errors that pass: too many open files in this process or on the machine, or a file that was replaced over NFS.
PASSING: Final = frozenset({errno.EMFILE, errno.ENFILE, getattr(errno, "ESTALE", errno.EMFILE)})


def delays(total: float, *, shortest: float, longest: float) -> Iterator[float]:
    """How long to sleep before each attempt, in seconds.

    Args:
        total: For how many seconds to go on.
        shortest: The first delay. Each is twice as long as the one before.
        longest: The longest delay.
    """
    until = clock.seconds() + total
    delay = shortest
    while clock.seconds() < until:
        yield delay
        delay = min(2 * delay, longest)
