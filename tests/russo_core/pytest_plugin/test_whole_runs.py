"""A part of the suite is never mistaken for all of it, and what a run leaves behind is what it should."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from russo_core.pytest_plugin.fake import SAY

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

DROP = """
def pytest_collection_modifyitems(items):
    del items[1:]
"""


def test_a_folder_of_the_suite_removes_nothing(locked: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(locked.path / "tests" / "a")
    locked.run("--russo-lock", "--russo-prune-unused").assert_outcomes(passed=1)
    assert locked.locked_texts == ["a", "b"]
    assert locked.entries == 2


def test_neither_does_a_plugin_that_drops_tests_without_a_word(locked: Project) -> None:
    locked.write({"conftest.py": DROP})
    result = locked.run("--russo-lock", "--russo-prune-unused")
    result.stdout.fnmatch_lines(["*none are removed: 1 collected test did not run*", "no entries were deleted: 1 *"])
    assert locked.locked_texts == ["a", "b"]
    assert locked.entries == 2


def test_nor_does_one_that_replaces_tests(locked: Project) -> None:
    locked.write(
        {
            "conftest.py": """
import pytest

def pytest_collection_modifyitems(items):
    items[0] = pytest.Function.from_parent(items[1].parent, name="test_extra", callobj=lambda: None)
"""
        }
    )
    result = locked.run("--russo-lock", "--russo-prune-unused")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*none are removed: 1 collected test did not run*", "no entries were deleted: 1 *"])
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


def test_a_plugin_may_give_tests_other_names(locked: Project) -> None:
    (locked.path / "tests" / "b" / "test_b.py").unlink()
    hook = "def pytest_collection_modifyitems(items): items[0]._nodeid = 'a pretty name'"
    locked.write({"conftest.py": hook, "tests/test_c.py": "def test_c(): pass\n"})
    locked.run("--russo-lock").assert_outcomes(passed=2)
    assert locked.locked_texts == ["a"]


def test_a_checkout_without_some_tests_removes_nothing(locked: Project) -> None:
    with (locked.path / "pytest.ini").open("a", encoding="utf-8") as ini:
        ini.write("testpaths = tests/a tests/b\n")
    shutil.rmtree(locked.path / "tests" / "b")
    result = locked.run("--russo-lock")
    result.stdout.fnmatch_lines("*none are removed: there is no 'tests/b', which testpaths names*")
    assert locked.locked_texts == ["a", "b"]


def test_nor_does_one_that_chooses_what_to_collect(locked: Project) -> None:
    locked.write({"conftest.py": "def pytest_configure(config): config.args[:] = ['tests/a']"})
    locked.run("--russo-lock").stdout.fnmatch_lines("*none are removed: a plugin has chosen what to collect*")
    assert locked.locked_texts == ["a", "b"]


@pytest.mark.parametrize(
    "key", ["testpaths=tests/a", "python_files=test_a.py", "norecursedirs=b", "addopts=", "russo_voices=anna"]
)
def test_nor_does_a_run_that_is_told_what_a_test_is(locked: Project, key: str) -> None:
    name = key.partition("=")[0]
    locked.run("--russo-lock", "-o", key).stdout.fnmatch_lines(f"*none are removed: -o {name} was given*")
    assert locked.locked_texts == ["a", "b"]


def test_nor_does_another_ini_file_than_that_of_the_project(locked: Project) -> None:
    locked.write({"quick.ini": (locked.path / "pytest.ini").read_text(encoding="utf-8") + "testpaths = tests/a\n"})
    result = locked.run("--russo-lock", "-c", "quick.ini")
    result.stdout.fnmatch_lines("*none are removed: -c quick.ini was given, which is not the file of the project*")
    assert locked.locked_texts == ["a", "b"]


@pytest.mark.parametrize("option", ["--noconftest", "--confcutdir=tests/a", "-p no:unittest", "-p no:doctest"])
def test_nor_does_a_run_that_is_told_not_to_find_some_tests(locked: Project, option: str) -> None:
    result = locked.run("--russo-lock", "--russo-prune-unused", *option.split())
    name = option.partition("=")[0]
    result.stdout.fnmatch_lines([f"*none are removed: {name} was given*", f"no entries were deleted: {name} *"])
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


@pytest.mark.parametrize("option", ["--confcutdir=.", "-p no:unittest", "-p no:doctest"])
def test_what_the_ini_file_excludes_from_every_run_is_not_missing(locked: Project, option: str) -> None:
    ini = (locked.path / "pytest.ini").read_text(encoding="utf-8")
    locked.write({"pytest.ini": f"{ini}addopts = {option}\n", "tests/b/test_b.py": "def test_b(): pass\n"})
    result = locked.run("--russo-lock")
    result.stdout.fnmatch_lines("*1 utterance, 0 added, 1 removed*")
    assert locked.locked_texts == ["a"]


@pytest.mark.parametrize("paths", ["tests/a", "tests/a tests/a/test_a.py", "tests/[a]"])
def test_files_beside_the_folders_of_testpaths_are_not_missing(locked: Project, paths: str) -> None:
    ini = (locked.path / "pytest.ini").read_text(encoding="utf-8")
    locked.write({"pytest.ini": f"{ini}testpaths = {paths}\n"})
    locked.write({f"{folder}test_beside.py": "def test_beside(): pass\n" for folder in ("", "tests/")})
    result = locked.run("--russo-lock", "--russo-prune-unused")
    result.assert_outcomes(passed=1)
    assert (locked.locked_texts, locked.entries) == (["a"], 1)


def test_nor_does_a_run_of_setups_alone(locked: Project) -> None:
    locked.write(
        {
            "tests/conftest.py": """
