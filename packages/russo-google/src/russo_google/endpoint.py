"""Where a base_url points: what may be told of it, and what may not."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from russo.errors import OptionError

# What the SDK reads where it is given no base_url, by `vertexai`.
_VARIABLES: Final = {False: "GOOGLE_GEMINI_BASE_URL", True: "GOOGLE_VERTEX_BASE_URL"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A base URL, taken apart so that its secrets stay out of keys, messages and logs."""

    url: str
    userinfo: tuple[str, str] | None = field(default=None, repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def is_google(self) -> bool:
        """Whether Google itself answers there."""
        host = urlsplit(self.url).hostname or ""
        return host.endswith(".googleapis.com")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may show."""
        return tuple(part for part in ((self.userinfo or ("", ""))[1], *(value for _, value in self.query)) if part)


def find_endpoint(base_url: object, *, vertexai: bool) -> Endpoint | None:
    """The endpoint that was given, or else the one that the SDK's own variable names; None for Google's.

    Raises:
        OptionError: It is no URL of HTTP.
    """
    variable = _VARIABLES[vertexai]
    if base_url is not None:
        return _parse(base_url, "option 'base_url' of provider 'google'")
    value = os.environ.get(variable)
    return _parse(value, f"the variable {variable}") if value else None


def _parse(value: object, where: str) -> Endpoint:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        port = parts.port if parts else None
    except ValueError:
        parts = port = None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        # Without the value: what does not parse may still hold a password.
        msg = f"{where} must be a URL like 'https://gateway.example.com/gemini'"
        raise OptionError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    netloc = host if port in {None, default} else f"{host}:{port}"
    return Endpoint(
        f"{parts.scheme}://{netloc}{parts.path.rstrip('/')}",
        userinfo=(parts.username or "", parts.password or "") if "@" in parts.netloc else None,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
    )
