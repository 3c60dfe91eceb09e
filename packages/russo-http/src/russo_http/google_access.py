"""A key of Google Cloud, or a token of its application default credentials."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from russo.providers import (
    AuthenticationError,
    KeyHeader,
    MissingDependencyError,
    MissingKeyError,
    ProviderUnavailableError,
    Secret,
    SynthesisTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"


class Token(KeyHeader):
    """A token, with the project to bill, if the credentials name one."""

    project: str | None = None

    async def sign(self, request: Any) -> Mapping[str, str]:
        """Make the header with the token, and the one with the project.

        Args:
            request: What is about to be sent.
        """
        headers = dict(await super().sign(request))
        return headers | ({"x-goog-user-project": self.project} if self.project else {})


async def find_access(api_key: str | None, seconds: float) -> KeyHeader:
    """Find a key, or else a token.

    Args:
        api_key: What the constructor was given.
        seconds: How long to wait for a token.

    Raises:
        MissingKeyError: There is neither.
        AuthenticationError: The credentials are refused.
    """
    key = api_key or ("" if os.environ.get("GOOGLE_APPLICATION_CREDENTIALS") else os.environ.get("GOOGLE_API_KEY", ""))
    if key.strip():
        return KeyHeader("X-Goog-Api-Key", "{key}", Secret(key.strip()), source="GOOGLE_API_KEY")
    import asyncio

    try:
        return await asyncio.wait_for(asyncio.to_thread(_find_token), seconds)
    except TimeoutError as error:
        msg = f"google-cloud: Google gave no token within {seconds:g} s: raise timeout=..."
        raise SynthesisTimeoutError(msg) from error


def _find_token() -> KeyHeader:
    try:
        import google.auth.exceptions
        from google.auth.transport.requests import Request
    except ImportError as error:
        msg = (
            "provider 'google-cloud' needs a key: set the variable GOOGLE_API_KEY, or pass api_key=...; or, for the "
            'application default credentials, pip install "russo-http[google-cloud]"'
        )
        raise (MissingKeyError if not _names_credentials() else MissingDependencyError)(msg) from error
    try:
        credentials, _ = google.auth.default(scopes=[_SCOPE])
        credentials.refresh(Request())  # type: ignore[no-untyped-call]
    except google.auth.exceptions.DefaultCredentialsError as error:
        msg = (
            "provider 'google-cloud' needs a key: set the variable GOOGLE_API_KEY, pass api_key=..., or set "
            "GOOGLE_APPLICATION_CREDENTIALS to the file of an account"
        )
        raise MissingKeyError(msg) from error
    except google.auth.exceptions.TransportError as error:
        msg = f"google-cloud could not reach Google for a token: {type(error).__name__}"
        raise ProviderUnavailableError(msg) from None
    except google.auth.exceptions.GoogleAuthError as error:
        # Its message may repeat what was sent, which includes the account's signature.
        msg = f"google-cloud: Google gave no token for these credentials ({type(error).__name__}): renew them"
        raise AuthenticationError(msg) from None
    token = Token("Authorization", "Bearer {key}", Secret(credentials.token), source="GOOGLE_APPLICATION_CREDENTIALS")
    object.__setattr__(token, "project", getattr(credentials, "quota_project_id", None))
    return token


def _names_credentials() -> bool:
    return bool(os.environ.get("GOOGLE_APPLICATION_CREDENTIALS"))
