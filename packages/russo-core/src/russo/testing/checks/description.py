"""Checks that a provider is found, that its description is true, and that it costs nothing until it speaks."""

from __future__ import annotations

from typing import Any, Final

from ...keys.identity import fields_of
from ...plugins.entry_points import PROVIDERS, discover
from ...providers.registry import find_provider, get_synthesizer, load_class
from ...synthesizer import Synthesizer
from ..process import ask
from .base import SECRET, Subject

# What a replay must not import, because it would cost every test run half a second.
_HEAVY: Final = ("asyncio", "numpy")


class DescriptionChecks(Subject):
    """The plugin, before anything is spoken."""

    def test_it_is_found_by_its_name(self) -> None:
        """It is installed, and found by its name.

        To mend: ``[project.entry-points.russo]`` in pyproject.toml must name the module with the hook
        ``russo_provider``, under the name that the description has; reinstall the package after changing it.
        """
        assert find_provider(self.provider_name).name == self.provider_name

    def test_its_description_is_true(self) -> None:
        """What ``russo_provider`` says is true: its package, its class, its defaults.

        To mend: ``package`` is the distribution that brings the entry point; ``target`` is a class with
        ``async def synthesize(self, text)`` whose attribute ``provider`` is the name; asking
        for ``default_voice`` or ``default_model`` gives the same as asking for nothing.
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
                assert fields_of(named).get(name) == spoken.get(name), f"default_{name} is not what speaks by default"

    def test_importing_is_light(self) -> None:
        """Finding it imports no SDK, no asyncio and no numpy, and making it imports no SDK.

        To mend: import the SDK inside the function that makes the first call. Importing ``acme.plugin`` runs
        ``acme/__init__.py`` first: both must be light.
        """
        assert self.sdk_modules is not None, "name the modules of the SDK in sdk_modules; () where there is none"
        answer = self._ask(dict.fromkeys(self.described().env, SECRET))
        imported = answer.get("imported", ())
        heavy = [name for name in (*self.sdk_modules, *_HEAVY) if name in imported]
        assert not heavy, f"importing the plugin also imported {heavy}: import them on the first call"
        sdk = [name for name in self.sdk_modules if name in answer.get("constructed", ())]
        assert not sdk, f"making the synthesizer also imported {sdk}: import them on the first call"

    def test_it_is_made_without_a_key(self) -> None:
        """It is made in an empty environment, without a key: a hit on the cache needs none.

        To mend: look for the key when the first call is made (``russo.providers.find_key``).
        """
        self.described()
        answer = self._ask({})
        assert "constructed" in answer, f"without a key: {answer.get('error')}"

    def _ask(self, variables: dict[str, str]) -> dict[str, Any]:
        return ask(self.provider_name, self.options, variables)
