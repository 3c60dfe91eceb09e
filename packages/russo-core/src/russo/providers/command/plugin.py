"""Registers the provider ``command``."""

from __future__ import annotations

from .. import Provider, hookimpl


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``command``."""
    return Provider("command", target="russo.providers.command:CommandSynthesizer", package="russo-core")
