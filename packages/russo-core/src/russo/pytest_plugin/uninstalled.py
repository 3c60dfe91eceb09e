"""`Uninstalled`: takes the place of the default provider while it is not installed, since a test may name another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from ..errors import ProviderNotInstalledError


class Uninstalled:
    """A synthesizer that has no key and speaks nothing: whoever asks it is told what to install.

    Args:
        provider: The provider.
        error: The error that says so.
    """

    def __init__(self, provider: str, error: ProviderNotInstalledError) -> None:
        self.provider = provider
        self._error = error

    @property
    def cache_fields(self) -> NoReturn:
        """Asked for before anything is looked up or spoken.

        Raises:
            ProviderNotInstalledError: Each time.
        """
        raise self._error.with_traceback(None)

    async def synthesize(self, _: str) -> NoReturn:
        """Speak nothing.

        Raises:
            ProviderNotInstalledError: Each time.
        """
        raise self._error.with_traceback(None)
