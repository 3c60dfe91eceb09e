"""The remote that the settings of a run name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..errors import MissingDependencyError

if TYPE_CHECKING:
    from ..cache.remote import Remote


@dataclass(frozen=True, slots=True)
class SharedRemote:
    """The remote of a run, and why it may do less than it was set to."""

    remote: Remote
    why: str

    def __str__(self) -> str:
        mode = f"{self.remote.mode}: {self.why}" if self.why else self.remote.mode
        return f"remote {self.remote.address} ({mode})"


def shared_remote(address: tuple[str, str], mode: tuple[str, str], namespace: tuple[str, str]) -> SharedRemote | None:
    """The remote that the settings name; None where it is off.

    Args:
        address: Where it is, and where that was set.
        mode: What may be done there, and where that was set.
        namespace: The part of it that is used, and where that was set.

    Raises:
        ConfigurationError: A setting cannot be used.
        MissingDependencyError: obstore is not installed.
    """
    from ..cache.remote import Remote
    from ..cache.remote.address import check_namespace, parse_address
    from ..cache.remote.mode import resolve_mode

    resolved, why = resolve_mode(mode[0].strip().lower(), mode[1])
    parse_address(*address)
    check_namespace(*namespace)
    if resolved == "off":
        return None
    if find_spec("obstore") is None:
        msg = f"russo_cache_remote ({address[1]}) needs obstore: pip install 'russo-core[remote]'"
        raise MissingDependencyError(msg)
    return SharedRemote(Remote(address[0], mode=resolved, namespace=namespace[0]), why)
