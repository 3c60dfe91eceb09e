"""Which server speaks: OpenAI's own, or one that is compatible, and what of its address may be told."""

from __future__ import annotations

import os
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from russo.errors import OptionError

OWN_URL: Final = "https://api.openai.com/v1"
_OWN_HOST: Final = "api.openai.com"


def resolve_base_url(base_url: str | None, client: Any) -> str:
    """The address that a call will go to: the client's, the option's, the environment's, or OpenAI's.

    The SDK reads ``OPENAI_BASE_URL`` too, later. It is read here, so that the key of the cache tells who speaks.
    """
    if client is not None:
        return str(getattr(client, "base_url", OWN_URL))
    name, url = ("base_url", base_url) if base_url else ("OPENAI_BASE_URL", os.environ.get("OPENAI_BASE_URL", ""))
    url = url.strip()
    if not url:
        return OWN_URL
    parts = _split(url)
    url = url if parts is None else parts.geturl()  # the scheme in lower case
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = f"{name} must be an address such as 'http://127.0.0.1:8880/v1', not {_shown(url)!r}"
        raise OptionError(msg)
    return url


def is_own(url: str) -> bool:
    """Whether OpenAI answers there: in any region, the models are the same."""
    host = urlsplit(url).hostname or ""
    return host == _OWN_HOST or host.endswith("." + _OWN_HOST)


def public_url(url: str) -> str:
    """The address without what may be a secret: user, password and query."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def secrets_of(url: str) -> tuple[str, ...]:
    """What of the address must not be read in any message."""
    parts = urlsplit(url)
    values = (pair.partition("=")[2] for pair in parts.query.split("&"))
    return tuple(secret for secret in (parts.password, *values) if secret)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # refuses what is no number
    except ValueError:
        return None
    return parts


def _shown(url: str) -> str:
    return "***" + url.rpartition("@")[2].partition("?")[0] if "@" in url else url.partition("?")[0]
