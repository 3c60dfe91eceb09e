"""`Remote`: a place that a team and its CI share, and what may be done with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ...errors import ConfigurationError
from .address import VERSION, check_namespace, parse_address
from .mode import MODES, Mode
from .signing import VARIABLE, Secrets, parse_secrets
from .statistics import RemoteCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .access import Access
    from .lease import Leases

_DEFAULT_NAMESPACE: Final = "main"


class Remote:
    """A store that several machines share: what one of them has paid for, all have.

    Give it to `russo.AudioCache` as ``remote``. Nothing is opened, sent or imported before the first miss on disk.

    Args:
        address: ``s3://bucket/prefix``, ``gs://``, ``az://``, ``file:///mnt/team`` or ``memory://name`` (for tests).
            Credentials come from the environment, as obstore and the clouds take them.
        mode: ``"readwrite"``, ``"read"`` or ``"off"``.
        namespace: Apart from others at the same address: of a branch or a team.
        secrets: Signs what is written, and what none of them has signed is not used. The first signs. By default,
            those of the variable ``RUSSO_CACHE_SECRET``.
        timeout: Seconds that the store may take to answer.
        lease: Seconds after which another machine takes over from one that has died while it paid.

    Raises:
        ConfigurationError: One of these cannot be used.

    Example:
        >>> import tempfile
        >>> from russo import Audio, AudioCache
        >>> from russo.cache import Remote
        >>> one, other = (AudioCache(tempfile.mkdtemp(), remote=Remote("memory://team")) for _ in range(2))
        >>> one.put("abc123", Audio(bytes(480), format="pcm"), prompt="hello")
        >>> other.get("abc123").duration
        0.01
        >>> other.remote.counts.fetched
        1
    """

    def __init__(
        self,
        address: str,
        *,
        mode: Mode = "readwrite",
        namespace: str = "",
        secrets: Sequence[str] | None = None,
        timeout: float = 5.0,
        lease: float = 15.0,
    ) -> None:
        if mode not in MODES:
            msg = f"mode={mode!r} must be one of {', '.join(MODES)}"
            raise ConfigurationError(msg)
        for name, value in (("timeout", timeout), ("lease", lease)):
            if not 0 < value < float("inf"):
                msg = f"{name}={value!r} must be a number of seconds over 0"
                raise ConfigurationError(msg)
        self.address = parse_address(address)
        self.mode = mode
        self.counts = RemoteCounts()
        self.fetched: set[str] = set()
        self.secrets = parse_secrets(os.environ.get(VARIABLE, "")) if secrets is None else Secrets(secrets)
        self.timeout = timeout
        self.lease = lease
        self._base = f"{VERSION}/{check_namespace(namespace) or _DEFAULT_NAMESPACE}"
        self._access: Access | None = None
        self._leases: Leases | None = None

    def __repr__(self) -> str:
        return f"Remote({str(self.address)!r}, mode={self.mode!r})"

    @property
    def may_read(self) -> bool:
        """Whether it is asked for what is not on disk."""
        return self.mode != "off"

    @property
    def may_write(self) -> bool:
        """Whether it gets what is new."""
        return self.mode == "readwrite"

    @property
    def access(self) -> Access:
        """Its objects; what that needs is imported now."""
        if self._access is None:
            from .access import Access

            self._access = Access(self.address, self.timeout)
        return self._access

    @property
    def leases(self) -> Leases:
        """Who on which machine is paying for what."""
        if self._leases is None:
            from .lease import Leases

            self._leases = Leases(self.access, f"{self._base}/leases", self.lease)
        return self._leases

    @property
    def entries(self) -> str:
        """The folder that its entries are in."""
        return f"{self._base}/entries"

    @property
    def leftovers(self) -> str:
        """The folder of its leases, which outlive those who are killed."""
        return f"{self._base}/leases"

    def path(self, key: str) -> str:
        """The name of the object of an entry."""
        return f"{self.entries}/{key}"

    def take_stock(self) -> RemoteCounts:
        """What it has done until now, and why it was left alone, if it was."""
        if self._access is not None:
            self.counts.problem = self._access.reading.problem or self._access.writing.problem or ""
        return self.counts