import pytest

@pytest.fixture(autouse=True)
def greeting(russo_say):
    russo_say("a")
"""
        }
    )
    result = locked.run("--russo-lock", "--russo-prune-unused", "--setup-only")
    result.stdout.fnmatch_lines(
        ["*none are removed: --setup-only was given*", "no entries were deleted: --setup-only *"]
    )
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


def test_nothing_is_deleted_from_a_cache_that_other_projects_share(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two projects in one repository, with a shared cache folder beside them."""
    ini = "[pytest]\nasyncio_default_fixture_loop_scope = function\nrusso_provider = fake\n"
    for name in ("a", "b"):
        project.write(
            {
                f"{name}/pytest.ini": f"{ini}russo_cache_dir = ../.russo_cache\n",
                f"{name}/test_{name}.py": SAY.format(name=name),
            }
        )
        monkeypatch.chdir(project.path / name)
        assert "not used by this run" not in project.run().stdout.str()
    result = project.run("--russo-prune-unused")
    result.stdout.fnmatch_lines(
        f"no entries were deleted: the cache is outside the project '{project.path / 'b'}', so others may use what "
        "this run does not. Delete what nobody uses with: russo cache prune --unused-for 90d --cache-dir "
        f"'{project.path / '.russo_cache'}'"
    )
    assert project.entries == 2


def test_nor_does_a_plugin_that_leaves_out_files(locked: Project) -> None:
    """Deselects tests like pytest-testmon."""
    hook = "def pytest_ignore_collect(collection_path): return True if collection_path.name == 'test_b.py' else None"
    locked.write({"quick.py": hook})
    locked.pytester.syspathinsert()
    locked.run("--russo-lock", "-p", "quick").stdout.fnmatch_lines(
        "*none are removed: a plugin has left out 'test_b.py'*"
    )
    assert locked.locked_texts == ["a", "b"]


def test_nor_does_one_that_drops_files_after_they_were_found(locked: Project) -> None:
    locked.write(
        {
            "conftest.py": """
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path):
    found = yield
    return [] if file_path.name == "test_b.py" else found
"""
        }
    )
    result = locked.run("--russo-lock", "--russo-prune-unused")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("*none are removed: a plugin has left out 'test_b.py'*")
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


