"""How the API is reached, and by whom. Nothing of it changes the sound but the endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from russo.errors import MissingKeyError, OptionError

from . import options
from .endpoint import Endpoint, find_endpoint

ENV: Final = ("GOOGLE_API_KEY", "GEMINI_API_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a client of the SDK is made of, or the user's own client."""

    vertexai: bool
    api_key: str | None = field(repr=False)
    credentials: Any = field(repr=False)
    project: str | None
    location: str | None
    endpoint: Endpoint | None
    client: Any = field(repr=False)

    @property
    def base_url(self) -> str | None:
        """Where the API is, as a field of a key: None for Google's own addresses."""
        return None if self.endpoint is None or self.endpoint.is_google else self.endpoint.url

    def find_key(self) -> str | None:
        """The key; None where none is needed: on Vertex AI, and with a client of the user's own.

        Raises:
            MissingKeyError: There is none.
        """
        if self.client is not None:
            return None
        if self.vertexai:
            return self.api_key
        from russo.providers.credentials import find_key

        try:
            return find_key("google", self.api_key, ENV)
        except MissingKeyError as error:
            msg = f"{error}; for Vertex AI, pass vertexai=True"
            raise MissingKeyError(msg) from None

    def secrets(self, key: str | None) -> tuple[str, ...]:
        """What no message may show."""
        return ((key,) if key else ()) + (self.endpoint.secrets if self.endpoint else ())


def check_access(
    *, vertexai: Any, api_key: Any, credentials: Any, project: Any, location: Any, base_url: Any, client: Any
) -> Access:
    """Make the access of a constructor's arguments.

    Raises:
        OptionError: A value is none that the SDK takes, or two exclude each other.
    """
    options.a_flag("vertexai", vertexai)
    texts = {"api_key": api_key, "project": project, "location": location}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            # Without the value: it may be a key.
            msg = f"option {name!r} of provider 'google' must be a str, not of the type {type(value).__name__}"
            raise OptionError(msg)
    given = [name for name, value in (texts | {"credentials": credentials, "base_url": base_url}).items() if value]
    _refuse_together(given, vertexai=vertexai, has_client=client is not None)
    if client is not None:
        vertexai = bool(getattr(client, "vertexai", False))
    return Access(
        vertexai=vertexai,
        api_key=api_key,
        credentials=credentials,
        project=project,
        location=location,
        endpoint=find_endpoint(base_url, vertexai=vertexai) if client is None else _endpoint_of(client),
        client=client,
    )


def _refuse_together(given: list[str], *, vertexai: bool, has_client: bool) -> None:
    if has_client and given:
        msg = f"option {given[0]!r} of provider 'google' cannot be used with 'client', which has its own: leave one out"
        raise OptionError(msg)
    for name in ("project", "location", "credentials"):
        if name in given and not vertexai:
            msg = f"option {name!r} of provider 'google' is for Vertex AI: pass vertexai=True, or leave it out"
            raise OptionError(msg)
    if "api_key" in given and "credentials" in given:
        msg = "options 'api_key' and 'credentials' of provider 'google' exclude each other: leave one out"
        raise OptionError(msg)


def _endpoint_of(client: Any) -> Endpoint | None:
    """Where a client of the user's own points, as far as it tells."""
    # The SDK has no public name for it, and two addresses must not share a key.
    http_options = getattr(getattr(client, "_api_client", None), "_http_options", None)
    url = getattr(http_options, "base_url", None)
    return find_endpoint(url, vertexai=False) if isinstance(url, str) else None
