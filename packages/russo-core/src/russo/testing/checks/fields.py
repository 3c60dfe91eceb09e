"""Checks that ``cache_fields`` differ if and only if the speech does."""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from ...errors import RussoError
from ...keys.identity import fields_of
from ...providers.policy import CallPolicy
from ...providers.registry import load_class
from ...synthesis.cached import CachedSynthesizer
from ..process import ask
from .base import SECRET, Subject

if TYPE_CHECKING:
    from ...synthesizer import Synthesizer


class FieldChecks(Subject):
    """The fields of the key."""

    def test_fields_are_json(self) -> None:
        """``cache_fields`` is a mapping of JSON values.

        To fix: build it from str, int, float, bool and None, or lists and mappings of them. Convert bytes, sets and
        objects to one of these.
        """
        assert _key(self.make())

    def test_every_option_is_known(self) -> None:
        """Each argument other than those of `CallPolicy` is in ``varies``, ``neutral``, ``secrets`` or ``options``.

        To fix: put an option that changes the sound into ``varies``, with two values; one that does not, into
        ``neutral``; and a credential into ``secrets``.
        """
        parameters = inspect.signature(load_class(self.described())).parameters.values()
        kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
        names = {parameter.name for parameter in parameters if parameter.kind not in kinds}
        calling = {field.name for field in dataclasses.fields(CallPolicy)}
        unknown = sorted(names - {*self.varies, *self.neutral, *self.secrets, *self.options, *calling})
        assert not unknown, f"does one of {unknown} change the sound? Put each into varies, neutral or secrets"
        hidden = sorted({"voice", "model"} & {*self.neutral} & names)
        assert not hidden, f"{hidden} in neutral: a request for another value would get the recording of the first"
        assert self.varies, "does nothing change the sound? Put options with two values each into varies"

    def test_equal_options_have_equal_fields(self) -> None:
        """Two synthesizers that were made alike have the same key.

        To fix: keep what differs between objects out of ``cache_fields``: counters, times, addresses.
        """
        assert _fields(self.make()) == _fields(self.make())

    def test_each_option_changes_the_fields(self) -> None:
        """Each option in ``varies`` changes ``cache_fields``, and therefore the key.

        To fix: put the resolved option into ``cache_fields``. Without it, the cache answers with the audio of another
        voice.
        """
        same = [name for name in self.varies if not self._changes_key(name)]
        assert not same, f"cache_fields do not change with {same}"

    def test_fields_are_the_same_in_every_process(self) -> None:
        """The key is the same in another process, whatever its hash seed.

        To fix: sort the elements of sets, and do not use ``hash``, ``id`` or a ``repr`` that shows an address.
        """
        provider = self.described()
        if not _is_steady(self):
            pytest.skip("test_equal_options_have_equal_fields or test_fields_are_json fails")
        variables = dict.fromkeys(provider.env, SECRET)
        answers = [ask(self.provider_name, self.options, variables, seed=seed) for seed in (1, 2)]
        assert answers[0].get("key") == answers[1].get("key")

    def test_fields_are_the_same_on_every_machine(self) -> None:
        """The key is the same under another host name, user and language, in another folder, with other versions.

        To fix: keep everything that belongs to a machine or an installation out of ``cache_fields``: the name of a
        model belongs in the key, but not the folder that it is in.
        """
        provider = self.described()
        if not _is_steady(self):
            pytest.skip("test_equal_options_have_equal_fields or test_fields_are_json fails")
        variables = dict.fromkeys(provider.env, SECRET)
        here, elsewhere = (ask(self.provider_name, self.options, variables, elsewhere=moved) for moved in (False, True))
        assert here.get("fields") == elsewhere.get("fields"), "the fields depend on the machine"

    def test_fields_hold_no_secret(self) -> None:
        """No credential is in ``cache_fields``, since they are written to disk and committed.

        To fix: leave the API key out. Two keys of one provider sound alike.
        """
        assert SECRET not in repr(_fields(self.make(**dict.fromkeys(self.secrets, SECRET))))

    def _changes_key(self, option: str) -> bool:
        """Whether the two values of an option give two keys."""
        first, second = self.make_varied(option)
        return _fields(first) != _fields(second)


def _fields(synthesizer: Synthesizer) -> dict[str, Any]:
    return dict(fields_of(synthesizer))


def _key(synthesizer: Synthesizer) -> str:
    return CachedSynthesizer(synthesizer).key("hello")


def _is_steady(subject: Subject) -> bool:
    try:
        return _key(subject.make()) == _key(subject.make())
    except RussoError:
        return False
