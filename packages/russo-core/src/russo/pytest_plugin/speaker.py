"""`Speaker`: a provider and its options, as the settings, markers and calls combine them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ..environment import DEFAULT_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT: Final = "the default"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A provider's name and the keyword arguments for its class, with their sources."""

    provider: str = DEFAULT_PROVIDER
    provider_source: str = _DEFAULT
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)  # one may be a key
    sources: Mapping[str, str] = field(default_factory=dict)

    def overridden(self, source: str, provider: str | None, options: Mapping[str, Any]) -> Speaker:
        """This speaker, overridden by another layer. Options of one provider do not apply to another."""
        if provider is None and not options:
            return self
        base = self
        if provider is not None:
            same = provider == self.provider
            base = replace(self, provider_source=source) if same else Speaker(provider, source)
        return replace(
            base,
            options={**base.options, **options},
            sources={**base.sources, **dict.fromkeys(options, source)},
        )

    def voiced(self, spec: str, source: str) -> Speaker:
        """This speaker, overridden by ``provider:voice``, ``provider:`` or ``voice``."""
        provider, colon, voice = spec.partition(":")
        if not colon:
            return self.overridden(source, None, {"voice": spec})
        return self.overridden(source, provider, {"voice": voice} if voice else {})

    def defaults(self) -> dict[str, str | None]:
        """The default voice and model, as far as the provider's description states them."""
        from ..errors import PluginError
        from ..providers.registry import find_provider

        try:
            provider = find_provider(self.provider, source=self.provider_source)
        except PluginError:  # reported when it is asked to speak
            return {"voice": None, "model": None}
        return {"voice": provider.default_voice, "model": provider.default_model}

    @property
    def is_default(self) -> bool:
        """Whether nobody has chosen anything."""
        return self.provider_source == _DEFAULT and not self.options

    @property
    def identity(self) -> str:
        """A string that is equal for two speakers that sound the same."""
        return repr((self.provider, sorted(self.options.items(), key=lambda option: option[0])))
