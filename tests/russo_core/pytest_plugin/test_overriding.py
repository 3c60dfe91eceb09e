from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

BEEP = """
import pytest
from russo import Audio, CachedSynthesizer

class Beep:
    said = []
    async def synthesize(self, text):
        self.said.append(text)
        return Audio(bytes(480), "pcm")
"""
OVERRIDE = """
@pytest.fixture{scope}
def russo_synthesizer():
    {give} Beep()
"""
TEST = """
def test_one(russo_say):
    assert russo_say("one").duration == 0.01

def test_two(russo_synthesizer, russo_audio_cache):
    assert type(russo_synthesizer) is CachedSynthesizer
    assert type(russo_synthesizer.inner).__name__ == "Beep"
    assert russo_synthesizer.cache is russo_audio_cache

def test_last(russo_say):
    assert russo_say("one").duration == 0.01
    assert Beep.said == ["one"]
"""


@pytest.mark.parametrize("scope", ["", "(scope='module')", "(scope='session')"])
@pytest.mark.parametrize("give", ["return", "yield"])
def test_what_a_conftest_gives_is_wrapped(project: Project, scope: str, give: str) -> None:
    project.test(
        "from conftest import *" + TEST, ini="pythonpath = .", conftest=BEEP + OVERRIDE.format(scope=scope, give=give)
    )
    project.run().assert_outcomes(passed=3)
    assert project.entries == 1


def test_what_a_module_gives_is_wrapped(project: Project) -> None:
    project.test(BEEP + OVERRIDE.format(scope="", give="return") + TEST)
    project.run().assert_outcomes(passed=3)
    assert project.entries == 1


def test_what_a_class_gives_is_wrapped_for_its_tests_only(project: Project) -> None:
    project.test(
        BEEP
        + """
class TestBeep:
    @pytest.fixture
    def russo_synthesizer(self):
        return Beep()

    def test_it(self, russo_synthesizer):
        assert type(russo_synthesizer) is CachedSynthesizer
        assert type(russo_synthesizer.inner) is Beep

def test_outside(russo_synthesizer):
    assert russo_synthesizer.provider == "fake"
"""
    )
    project.run().assert_outcomes(passed=2)


def test_a_cached_synthesizer_is_not_wrapped_again(project: Project) -> None:
    project.test(
        BEEP
        + """
MINE = CachedSynthesizer(Beep(), cache_key_extra={"take": 2})

@pytest.fixture
def russo_synthesizer():
    return MINE

def test_it(russo_synthesizer):
    assert russo_synthesizer is MINE
"""
    )
    project.run().assert_outcomes(passed=1)


def test_an_override_may_build_on_the_fixture_that_it_overrides(project: Project) -> None:
    project.test(
        BEEP
        + """
@pytest.fixture(scope="session")
def russo_synthesizer(russo_synthesizer):
    assert russo_synthesizer.provider == "fake"
    return CachedSynthesizer(russo_synthesizer.inner, cache=russo_synthesizer.cache, cache_key_extra={"take": 2})

def test_it(russo_synthesizer, russo_say):
    assert russo_synthesizer.cache_key_extra == {"take": 2}
    assert russo_say("one").duration == 1.0
"""
    )
    project.run().assert_outcomes(passed=1)
    assert project.texts == ["one"]


@pytest.mark.parametrize(
    "cache", ["", ", cache=AudioCache('mine')", ", cache=russo_synthesizer.cache, cache_key_extra={'take': 2}"]
)
def test_an_override_around_the_fixture_that_it_overrides_counts_once(project: Project, cache: str) -> None:
    project.test(f"""
import pytest
from russo import AudioCache, CachedSynthesizer

@pytest.fixture
def russo_synthesizer(russo_synthesizer):
    return CachedSynthesizer(russo_synthesizer{cache})

def test_it(russo_say):
    russo_say("hello")
""")
    result = project.run("--russo-budget=2 calls")
    result.stdout.fnmatch_lines(["1 utterance: 0 from the cache, 1 synthesized", "budget: 1 call of 2 calls left"])
    project.run("--russo-offline").stdout.fnmatch_lines("1 utterance: 1 from the cache, 0 synthesized")
    assert project.texts == ["hello"]


def test_an_async_fixture_may_override(project: Project) -> None:
    project.test(
        BEEP
        + """
import pytest_asyncio

@pytest_asyncio.fixture
async def russo_synthesizer():
    yield Beep()

async def test_it(russo_synthesizer):
    assert type(russo_synthesizer) is CachedSynthesizer
    assert (await russo_synthesizer.synthesize("one")).duration == 0.01
""",
        ini="asyncio_mode = auto",
    )
    project.run_outside("-W", "error").assert_outcomes(passed=1)
    assert project.entries == 1


def test_the_cache_may_be_overridden_too(project: Project) -> None:
    project.test(
        """
import pytest
from russo import AudioCache

@pytest.fixture(scope="session")
def russo_audio_cache(tmp_path_factory):
    return AudioCache(tmp_path_factory.mktemp("speech"))

def test_it(russo_say, russo_audio_cache):
    russo_say("one")
    assert russo_audio_cache.size() == 1
"""
    )
    project.run().assert_outcomes(passed=1)
    assert project.entries == 0


def test_what_cannot_speak_is_refused(project: Project) -> None:
    project.test("import pytest\n@pytest.fixture\ndef russo_synthesizer(): return 7\ndef test_it(russo_say): pass")
    result = project.run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        "*the fixture russo_synthesizer must return an object with `async def synthesize(self, text)`, not 7"
    )


def test_options_do_not_reach_what_overrides(project: Project) -> None:
    project.test(
        BEEP + OVERRIDE.format(scope="", give="return") + "def test_it(russo_say): russo_say('one', voice='bert')"
    )
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        "*voice cannot be set here: the fixture russo_synthesizer is overridden "
        "and takes no options; pass provider=... to choose a provider by name"
    )


