"""An error about a setting does not repeat a key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.conftest import Install
    from russo_core.pytest_plugin.conftest import Project

KEY = "sk-0123456789abcdef"
LEAKY = """
from russo import Provider, hookimpl

class Leaky:
    provider = "leaky"
    cache_fields = {}
    def __init__(self, *, api_key=None):
        if %(constructor)r:
            raise AttributeError("the SDK has changed, " + api_key)
    async def synthesize(self, text):
        raise AttributeError("the SDK has changed")

@hookimpl
def russo_provider():
    return Provider("leaky", target="leaky:Leaky", package="russo-leaky", env=("LEAKY_KEY",))
"""


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAKY_KEY", KEY)


def test_a_line_that_cannot_be_read(project: Project) -> None:
    project.test("def test_it(): pass", "russo_provider = openai\nrusso_options = api_key: sk-0123456789abcdef")
    project.run().stderr.fnmatch_lines(
        "ERROR: 'api_key:' is not an option (russo_options in pytest.ini): write name = value, for example rate = 150"
    )


def test_a_key_of_digits_is_no_str(project: Project) -> None:
    project.test("def test_it(): pass", "russo_provider = openai\nrusso_options = api_key = 0.123456789")
    project.run().stderr.fnmatch_lines(
        "ERROR: option 'api_key' of provider 'openai' must be a str or nothing, not [*][*][*] (russo_options in pytest.ini)"
    )


@pytest.mark.parametrize("fails", ["constructor", "synthesize"])
@pytest.mark.parametrize("style", [(), ("--tb=long", "--showlocals"), ("--tb=short",)])
def test_a_provider_that_raises_something_of_its_own(
    project: Project, install: Install, tmp_path: Path, fails: str, style: tuple[str, ...]
) -> None:
    install("russo-leaky", "leaky", LEAKY % {"constructor": fails == "constructor"}, name="leaky")
    project.test(
        "import os\ndef test_it(russo_say): russo_say('x', provider='leaky', api_key=os.environ['LEAKY_KEY'])",
    )
    report = tmp_path / "junit.xml"
    result = project.run("-p", "no:cacheprovider", f"--junitxml={report}", *style)
    result.assert_outcomes(failed=1)
    shown = result.stdout.str() + result.stderr.str() + report.read_text()
    assert "the SDK has changed" in shown
    assert KEY not in shown
