"""How long to wait between tries of a file operation that may succeed a little later."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from .. import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

# Out of descriptors, here or on the machine; or a file that another machine has replaced (NFS): both pass.
PASSING: Final = frozenset({errno.EMFILE, errno.ENFILE, getattr(errno, "ESTALE", errno.EMFILE)})


def delays(total: float, *, shortest: float, longest: float) -> Iterator[float]:
    """How long to sleep before each next try, in seconds, until so many have passed.

    Args:
        total: For how long to go on.
        shortest: The first delay; each is twice as long as the one before.
        longest: No delay is longer.
    """
    until = clock.seconds() + total
    delay = shortest
    while clock.seconds() < until:
        yield delay
        delay = min(2 * delay, longest)
