"""Chooses the endpoint of the API and the credentials. Only the endpoint is part of the cache key."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Final

from russo.providers import (
    Address,
    MissingKeyError,
    OptionError,
    check_flag,
    check_secret,
    find_key,
    read_address,
    refused,
)

ENV: Final = ("GOOGLE_API_KEY", "GEMINI_API_KEY")

# What the SDK reads if it is given no base_url, by `vertexai`.
_VARIABLES: Final = {False: "GOOGLE_GEMINI_BASE_URL", True: "GOOGLE_VERTEX_BASE_URL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a client of the SDK is made from, or the user's own client."""

    vertexai: bool
    api_key: str | None = field(repr=False)
    credentials: Any = field(repr=False)
    project: str | None
    location: str | None
    address: Address | None
    client: Any = field(repr=False)

    @property
    def base_url(self) -> str | None:
        """Where the API is, as a field of the key: None for Google's own addresses."""
        return None if self.address is None or self.address.is_at("googleapis.com") else self.address.url

    def find_key(self) -> str | None:
        """The key, or None if none is needed: on Vertex AI, and with a client of the user's own.

        Raises:
            MissingKeyError: There is none.
        """
        if self.client is not None:
            return None
        if self.vertexai:
            return self.api_key
        try:
            return find_key("google", self.api_key, ENV)
        except MissingKeyError as error:
            msg = f"{error}; for Vertex AI, pass vertexai=True"
            raise MissingKeyError(msg) from None

    def secrets(self, key: str | None) -> tuple[str, ...]:
        """What no message may show."""
        keys = (key, _key_of(self.client))
        return (*filter(None, keys), *(self.address.secrets if self.address else ()))


def check_access(
    *, vertexai: Any, api_key: Any, credentials: Any, project: Any, location: Any, base_url: Any, client: Any
) -> Access:
    """Make the access from a constructor's arguments.

    Raises:
        OptionError: The SDK does not take a value, or two options exclude each other.
    """
    check_flag("vertexai", vertexai)
    for name, value in (("project", project), ("location", location)):
        if value is not None and not isinstance(value, str):
            raise refused(name, value, "a str")
    options = {
        "api_key": check_secret("api_key", api_key),
        "project": project,
        "location": location,
        "credentials": credentials,
        "base_url": base_url,
    }
    given = [name for name, value in options.items() if value]
    _refuse_together(given, vertexai=vertexai, has_client=client is not None)
    if client is not None:
        vertexai = bool(getattr(client, "vertexai", False))
    return Access(
        vertexai=vertexai,
        api_key=options["api_key"],
        credentials=credentials,
        project=project,
        location=location,
        address=_find_address(base_url, vertexai=vertexai) if client is None else _address_of(client),
        client=client,
    )


def _refuse_together(given: list[str], *, vertexai: bool, has_client: bool) -> None:
    if has_client and given:
        msg = f"{given[0]}=... cannot be given beside client=...: the client has its own"
        raise OptionError(msg)
    for name in ("project", "location", "credentials"):
        if name in given and not vertexai:
            msg = f"{name}=... is for Vertex AI: pass vertexai=True, or leave it out"
            raise OptionError(msg)
    if "api_key" in given and "credentials" in given:
        msg = "api_key=... and credentials=... exclude each other: leave one out"
        raise OptionError(msg)


def _find_address(base_url: Any, *, vertexai: bool) -> Address | None:
    """The address that was given, or else the one in the SDK's own variable; None for Google's."""
    if base_url is not None:
        return read_address(base_url, source="base_url")
    variable = _VARIABLES[vertexai]
    value = os.environ.get(variable)
    return read_address(value, source=variable) if value else None


def _address_of(client: Any) -> Address | None:
    """Where a client of the user's own points, as far as can be told."""
    # The SDK has no public way to ask, and two addresses must not share a key.
    http_options = getattr(getattr(client, "_api_client", None), "_http_options", None)
    url = getattr(http_options, "base_url", None)
    return read_address(url, source="the base_url of client") if isinstance(url, str) else None


def _key_of(client: Any) -> str | None:
    # Likewise; no message may show the key of a client.
    key = getattr(getattr(client, "_api_client", None), "api_key", None)
    return key if isinstance(key, str) else None
