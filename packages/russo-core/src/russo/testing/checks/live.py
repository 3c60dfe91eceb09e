"""Checks that the real provider speaks: one short sentence, and only on request."""

from __future__ import annotations

import asyncio
import inspect
import os
from typing import TYPE_CHECKING, Final

import pytest

from ...providers.registry import find_provider, get_synthesizer
from .base import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable


_MARKER: Final = "live: calls a real provider, as one check of russo.testing does; needs its key and the network"


def mark_live_checks(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    """Mark the live checks among the collected tests, so that ``-m live`` selects them.

    The marker is only registered if there are any, so that other projects can use the name ``live`` themselves.
    """
    checks = [item for item in items if isinstance(item, pytest.Function) and _is_live_check(item)]
    if checks:
        config.addinivalue_line("markers", _MARKER)
    for check in checks:
        check.add_marker("live")


def cure_of(item: pytest.Item) -> str | None:
    """The docstring of a check, which is shown if the check fails, even if ``--tb`` hides its code.

    Args:
        item: Any test.
    """
    if not isinstance(item, pytest.Function) or item.cls is None or not issubclass(item.cls, Subject):
        return None
    check = next((vars(base)[item.originalname] for base in item.cls.__mro__ if item.originalname in vars(base)), None)
    is_ours = str(getattr(check, "__module__", "")).startswith(__name__.rpartition(".")[0])
    return inspect.getdoc(check) if is_ours else None


def _is_live_check(item: pytest.Function) -> bool:
    return item.originalname == "test_live_speech" and item.cls is not None and issubclass(item.cls, LiveChecks)


class LiveChecks(Subject):
    """The check that costs money."""

    def test_live_speech(self, request: pytest.FixtureRequest) -> None:
        """The real provider says the text, with its real key. It only runs with ``pytest -m live``.

        To fix: look at what the provider answers; its key, its default voice or its default model may be outdated.
        """
        if "live" not in (request.config.option.markexpr or ""):
            pytest.skip("calls the real provider: run pytest -m live")
        variables = find_provider(self.provider_name).env
        if variables and not any(os.environ.get(name) for name in variables):
            pytest.skip(f"needs a key: set {' or '.join(variables)}")
        synthesizer = get_synthesizer(self.provider_name, **{**self.options, **self.live_options})
        audio = asyncio.run(synthesizer.synthesize(self.text))
        assert any(audio.to_pcm().data)
        least, most = (seconds * len(self.text) for seconds in self.seconds_per_character)
        assert least <= audio.duration <= most
