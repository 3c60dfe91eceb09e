"""Finds providers by name, and makes their synthesizers."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConfigurationError, ProviderNotFoundError, ProviderNotInstalledError
from ..plugins.entry_points import PLUGINS, PROVIDERS, Found, broken, discover, is_blocked, load
from ..plugins.in_force import Plugins, load_plugins
from ..provider import Provider
from .options import build, load_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..synthesizer import Synthesizer

__all__ = [
    "KNOWN",
    "PLUGINS",
    "PROVIDERS",
    "Found",
    "Plugins",
    "discover",
    "find_provider",
    "get_synthesizer",
    "is_blocked",
    "load_class",
    "load_plugins",
    "load_provider",
]

# The packages of providers that are known, for a message that one is not installed.
KNOWN: Final = {
    "elevenlabs": "russo-elevenlabs",
    "espeak": "russo-espeak",
    "google": "russo-google",
    "hibari": "russo-hibari",
    "openai": "russo-openai",
    **dict.fromkeys(
        (
            "azure",
            "cartesia",
            "deepgram",
            "fish",
            "google-cloud",
            "groq",
            "http",
            "hume",
            "inworld",
            "minimax",
            "murf",
            "neuphonic",
            "polly",
            "rime",
            "sarvam",
            "speechify",
            "xai",
        ),
        "russo-http",
    ),
}


def get_synthesizer(name: str, **options: Any) -> Synthesizer:
    """Make a provider's synthesizer, uncached.

    Args:
        name: The provider's name.
        options: Options of its class: ``voice``, ``model`` and so on.

    Returns:
        A synthesizer. Wrap it in `CachedSynthesizer` to pay only once.

    Raises:
        PluginError: There is no such provider, it is broken or blocked, or there are two.
        OptionError: It does not accept an option, or not this value of it.

    Example:
        >>> from russo import get_synthesizer
        >>> get_synthesizer("espeak", voice="de").provider
        'espeak'
    """
    return build(find_provider(name), options)


def find_provider(name: str, *, source: str | None = None) -> Provider:
    """Find the provider of this name, and import only its plugin.

    Args:
        name: The provider's name.
        source: Where the name was set, for the message.

    Raises:
        ConfigurationError: The name is not a string.
        ProviderNotInstalledError: The provider is known, but not installed.
        ProviderNotFoundError: No provider of that name is known.
        BlockedPluginError: The variable ``RUSSO_DISABLE_PLUGINS`` names it.
        PluginConflictError: Two distributions have it.
        BrokenPluginError: Its plugin does not load, or breaks its contract.
    """
    if not isinstance(name, str):  # as in a marker, or a line of JSON
        msg = f"the name of a provider must be a str, not {name!r:.100}{_from(source)}"
        raise ConfigurationError(msg)
    installed = discover(PROVIDERS)
    found = installed.get(name)
    if not found:
        raise _not_found(name, installed, source)
    return load_provider(name, found)


def load_provider(name: str, found: tuple[Found, ...]) -> Provider:
    """The description of a provider, given everything that is installed under its name."""
    manager, one = load("provider", name, found)
    try:
        described = manager.hook.russo_provider()
        if len(described) != 1 or not isinstance(described[0], Provider):
            # The plugin is alone, so pluggy lists what it has returned, but not if that is None.
            returned = described[0] if described else None
            msg = f"russo_provider() must return a Provider, not {returned!r:.200}"
            raise TypeError(msg)
        if described[0].name != name:
            msg = f"russo_provider() describes {described[0].name!r}, but its entry point is named {name!r}"
            raise TypeError(msg)
    except Exception as error:
        raise broken("provider", name, one, error) from error
    provider: Provider = described[0]
    return provider


def _not_found(name: str, installed: Mapping[str, tuple[Found, ...]], source: str | None) -> ProviderNotFoundError:
    there = ", ".join(f"{other} ({found[0].package})" for other, found in installed.items()) or "none"
    if name in KNOWN:
        return ProviderNotInstalledError(
            f"provider {name!r}{_from(source)} is not installed: pip install {KNOWN[name]}.{_on_musl(name)} "
            f"Installed: {there}"
        )
    near = get_close_matches(name, [*installed, *KNOWN], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return ProviderNotFoundError(f"no provider named {name!r}{_from(source)}.{hint} Installed: {there}")


def _on_musl(name: str) -> str:
    """What to do on musl, where pip finds nothing to install and does not say why."""
    import sysconfig

    if name not in {"espeak", "hibari"} or "musl" not in (sysconfig.get_config_var("SOABI") or ""):
        return ""
    return (
        " On musl (Alpine) that finds no wheel of the engine inside (onnxruntime, or espeak-ng): there, apk add "
        "espeak-ng, and name the provider 'command' with command = espeak-ng --stdin --stdout -v {voice}."
    )


def _from(source: str | None) -> str:
    return f" ({source})" if source else ""
