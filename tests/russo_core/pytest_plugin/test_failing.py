from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


@pytest.mark.parametrize("style", ["auto", "short", "long", "native"])
def test_a_failure_of_a_provider_shows_the_test_and_the_error_alone(project: Project, style: str) -> None:
    project.test("def test_it(russo_say):\n    russo_say('please refuse')\n")
    result = project.run(f"--tb={style}")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("*russo_say('please refuse')")
    result.stdout.fnmatch_lines("*russo.errors.QuotaExceededError: fake: the credit is used up")
    shown = result.stdout.str()
    assert "from deep inside of an SDK" not in shown
    assert "fake_provider.py" not in shown
    assert "cached.py" not in shown


def test_a_failure_in_a_fixture_is_the_error_alone(project: Project) -> None:
    project.test("import pytest\n@pytest.mark.russo('please refuse')\ndef test_it(russo_audio): pass")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*ERROR at setup of test_it*", "fake: the credit is used up"],
        consecutive=True,
    )
    result.stdout.fnmatch_lines("ERROR test_it.py::test_it - russo.errors.QuotaExceededError: fake: the cre*")


@pytest.mark.parametrize("style", ["auto", "short", "long"])
@pytest.mark.parametrize("name", ["database", "russo_synthesizer"])
def test_a_fixture_of_others_that_fails_is_shown_without_russo(project: Project, style: str, name: str) -> None:
    fixture = f"import pytest\n@pytest.fixture\ndef {name}():\n    raise ValueError('of mine')\n"
    project.write({"conftest.py": fixture, "test_it.py": f"def test_it({name}): pass\n"})
    result = project.run(f"--tb={style}")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*ERROR at setup of test_it*", "*raise ValueError('of mine')", "E*ValueError: of mine"]
    )
    assert "pytest_plugin" not in result.stdout.str()


def test_an_async_test_shows_the_same(project: Project) -> None:
    project.test(
        "async def test_it(russo_synthesizer):\n    await russo_synthesizer.synthesize('please refuse')\n",
        ini="russo_provider = fake\nasyncio_mode = auto",
    )
    result = project.run_outside()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(">*await russo_synthesizer.synthesize('please refuse')")
    result.stdout.fnmatch_lines("E*russo.errors.QuotaExceededError: fake: the credit is used up")
    assert "fake_provider.py" not in result.stdout.str()


def test_a_failure_of_the_users_own_synthesizer_is_shown_whole(project: Project) -> None:
    project.test(
        """
import pytest

class Mine:
    async def synthesize(self, text):
        raise ValueError("of mine")

@pytest.fixture
def russo_synthesizer():
    return Mine()

def test_it(russo_say):
    russo_say("one")
"""
    )
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("E *ValueError: of mine")
    result.stdout.fnmatch_lines('>       raise ValueError("of mine")')


def test_a_test_that_catches_the_error_sees_its_cause(project: Project) -> None:
    project.test(
        """
import pytest
from russo.errors import QuotaExceededError

def test_it(russo_say):
    with pytest.raises(QuotaExceededError) as caught:
        russo_say("please refuse")
    assert str(caught.value.__cause__) == "from deep inside of an SDK"
"""
    )
    project.run().assert_outcomes(passed=1)


def test_the_cause_is_still_there_after_the_report(project: Project) -> None:
    project.test(
        "def test_it(russo_say): russo_say('please refuse')",
        conftest="""
def pytest_exception_interact(call):
    depth, entry = 0, call.excinfo.tb
    while entry is not None:
        depth, entry = depth + 1, entry.tb_next
    print("cause:", call.excinfo.value.__cause__, "and deep:", depth > 15)
""",
    )
    project.run("-s").stdout.fnmatch_lines("*cause: from deep inside of an SDK and deep: True")


def test_a_missing_key_fails_with_the_line_that_says_what_to_set(project: Project) -> None:
    project.test(
        "import pytest\n@pytest.mark.russo('one')\ndef test_it(russo_audio): pass",
        "russo_provider = fake\nrusso_model = locked",
    )
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines("fake needs a key: set FAKE_API_KEY, or api_key in russo_options")


@pytest.mark.parametrize(
    "test", ["@pytest.mark.russo('one')\ndef test_it(russo_audio): pass", "def test_it(russo_say): russo_say('one')"]
)
def test_a_missing_key_may_skip(project: Project, test: str) -> None:
    project.test(f"import pytest\n{test}", "russo_provider = fake\nrusso_model = locked\nrusso_missing_key = skip")
    result = project.run("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(
        "SKIPPED * test_it.py:*: fake needs a key: set FAKE_API_KEY, or api_key in russo_options"
    )


@pytest.mark.parametrize(("other", "outcome"), [("two", "skipped"), ("", "failed")], ids=["alone", "beside another"])
def test_so_may_a_group_of_missing_keys(project: Project, other: str, outcome: str) -> None:
    project.test(
        f"""
import asyncio
import pytest

@pytest.mark.asyncio
async def test_it(russo_synthesizer):
    async with asyncio.TaskGroup() as group:
        for text in ("one", {other!r}):
            group.create_task(russo_synthesizer.synthesize(text))
""",
        "russo_provider = fake\nrusso_model = locked\nrusso_missing_key = skip",
    )
    project.run_outside().assert_outcomes(**{outcome: 1})


def test_a_test_that_fails_says_what_the_agent_was_told(project: Project) -> None:
    project.test(
        "def test_ok(russo_say): russo_say('before')\n"
        "def test_it(russo_say):\n    russo_say('one')\n    russo_say('one', voice='bert')\n    russo_say('one')\n    assert 0\n"
    )
    result = project.run()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "-* what russo said -*",
            "'one' by fake, voice 'anna', model 'm1' (1.0 s, synthesized)",
            f"  {project.path / '.russo_cache'}*.audio",
            "'one' by fake, voice 'bert', model 'm1' (1.0 s, synthesized)",
            f"  {project.path / '.russo_cache'}*.audio",
            "'one' by fake, voice 'anna', model 'm1' (1.0 s, from the cache)",
            f"  {project.path / '.russo_cache'}*.audio",
        ],
        consecutive=True,
    )
    assert "'before'" not in result.stdout.str()


def test_no_setting_commands_the_terminal(project: Project) -> None:
    project.test(
        "def test_it(russo_say):\n    russo_say('one')\n    assert False\n",
        ini="russo_provider = fake\nrusso_cache_dir = kept\x1b[31m",
    )
    result = project.run("--color=no")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(r"russo: fake, *cache *kept\x1b*31m (0 entries)*")
    result.stdout.fnmatch_lines("*- what russo said -*")
    assert "\x1b" not in result.stdout.str()
