"""The address of a provider's API, with the parts that may be secret kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from ..errors import OptionError

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an API, split so that its secrets stay out of keys, messages and logs.

    Args:
        url: Scheme, host, port and path, which may be shown.
        userinfo: User and password, if there are any.
        query: Names and values after the question mark, any of which may be a secret.

    Example:
        >>> from russo.providers import read_address
        >>> read_address("https://me:pass@gateway.example/v1/?token=t-1", source="base_url")
        Address(url='https://gateway.example/v1')
    """

    url: str
    userinfo: tuple[str, str] | None = field(default=None, repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may show.

        Example:
            >>> from russo.providers import read_address
            >>> read_address("https://me:pass@gateway.example/?token=t-1", source="base_url").secrets
            ('pass', 't-1')
        """
        password = (self.userinfo or ("", ""))[1]
        return tuple(filter(None, (password, *(value for _, value in self.query))))

    def is_at(self, domain: str) -> bool:
        """Whether the host belongs to a domain.

        Args:
            domain: Such as ``"openai.com"``.

        Returns:
            Whether it is.

        Example:
            >>> from russo.providers import read_address
            >>> read_address("https://eu.api.openai.com/v1", source="base_url").is_at("api.openai.com")
            True
        """
        host = urlsplit(self.url).hostname or ""
        return host == domain or host.endswith("." + domain)


def read_address(value: Any, *, source: str) -> Address:
    """Parse the address of an API from an option or an environment variable.

    Args:
        value: The address.
        source: The option or the variable, for the message.

    Returns:
        Its parts. The host is in lower case, and a default port and a trailing slash are removed.

    Raises:
        OptionError: It is not an HTTP address. The message never repeats it, since it may contain a password.

    Example:
        >>> from russo.providers import read_address
        >>> read_address("localhost:8880", source="base_url")
        Traceback (most recent call last):
        russo.errors.OptionError: base_url must be an address such as 'https://gateway.example/v1'
    """
    try:
        parts = urlsplit(value.strip()) if isinstance(value, str) else None
        port = parts.port if parts else None
    except ValueError:
        parts = port = None
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        msg = f"{source} must be an address such as 'https://gateway.example/v1'"
        raise OptionError(msg)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    return Address(
        f"{parts.scheme}://{netloc}{parts.path.rstrip('/')}",
        userinfo=(parts.username or "", parts.password or "") if "@" in parts.netloc else None,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
    )
