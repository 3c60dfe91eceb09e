"""Checks the proxies in the environment before a call, so that an error names the variable that is wrong."""

from __future__ import annotations

import os
from typing import Final
from urllib.parse import urlsplit

from ..errors import ConfigurationError

_NAMES: Final = ("http_proxy", "https_proxy", "all_proxy")
_SCHEMES: Final = ("http", "https", "socks5", "socks5h")


def check_proxies() -> None:
    """Refuse a proxy that no HTTP library can use.

    Raises:
        ConfigurationError: A variable holds one; the message shows neither its value nor a password in it.
    """
    if _set("no_proxy")[1] == "*":
        return
    for name, value in map(_set, _NAMES):
        problem = _problem(value) if value else None
        if problem is not None:
            msg = f"{name} names a proxy that cannot be used, because {problem}: correct it or unset it"
            raise ConfigurationError(msg)


def _set(name: str) -> tuple[str, str]:
    """The variable that counts, which is the one in lower case if both are set, and its value."""
    name = name if name in os.environ else name.upper()
    return name, os.environ.get(name, "")


def _problem(value: str) -> str | None:
    try:
        address = urlsplit(value if "://" in value else f"http://{value}")
        host, _ = address.hostname, address.port
    except ValueError:
        return "its address is not valid"
    if address.scheme not in _SCHEMES:
        return f"{address.scheme!r} is none of {', '.join(_SCHEMES)}"
    return None if host and host.strip() else "it has no host"
