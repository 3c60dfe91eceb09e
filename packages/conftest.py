"""The examples in docstrings speak to the clouds on 127.0.0.1, as those on the pages of the documentation do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables that lead to the clouds."""
    from stories.cloud import clouds

    with clouds(tmp_path_factory.mktemp("clouds")) as environment:
        yield environment


@pytest.fixture(autouse=True)
def _in_the_clouds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a real key in the environment does not pay for an example."""
    if "synthesizer" in request.node.name:
        for name, value in request.getfixturevalue("cloud").items():
            monkeypatch.setenv(name, value)


# They import the frameworks that they are named after, which are not here: `nox -s frameworks` has them.
collect_ignore_glob = ["*/src/russo/adapters/*.py"]
