from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import forked
from russo import Audio
from russo_core.warming import words

if TYPE_CHECKING:
    from russo_core.warming import Project


def test_the_markers_of_the_tests_and_the_lock(project: Project) -> None:
    project.write(
        "test_it.py",
        "import pytest\n"
        "@pytest.mark.russo('marked', voice='bert')\n"
        "def test_a(russo_audio): pass\n"
        "def test_b(russo_say): russo_say('said', rate=150)\n",
    )
    run = [sys.executable, "-m", "pytest", "-q", "--russo-lock"]
    forked.run(run, cwd=project.folder, env=project.environment, check=True)
    project("cache", "clear", "--yes")
    status, out, _ = project("plan", "--json", "test_it.py")
    (miss,) = json.loads(out)["misses"]
    assert (status, json.loads(out)["hits"], miss["utterances"], miss["characters"]) == (0, 0, 2, 10)
    status, out, err = project("warm", "--from-tests")
    assert (status, words(out), err) == (
        0, "2 utterances: 0 in the cache already, 2 spoken; 10 characters, about $0.0001", "",
    )  # fmt: skip
    frozen = [sys.executable, "-m", "pytest", "-q", "--russo-frozen"]
    assert forked.run(frozen, cwd=project.folder, env=project.environment).returncode == 0


def test_what_only_a_test_can_make_is_told(project: Project) -> None:
    from russo.lockfile import Lock, describe

    said = describe("a" * 64, "of a test", Audio(bytes(480), "pcm"), {"identity": {"class": "test_it:Own"}})
    Lock([said]).write(project.folder / "russo.lock")
    project.write("test_it.py", "def test_it(): pass\n")
    status, out, err = project("warm", "--from-tests")
    assert (status, words(out)) == (0, "0 utterances: 0 in the cache already, 0 spoken")
    assert err == "'of a test' is in russo.lock with settings that only its test knows: run that test\n"


def test_tests_that_say_nothing_that_is_known(project: Project) -> None:
    project.write("test_it.py", "def test_it(russo_say): russo_say('one')\n")
    status, out, err = project("warm", "--from-tests")
    assert (status, words(out)) == (0, "0 utterances: 0 in the cache already, 0 spoken")
    assert err == "texts of russo_say(...) are only known once there is a russo.lock: pytest --russo-lock writes it\n"


def test_tests_that_cannot_be_collected(project: Project) -> None:
    project.write("test_it.py", "import nothing_like_it\n")
    status, _, err = project("warm", "--from-tests")
    assert status == 1
    assert err.splitlines()[-1] == (
        "russo: the tests cannot be collected (see above); to see only that, run pytest --collect-only"
    )
    assert "nothing_like_it" in err