@pytest.mark.parametrize("patterns", ["*.py", "test_* check_*", "tests/*.py test_*.py"])
def test_what_is_no_test_is_not_missed(locked: Project, patterns: str) -> None:
    with (locked.path / "pytest.ini").open("a", encoding="utf-8") as ini:
        ini.write(f"python_files = {patterns}\n")
    files = ("__init__.py", "conftest.py", "test_data.json", "helper.py", "check_empty.py")
    locked.write({f"tests/a/{name}": "" for name in files})
    (locked.path / "tests" / "b" / "test_b.py").unlink()
    locked.run("--russo-lock").stdout.fnmatch_lines("russo.lock: 1 utterance, 0 added, 1 removed")


@pytest.mark.parametrize(
    ("names", "left_out"),
    [
        ("collect_ignore = ['b/test_b.py']", "test_b.py"),
        ("collect_ignore = ['b']", "b"),
        ("collect_ignore_glob = ['*_b.py']", "test_b.py"),
        ("collect_ignore_glob = ['b*']", "b"),
    ],
)
def test_nor_does_a_conftest_that_leaves_out_tests(locked: Project, names: str, left_out: str) -> None:
    locked.write({"tests/conftest.py": names})
    result = locked.run("--russo-lock", "--russo-prune-unused")
    result.stdout.fnmatch_lines(f"*none are removed: a conftest.py has left out '{left_out}'*")
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


def test_a_conftest_may_leave_out_what_is_no_test(locked: Project) -> None:
    names = "collect_ignore = ['setup.py', 'tools']\ncollect_ignore_glob = ['b/data_*.py']"
    files = dict.fromkeys(("setup.py", "tools/make.py", "b/data_1.py"), "raise AssertionError")
    locked.write({"tests/conftest.py": names, **{f"tests/{name}": code for name, code in files.items()}})
    locked.write({"tests/b/test_b.py": "def test_b(): pass\n"})
    locked.run("--russo-lock").assert_outcomes(passed=2)
    assert locked.locked_texts == ["a"]


def test_the_whole_suite_removes_what_it_no_longer_says(locked: Project) -> None:
    locked.write({"tests/b/test_b.py": "def test_b(): pass\n"})
    locked.run("--russo-lock", "--russo-prune-unused").assert_outcomes(passed=2)
    assert locked.locked_texts == ["a"]
    assert locked.entries == 1


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
def test_what_a_test_reads_or_writes_by_itself_is_used(project: Project, workers: str) -> None:
    code = """
import asyncio
from russo import Audio, CachedSynthesizer, get_synthesizer

def test_it(russo_say):
    russo_say("hello")

def test_own_wrapper(russo_audio_cache):
    own = CachedSynthesizer(get_synthesizer("fake"), cache=russo_audio_cache)
    asyncio.run(own.synthesize("by a wrapper of the test"))

def test_read(russo_audio_cache):
    if russo_audio_cache.get("jingle") is None:
        russo_audio_cache.put("jingle", Audio(bytes(480), "pcm"))

def test_written(russo_audio_cache):
    russo_audio_cache.put("gong", Audio(bytes(480), "pcm"))
"""
    project.test(code)
    project.run_outside("-n", workers)
    assert "not used" not in project.run_outside("-n", workers, "--russo-prune-unused").stdout.str()
    assert project.entries == 4
    project.test(code.partition("def test_read")[0])
    result = project.run_outside("-n", workers, "--russo-prune-unused")
    result.stdout.fnmatch_lines("deleted 2 entries of the cache that this run did not use")
    assert len(project.calls) == project.entries == 2


def test_a_suite_that_says_nothing_removes_nothing(locked: Project) -> None:
    locked.write({f"tests/{name}/test_{name}.py": "def test_it(): pass\n" for name in ("a", "b")})
    for quiet, prefix in (("--verbosity=0", ""), ("-q", "russo: ")):
        result = locked.run("--russo-lock", "--russo-prune-unused", quiet)
        result.stdout.fnmatch_lines(
            [
                f"{prefix}--russo-lock has changed nothing: no test said anything",
                f"{prefix}--russo-prune-unused has changed nothing: no test said anything",
            ]
        )
    assert (locked.locked_texts, locked.entries) == (["a", "b"], 2)


