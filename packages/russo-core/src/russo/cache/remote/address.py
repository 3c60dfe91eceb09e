"""Checks the address of a remote, such as ``s3://bucket/prefix``, and opens the store there."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from ...errors import ConfigurationError, MissingDependencyError
from .failures import without_secrets
from .variables import check_variables

if TYPE_CHECKING:
    from obstore.store import ObjectStore

# The version of the layout below a prefix. Another layout gets another number, and does not touch this one.
VERSION: Final = "russo-1"
_SCHEMES: Final = ("s3", "gs", "az", "file", "memory")
_NAMESPACE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_CREDENTIALS: Final = "credentials come from the environment, as the cloud's own tools take them"


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a remote, without anything secret in it.

    Args:
        text: The address as it was written.
        scheme: ``s3``, ``gs``, ``az``, ``file`` or ``memory``.
        place: The bucket or container; the folder of ``file://``; the name of ``memory://``.
        prefix: The beginning of the name of each object; empty for ``file``.
    """

    text: str
    scheme: str
    place: str
    prefix: str

    def __str__(self) -> str:
        return self.text


def parse_address(text: str, source: str = "remote=...") -> Address:
    """Check an address.

    Args:
        text: The address.
        source: Where it was set, for the message.

    Raises:
        ConfigurationError: It is not an address, or contains credentials, which the message does not repeat.
    """
    # An address with an @ may contain credentials, even if it is misspelled.
    shown = "the one that is set" if "@" in text else f"{text!r:.200}"
    try:
        parts = urlsplit(text)
    except ValueError:
        msg = f"a remote is an address like s3://bucket/prefix, not {shown} ({source})"
        raise ConfigurationError(msg) from None  # Python's own message quotes the address
    if "@" in parts.netloc or parts.query or parts.fragment:
        msg = f"the address of the remote ({source}) contains more than a place and a path: {_CREDENTIALS}"
        raise ConfigurationError(msg)
    if parts.scheme not in _SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in _SCHEMES)
        msg = f"a remote is an address like s3://bucket/prefix, not {shown} ({source}); known are {known}"
        raise ConfigurationError(msg)
    path = unquote(parts.path)
    if parts.scheme == "file":
        folder = _folder(parts.netloc, path)
        if not os.path.isabs(folder):
            msg = f"a remote on a disk is the full path of a folder, like file:///mnt/team, not {shown} ({source})"
            raise ConfigurationError(msg)
        return Address(text, "file", folder, "")
    if parts.scheme != "memory" and not parts.netloc:
        msg = f"{shown} names no bucket ({source}): write {parts.scheme}://bucket/prefix"
        raise ConfigurationError(msg)
    return Address(text, parts.scheme, parts.netloc, path.strip("/"))


def _folder(host: str, path: str) -> str:
    if os.name != "nt":
        return path if not host else ""
    if host:
        return f"//{host}{path}"  # \\server\share
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def check_namespace(namespace: str, source: str = "namespace=...") -> str:
    """Refuse a namespace that cannot be part of the name of an object.

    Raises:
        ConfigurationError: It cannot be part of one.
    """
    if namespace and not _NAMESPACE.fullmatch(namespace):
        msg = (
            f"a namespace is made of letters, digits, '.', '_', '-' and '/', like team/main, "
            f"not {namespace!r:.200} ({source})"
        )
        raise ConfigurationError(msg)
    return namespace


def open_store(address: Address, timeout: float, *, may_write: bool) -> ObjectStore:
    """Open the store that an address names. Nothing is sent yet, but the folder of ``file://`` is made for a writer.

    Whoever reports the errors names the remote.

    Raises:
        MissingDependencyError: obstore is not installed.
        ConfigurationError: The store does not accept the address, or one of its variables in the environment.
    """
    try:
        from obstore import store as stores
    except ImportError as error:
        msg = 'obstore is needed: pip install "russo-core[remote]"'
        raise MissingDependencyError(msg) from error
    if address.scheme == "memory":
        name = f"{address.place}/{address.prefix}"
        return _in_memory.setdefault(name, stores.MemoryStore())
    check_variables(address.scheme)
    if address.scheme == "file" and not may_write and not os.path.isdir(address.place):
        msg = "there is no such folder here, or its disk is not mounted"
        raise ConfigurationError(msg)
    try:
        if address.scheme == "file":
            return stores.LocalStore(address.place, mkdir=may_write, automatic_cleanup=True)
        return stores.from_url(address.text, **_options(timeout))
    except Exception as error:
        msg = f"it cannot be used: {without_secrets(str(error))}"
        raise ConfigurationError(msg) from error


def _options(timeout: float) -> dict[str, Any]:
    """The client's retries and timeouts, within the time limit that `Access` sets."""
    from datetime import timedelta

    limit = timedelta(seconds=timeout)
    backoff = {"init_backoff": limit / 20, "max_backoff": limit / 5, "base": 2}
    return {
        # A whole body may take long on a slow line; that no byte comes for so long is what ends a call. An endpoint
        # without TLS is used where the environment names one, and nowhere else.
        "client_options": {
            "allow_http": True,
            "connect_timeout": limit,
            "read_timeout": limit,
            "timeout": timedelta(minutes=10),
        },
        "retry_config": {"max_retries": 3, "retry_timeout": limit / 2, "backoff": backoff},
    }


# The stores of memory://, which all caches of this process share.
_in_memory: Final[dict[str, ObjectStore]] = {}
