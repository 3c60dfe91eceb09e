"""The default provider is not installed, and nothing in the settings names another."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

SAID = "provider 'hibari' (the default) is not installed: pip install russo-hibari. Installed: *fake (fake-voices)*"


@pytest.fixture(autouse=True)
def _without_hibari(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def installed(**which: Any) -> list[Any]:
        return [point for point in entry_points(**which) if point.name != "hibari"]

    monkeypatch.setattr("importlib.metadata.entry_points", installed)


@pytest.mark.parametrize("options", [(), ("--russo-lock",)])
def test_tests_that_name_another_run(project: Project, options: tuple[str, ...]) -> None:
    project.test(
        """
        import pytest

        def test_called(russo_say):
            assert russo_say("one", provider="fake").data

        @pytest.mark.russo("two", provider="fake")
        def test_marked(russo_audio):
            assert russo_audio.data

        def test_factory(russo_synthesizer_factory):
            assert russo_synthesizer_factory("fake").provider == "fake"
        """.replace("\n        ", "\n"),
        ini="",
    )
    project.run(*options).assert_outcomes(passed=3)
    assert sorted(project.texts) == ["one", "two"]


def test_tests_that_name_none_say_what_to_install(project: Project) -> None:
    project.test(
        """
        import asyncio, pytest

        def test_called(russo_say):
            russo_say("one")

        @pytest.mark.russo("two")
        def test_marked(russo_audio): pass

        def test_synthesizer(russo_synthesizer):
            asyncio.run(russo_synthesizer.synthesize("three"))

        def test_not_used(russo_synthesizer): pass
        """.replace("\n        ", "\n"),
        ini="",
    )
    result = project.run()
    result.assert_outcomes(passed=1, failed=2, errors=1)
    result.stdout.fnmatch_lines([f"*{SAID}"] * 3)
    planned = project.run("--russo-plan")
    planned.stdout.fnmatch_lines(f"*test_it.py::test_marked cannot speak: {SAID}")


def test_a_voice_without_a_provider_is_a_usage_error(project: Project) -> None:
    project.test("def test_it(russo_say): pass", ini="russo_voice = anna")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"ERROR: {SAID}")
