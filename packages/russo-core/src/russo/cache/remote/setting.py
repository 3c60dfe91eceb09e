"""Makes the remote from the settings of pytest or from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec

from ...errors import MissingDependencyError
from .address import check_namespace, parse_address
from .mode import resolve_mode
from .remote import Remote


@dataclass(frozen=True, slots=True)
class SharedRemote:
    """A remote as it was set, and why its mode is not the one that was set."""

    remote: Remote
    why: str

    def __str__(self) -> str:
        mode = f"{self.remote.mode}{', signed' * self.remote.is_signed}{f': {self.why}' * bool(self.why)}"
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
    resolved, why = resolve_mode(*mode)
    parse_address(*address)
    check_namespace(*namespace)
    if resolved == "off":
        return None
    if find_spec("obstore") is None:
        msg = f'russo_cache_remote ({address[1]}) needs obstore: pip install "russo-core[remote]"'
        raise MissingDependencyError(msg)
    return SharedRemote(Remote(address[0], mode=resolved, namespace=namespace[0]), why)


def remote_of_environment() -> Remote | None:
    """The remote of the variables ``RUSSO_CACHE_REMOTE``, ``RUSSO_CACHE_REMOTE_MODE`` and ``..._NAMESPACE``.

    Returns:
        The remote, or None if none is named or it is off.

    Raises:
        ConfigurationError: A variable cannot be used.
        MissingDependencyError: obstore is not installed.
    """
    name = "RUSSO_CACHE_REMOTE"
    address = os.environ.get(name)
    if not address:
        return None
    mode, namespace = os.environ.get(f"{name}_MODE") or "readwrite", os.environ.get(f"{name}_NAMESPACE", "")
    shared = shared_remote(
        (address, f"the variable {name}"),
        (mode, f"the variable {name}_MODE"),
        (namespace, f"the variable {name}_NAMESPACE"),
    )
    return shared.remote if shared is not None else None
