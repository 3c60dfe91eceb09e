"""Checks that a provider is found, is described truthfully, and imports no SDK before its first call."""

from __future__ import annotations

from typing import Any, Final

from ...keys.identity import fields_of
from ...plugins.entry_points import PROVIDERS, discover
from ...providers.registry import find_provider, get_synthesizer, load_class
from ...synthesizer import Synthesizer
from ..process import ask
from .base import SECRET, Subject

# Modules that a replay must not import, because they would cost every test run half a second.
_HEAVY: Final = ("asyncio", "numpy")


class DescriptionChecks(Subject):
    """The plugin, before anything is spoken."""

    def test_it_is_found_by_its_name(self) -> None:
        """The provider is installed, and found by its name.

        To fix: ``[project.entry-points.russo]`` in pyproject.toml must name the module with the hook
        ``russo_provider``, under the name in the description. Reinstall the package after changing it.
        """
        assert self.provider_name, "name the provider in provider_name, as its entry point does"
        assert find_provider(self.provider_name).name == self.provider_name

    def test_its_description_is_true(self) -> None:
        """What ``russo_provider`` says is true: its package, its class, its defaults.

        To fix: ``package`` must be the distribution with the entry point; ``target`` must be a class with
        ``async def synthesize(self, text)`` whose attribute ``provider`` is the name; and giving ``default_voice``
        or ``default_model`` must have the same effect as giving neither.
        """
        provider = self.described()
        packages = [found.package for found in discover(PROVIDERS)[self.provider_name]]
        assert packages == [provider.package]
        assert getattr(load_class(provider), "provider", None) == self.provider_name
        plain = get_synthesizer(self.provider_name, **self.options)
        assert isinstance(plain, Synthesizer)
        spoken = fields_of(plain)
        for name, default in (("voice", provider.default_voice), ("model", provider.default_model)):
            if default is not None and name not in self.options:
                named = get_synthesizer(self.provider_name, **{**self.options, name: default})
                assert fields_of(named).get(name) == spoken.get(name), f"default_{name} is not the default {name}"

    def test_importing_is_light(self) -> None:
        """Finding it imports no SDK, no asyncio and no numpy, and making it imports no SDK.

        To fix: import the SDK inside the function that makes the first call. Importing ``acme.plugin`` runs
        ``acme/__init__.py`` first, so both must be light.
        """
        assert self.sdk_modules is not None, (
            "name the modules of the SDK in sdk_modules, or set it to () if there is none"
        )
        answer = self._ask(dict.fromkeys(self.described().env, SECRET))
        imported = answer.get("imported", ())
        heavy = [name for name in (*self.sdk_modules, *_HEAVY) if name in imported]
        assert not heavy, f"importing the plugin also imported {heavy}: import them on the first call"
        sdk = [name for name in self.sdk_modules if name in answer.get("constructed", ())]
        assert not sdk, f"making the synthesizer also imported {sdk}: import them on the first call"

    def test_it_is_made_without_a_key(self) -> None:
        """It can be made in an empty environment, without a key, since a cache hit needs none.

        To fix: look for the key when the first call is made (``russo.providers.find_key``).
        """
        self.described()
        answer = self._ask({})
        assert "constructed" in answer, f"without a key: {answer.get('error')}"

    def _ask(self, variables: dict[str, str]) -> dict[str, Any]:
        return ask(self.provider_name, self.options, variables)
