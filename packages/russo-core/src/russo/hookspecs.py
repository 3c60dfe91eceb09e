"""The hooks that a plugin may implement, with pluggy, in the project ``russo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .provider import Provider
    from .synthesizer import Synthesizer

hookspec = pluggy.HookspecMarker("russo")
hookimpl = pluggy.HookimplMarker("russo")


@hookspec
def russo_provider() -> Provider | None:
    """Describe the one provider that this plugin brings.

    Called when the provider is asked for by name, and when providers are listed. The module that implements it is
    named by an entry point of the group ``russo``, whose name is the provider's. Neither importing that module nor
    calling this hook may import an SDK, read a key or do anything slow.

    Returns:
        The description.

    Example:
        >>> from russo import Provider, hookimpl
        >>> @hookimpl
        ... def russo_provider() -> Provider:
        ...     return Provider("acme", target="russo_acme:AcmeSynthesizer", package="russo-acme")
    """


@hookspec
def russo_cache_key(synthesizer: Synthesizer, text: str) -> Mapping[str, Any] | None:
    """Add to the key of an utterance what this plugin knows to change its sound.

    Called each time an utterance is looked up, for every plugin that the settings name (``russo_plugins``), and for
    no other. The fields of each plugin are kept apart: two plugins may use the same names.

    Args:
        synthesizer: What is to speak.
        text: What it is to say.

    Returns:
        Fields that JSON can hold, or None for nothing to add.

    Example:
        >>> from russo import hookimpl
        >>> @hookimpl
        ... def russo_cache_key(synthesizer, text):
        ...     return {"lexicon": "2026-11"}
    """
