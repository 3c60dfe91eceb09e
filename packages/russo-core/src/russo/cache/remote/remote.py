"""`Remote`: what a user says about a remote: its address, its mode, its namespace and its time limit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ...errors import ConfigurationError
from .address import check_namespace, parse_address
from .mode import MODES, Mode
from .signing import VARIABLE, Secrets, parse_secrets
from .statistics import RemoteCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .reach import Reach

DEFAULT_NAMESPACE: Final = "main"


class Remote:
    """A store that several machines share, so that all of them have what one of them has paid for.

    Give it to `russo.AudioCache` as ``remote``. Nothing is opened, sent or imported before the first miss on disk.

    Args:
        address: ``s3://bucket/prefix``, ``gs://``, ``az://``, ``file:///mnt/team`` or ``memory://name`` (for tests).
            Credentials come from the environment, as obstore and the clouds take them.
        mode: ``"readwrite"``, ``"read"`` or ``"off"``.
        namespace: Keeps the entries of a branch or a team apart from others at the same address.
        secrets: Secrets that sign entries. The first one signs what is written, and only what one of them has signed
            is used. By default, those of the variable ``RUSSO_CACHE_SECRET``.
        timeout: Seconds that the store may take to answer.
        lease: Seconds after which another machine takes over from one that has died while it paid.

    Attributes:
        counts: What it has done in this process: a `russo.cache.RemoteCounts`.

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
        self.address = str(parse_address(address))
        self.mode = mode
        self.namespace = check_namespace(namespace) or DEFAULT_NAMESPACE
        self.timeout = timeout
        self.lease = lease
        self.counts = RemoteCounts()
        self._secrets = parse_secrets(os.environ.get(VARIABLE, "")) if secrets is None else Secrets(secrets)

    def __repr__(self) -> str:
        return f"Remote({self.address!r}, mode={self.mode!r})"

    @property
    def is_signed(self) -> bool:
        """Whether entries have to be signed by a secret.

        Example:
            >>> from russo.cache import Remote
            >>> Remote("memory://team", secrets=["a secret of the team"]).is_signed
            True
        """
        return bool(self._secrets)

    def reach(self) -> Reach:
        """What one cache needs to access it; `russo.AudioCache` calls this.

        Returns:
            Its objects, leases and secrets, none of them opened or asked yet.

        Example:
            >>> from russo.cache import Remote
            >>> Remote("memory://team").reach().may_write
            True
        """
        from .reach import Reach

        return Reach(
            self.address,
            mode=self.mode,
            namespace=self.namespace,
            timeout=self.timeout,
            lease=self.lease,
            secrets=self._secrets,
            counts=self.counts,
        )