def test_a_lock_names_what_a_fixture_keeps_in_another_folder(locked: Project) -> None:
    locked.write(
        {
            "tests/b/test_b.py": SAY.format(name="elsewhere"),
            "tests/b/conftest.py": """
import pytest
from russo import AudioCache

@pytest.fixture(scope="session")
def russo_audio_cache(pytestconfig):
    return AudioCache(pytestconfig.rootpath / "other")

@pytest.fixture(scope="session")
def russo_synthesizer(russo_audio_cache):
    from russo import CachedSynthesizer, get_synthesizer
    return CachedSynthesizer(get_synthesizer("fake"), cache=russo_audio_cache)
""",
        }
    )
    locked.run("--russo-lock", "--russo-prune-unused").assert_outcomes(passed=2)
    assert len(list((locked.path / "other").glob("*.audio"))) == locked.entries == 1
    assert locked.locked_texts == ["a", "elsewhere"]
    locked.run("--russo-frozen").assert_outcomes(passed=2)
    assert locked.texts == ["a", "b", "elsewhere"]


def test_what_could_not_be_kept_leaves_its_place_in_the_lock(locked: Project) -> None:
    """A fresh clone that has the lock and not the recordings, and no place for them."""
    shutil.rmtree(locked.path / ".russo_cache")
    (locked.path / ".russo_cache").touch()
    locked.run("--russo-lock").stdout.fnmatch_lines(
        "russo.lock: 2 utterances, 0 added, 0 removed (none are removed: 2 utterances could not be kept)"
    )
    assert locked.locked_texts == ["a", "b"]


@pytest.mark.parametrize(
    ("args", "source"),
    [
        (["--russo-no-cache"], "--russo-no-cache"),
        (["-o", "russo_cache=false"], "-o russo_cache"),
    ],
)
def test_nothing_can_be_locked_without_a_cache(locked: Project, args: list[str], source: str) -> None:
    locked.run("--russo-lock", *args).stderr.fnmatch_lines(
        f"ERROR: --russo-lock lists what is in the cache, which is off ({source}): drop one of them"
    )
    assert locked.locked_texts == ["a", "b"]


def test_a_wrapper_of_the_users_own_is_given_back_as_it_was(project: Project) -> None:
    project.test(
        """
import pytest
from russo import Audio, CachedSynthesizer

class Beep:
    provider = "beep"
    async def synthesize(self, text):
        return Audio(bytes(4800), "pcm")

MINE = CachedSynthesizer(Beep())
BEFORE = dict(vars(MINE))

@pytest.fixture
def russo_synthesizer():
    return MINE

def test_it(russo_say):
    russo_say("hello")
    assert MINE.observers

def pytest_unconfigure():
    assert dict(vars(MINE)) == BEFORE
""",
        conftest="""
import sys

def pytest_unconfigure(config):
    module = sys.modules.get("test_it")
    print("given back:", dict(vars(module.MINE)) == module.BEFORE)
""",
    )
    project.run("-s").stdout.fnmatch_lines("given back: True")


def test_a_mistyped_voice_is_one_message(project: Project) -> None:
    project.test("import pytest\n\n@pytest.mark.russo_voices('nobody:anna')\ndef test_it(russo_say): russo_say('x')\n")
    result = project.run("--tb=long")
    lines = [line for line in result.outlines if "no provider named 'nobody'" in line]
    assert len(lines) == 1
    assert not any(
        "Traceback" in line or ".py:" in line
        for line in result.outlines
        if "nobody" not in line and "test_it.py" not in line
    )


@pytest.mark.parametrize(
    ("ini", "args", "passed"),
    [
        ("russo_frozen = true", (), 0),
        ("russo_frozen = ci", (), 1),
        ("russo_frozen = true", ("--russo-online",), 1),
        ("russo_frozen = true", ("--russo-lock",), 1),
    ],
)
def test_frozen_by_a_file(project: Project, ini: str, args: tuple[str, ...], passed: int) -> None:
    project.test(SAY.format(name="it"), ini=f"russo_provider = fake\n{ini}")
    result = project.run(*args)
    assert len(project.texts) == passed
    assert ("a frozen run needs a lock" in result.stderr.str()) == (not passed)
