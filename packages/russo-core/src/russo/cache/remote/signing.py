"""Signatures: only entries that were written with the team's secret are served.

A signature is the HMAC-SHA256 of the key, the meta and the audio of an entry. The first secret signs, and all are
accepted. To replace a secret, put the new one in front of the old one, and remove the old one later.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from ...errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE: Final = "RUSSO_CACHE_SECRET"
_SHORTEST: Final = 16
# Prefixed to what is signed, so that a signature is not valid for anything else that is signed with this secret.
_PURPOSE: Final = b"russo entry 1\n"


class Secrets:
    """The secrets of a team, if it signs. Neither ``repr`` nor any error shows them."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: Sequence[str] = (), source: str = "secrets=...") -> None:
        for secret in secrets:
            if len(secret) < _SHORTEST:
                msg = (
                    f"a secret of {len(secret)} characters can be guessed ({source}): take at least {_SHORTEST}, "
                    'for example of python -c "import secrets; print(secrets.token_hex(32))"'
                )
                raise ConfigurationError(msg)
        # A variable may hold bytes that are not text, and Python's own error would quote the secret.
        self._secrets = tuple(secret.encode(errors="surrogatepass") for secret in secrets)

    def __repr__(self) -> str:
        return f"<{len(self._secrets)} secrets>"

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def sign(self, key: str, meta: bytes, audio: bytes) -> str:
        """The signature of an entry: 64 hexadecimal digits, or the empty string without a secret."""
        return _mac(self._secrets[0], key, meta, audio) if self._secrets else ""

    def accept(self, signature: str, key: str, meta: bytes, audio: bytes) -> bool:
        """Whether an entry may be served, because one of the secrets has signed it or there are none."""
        if not self._secrets:
            return True
        given = signature.encode()
        return any(hmac.compare_digest(_mac(secret, key, meta, audio).encode(), given) for secret in self._secrets)


def parse_secrets(text: str, source: str = f"the variable {VARIABLE}") -> Secrets:
    """The secrets in a variable, separated by spaces. The first one signs.

    Raises:
        ConfigurationError: One is too short.
    """
    return Secrets(text.split(), source)


def _mac(secret: bytes, key: str, meta: bytes, audio: bytes) -> str:
    mac = hmac.new(secret, _PURPOSE, "sha256")
    # The lengths are included; otherwise bytes could be moved from one part to the next.
    mac.update(f"{key}\n{len(meta)}\n{len(audio)}\n".encode())
    mac.update(meta)
    mac.update(audio)
    return mac.hexdigest()
