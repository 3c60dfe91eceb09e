"""Checks environment variables that obstore puts into addresses and headers, since it panics at some values."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ...errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDPOINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "s3": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "gs": ("GOOGLE_BASE_URL",),
    "az": ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"),
}
_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_TOKEN")
_URL: Final = re.compile(r"[!#-;=?-~]+")
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+")
_REGION: Final = re.compile(r"[A-Za-z0-9-]*")
_KEY: Final = re.compile(r"[!-~]*")


def check_variables(scheme: str) -> None:
    """Refuse variables that a store cannot use.

    Args:
        scheme: That of the address of the store.

    Raises:
        ConfigurationError: One of them cannot be used.
    """
    for name in _ENDPOINTS.get(scheme, ()):
        value = os.environ.get(name)
        if value is not None and not _is_server(value):
            # It may contain credentials, even if it is misspelled.
            shown = "what it is set to" if "@" in value else f"{value!r:.200}"
            msg = f"the variable {name} must be unset, or the URL of a server like http://127.0.0.1:9000, not {shown}"
            raise ConfigurationError(msg)
    if scheme != "s3":
        return
    for name in _REGIONS:
        value = os.environ.get(name, "")
        if not _REGION.fullmatch(value):
            msg = f"the variable {name} must be the name of a region, like us-east-1, not {value!r:.200}"
            raise ConfigurationError(msg)
    for name in _KEYS:
        if not _KEY.fullmatch(os.environ.get(name, "")):
            msg = f"the variable {name} contains a space, a line break or a character outside ASCII: set it without"
            raise ConfigurationError(msg)


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and _URL.fullmatch(url) is not None
            and (parts.port is None or parts.port > 0)
            and _is_host(parts.hostname or "", in_brackets="[" in parts.netloc)
        )
    except ValueError:  # no URL, port, address or name of a host
        return False


def _is_host(host: str, *, in_brackets: bool) -> bool:
    if in_brackets:
        return ip_address(host).version == 6 and "%" not in host
    if host.rstrip(".").rpartition(".")[2].isdigit():
        return ip_address(host).version == 4
    return _HOST.fullmatch(host) is not None and bool(host.encode().decode("idna"))
