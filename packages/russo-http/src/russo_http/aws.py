"""Signs requests the way AWS requires, with botocore's signer and credentials. Imports botocore only when called."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from russo.providers import ConfigurationError, MissingDependencyError, MissingKeyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from russo.providers import HttpRequest


@dataclass(frozen=True, slots=True)
class AwsSigner:
    """Signs with frozen credentials."""

    credentials: Any = field(repr=False)
    region: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may show."""
        return tuple(filter(None, (self.credentials.secret_key, self.credentials.token, self.credentials.access_key)))

    async def sign(self, request: HttpRequest) -> Mapping[str, str]:
        """The headers of the signature.

        Args:
            request: What is about to be sent.
        """
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest

        signed = AWSRequest(request.method, request.url, headers=dict(request.headers), data=request.body)
        SigV4Auth(self.credentials, "polly", self.region).add_auth(signed)
        return {name: value for name, value in signed.headers.items() if name not in request.headers}


def find_region() -> str | None:
    """The region in the AWS settings."""
    region: str | None = _session().get_config_variable("region")
    return region


async def find_signer(region: str | None) -> AwsSigner:
    """Find credentials as the AWS tools do: variables, profiles, roles.

    Args:
        region: The region; None for the one in the settings.

    Raises:
        MissingKeyError: There are none.
        ConfigurationError: No region is set.
    """
    import asyncio

    return await asyncio.to_thread(_find_signer, region)


def _find_signer(region: str | None) -> AwsSigner:
    session = _session()
    import_module("botocore.auth")  # imported now, so that it does not use up the time of a call
    try:
        found = session.get_credentials()
        credentials = found.get_frozen_credentials() if found else None
    except Exception as error:
        msg = f"polly: AWS gave no credentials ({type(error).__name__}): check `aws sts get-caller-identity`"
        raise MissingKeyError(msg) from error
    if credentials is None:
        msg = "provider 'polly' needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        raise MissingKeyError(msg)
    where = region or session.get_config_variable("region")
    if not where:
        msg = "provider 'polly' needs a region: pass region=..., or set AWS_DEFAULT_REGION"
        raise ConfigurationError(msg)
    return AwsSigner(credentials, where)


def _session() -> Any:
    try:
        from botocore.session import get_session
    except ImportError as error:
        msg = f"provider 'polly' is missing a dependency ({error}): pip install \"russo-http[polly]\""
        raise MissingDependencyError(msg) from error
    return get_session()