def test_options_do_not_reach_a_cached_synthesizer_that_was_made_of_the_first(project: Project) -> None:
    project.test(
        BEEP
        + """
@pytest.fixture
def russo_synthesizer(russo_synthesizer):
    return CachedSynthesizer(russo_synthesizer.inner, cache=russo_synthesizer.cache, cache_key_extra={"take": 2})

def test_it(russo_say): russo_say("one", voice="bert")
"""
    )
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines("*voice cannot be set here: the fixture russo_synthesizer is overridden and *")


def test_a_module_may_have_a_cache_of_its_own(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')")
    own = """
import pytest
from russo import AudioCache

@pytest.fixture(scope="session")
def russo_audio_cache(tmp_path_factory):
    return AudioCache(tmp_path_factory.mktemp("speech"))

def test_own(russo_say, russo_audio_cache):
    russo_say("one")
    assert russo_audio_cache.size() == 1
"""
    project.write({"test_own.py": own})
    project.run().assert_outcomes(passed=2)
    assert project.texts == ["one", "one"]
    assert project.entries == 1


@pytest.mark.parametrize(
    ("fixture", "line"),
    [
        (
            "russo_synthesizer(): return 5",
            "the fixture russo_synthesizer must return *",
        ),
        ("russo_synthesizer(): raise LookupError('no agent')", "E   LookupError: no agent"),
        ("russo_audio_cache(): raise LookupError('no folder')", "E   LookupError: no folder"),
    ],
)
def test_what_fails_once_fails_for_all_who_ask(project: Project, fixture: str, line: str) -> None:
    tests = "".join(f"def test_{number}(russo_synthesizer): pass\n" for number in range(2))
    project.test(f"import pytest\n@pytest.fixture(scope='session')\ndef {fixture}\n{tests}")
    result = project.run()
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines([line, "*", line])


@pytest.mark.parametrize("fixture", ["russo_say", "russo_synthesizer"])
@pytest.mark.parametrize(
    "override",
    [
        "def russo_synthesizer(self):\n        return Beep()",
        "def russo_synthesizer(self):\n        yield Beep()",
        "async def russo_synthesizer(self):\n        return Beep()",
        "async def russo_synthesizer(self):\n        yield Beep()",
    ],
)
def test_a_plugin_that_calls_fixture_functions_itself_hands_out_no_bare_synthesizer(
    project: Project, override: str, fixture: str
) -> None:
    """Calls fixtures like pytest-asyncio-cooperative, bypassing pytest's hooks: the last definition with that name."""
    project.write({"pytest_asyncio_cooperative.py": ""})
    project.test(
        f"""
import asyncio
import inspect
import pytest
from russo.errors import CacheMissError

class Beep:
    provider = "beep"
    async def synthesize(self, text):
        raise AssertionError("nobody is called")

class TestIt:
    @pytest.fixture
    {override}

    @pytest.mark.by_itself
    @pytest.mark.usefixtures("{fixture}")
    def test_it(self):
        pass

async def given(function):
    if inspect.iscoroutinefunction(function):
        return await function()
    if inspect.isasyncgenfunction(function):
        return await anext(function())
    assert inspect.isgeneratorfunction(function) or inspect.isfunction(function)
    made = function()
    return next(made) if inspect.isgeneratorfunction(function) else made

async def speak(function):
    await (await given(function)).synthesize("hello")

def check(item):
    definition = item._fixtureinfo.name2fixturedefs["russo_synthesizer"][-1]
    assert definition.func.__code__.co_varnames[:1] == ("self",)
    with pytest.raises(CacheMissError):
        asyncio.run(speak(definition.func))
""",
        conftest="""
import pytest
import pytest_asyncio_cooperative

def pytest_configure(config):
    config.addinivalue_line("markers", "by_itself: run past the hooks of pytest")

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    item.module.check(item)
    item.ihook.pytest_runtest_logreport(report=pytest.TestReport(
        item.nodeid, item.location, {}, "passed", None, "call"
    ))
    return True
""",
    )
    result = project.run_outside("--russo-offline")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("0 utterances: 0 from the cache, 0 synthesized, 1 missing")


OVERRIDES_ALIKE = """
import pytest

class Beep:
    provider = "beep"
    async def synthesize(self, text):
        return Audio(bytes(480), "pcm")

@pytest.fixture(scope="module")
def russo_synthesizer():
    return Beep()

class TestOwn:
    @pytest.fixture
    def russo_synthesizer(self, tmp_path):
        self.path = tmp_path
        return Beep()

    def test_own(self, russo_say):
        assert russo_say("hello").duration == 0.01
        assert self.path.exists()

def test_it(russo_say):
    assert russo_say("hello").duration == 0.01
"""


def test_an_override_is_the_same_for_a_test_that_pytest_itself_runs(project: Project) -> None:
    project.write({"pytest_asyncio_cooperative.py": ""})
    code = "import pytest_asyncio_cooperative\nfrom russo import Audio\n" + OVERRIDES_ALIKE
    project.test(code)
    project.run_outside().assert_outcomes(passed=2)
    project.run_outside("--russo-offline").assert_outcomes(passed=2)


def test_what_is_marked_is_said_by_an_override_of_russo_say(project: Project) -> None:
    project.test("""
import pytest

@pytest.fixture
def russo_say(russo_say):
    return lambda text: russo_say(text + "!")

@pytest.mark.russo("one")
def test_it(russo_audio):
    assert russo_audio.duration == 1.0
""")
    project.run("-o", "russo_prefetch=false").assert_outcomes(passed=1)
    assert project.texts == ["one!"]
