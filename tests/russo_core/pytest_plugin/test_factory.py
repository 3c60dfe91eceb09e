from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


def test_two_speakers_have_a_dialogue(project: Project) -> None:
    project.test(
        """
from russo.pytest_plugin import RussoSynthesizerFactory

async def test_it(russo_synthesizer_factory: RussoSynthesizerFactory) -> None:
    anna = russo_synthesizer_factory(voice="anna")
    otto = russo_synthesizer_factory("other")
    assert (await anna.synthesize("one")).duration == 1.0
    assert (await otto.synthesize("one")).duration == 0.1
    assert russo_synthesizer_factory("other") is otto
""",
        ini="russo_provider = fake\nrusso_voice = bert\nasyncio_mode = auto",
    )
    project.run_outside("-W", "error").assert_outcomes(passed=1)
    assert [call["voice"] for call in project.calls] == ["anna"]
    assert project.entries == 2


def test_an_option_that_cannot_be_names_the_factory(project: Project) -> None:
    project.test("def test_it(russo_synthesizer_factory): russo_synthesizer_factory(sped=1)")
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("*provider 'fake' has no option 'sped' (the call of russo_synthesizer_factory).*")
