"""In a fake file system, such as that of pyfakefs, there is no cache, and what to do about it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

# Replaces `os` in every module that has imported it, as pyfakefs does.
FAKED = """
import os
import sys
import pytest

class FakeOs:
    def __getattr__(self, name):
        return getattr(os, name)

@pytest.fixture
def fs(monkeypatch):
    for name, module in list(sys.modules.items()):
        if name.startswith("russo.") and getattr(module, "os", None) is os:
            monkeypatch.setattr(module, "os", FakeOs())
"""
CURE = "the file system is a fake one: ask for the speech before it is faked, or add the folder of the cache with fs.*"


def test_a_miss_says_how_the_cache_is_found(project: Project) -> None:
    project.test("import russo.cache.faked\n\ndef test_it(russo_say, fs): russo_say('hello')\n", conftest=FAKED)
    result = project.run_outside("--russo-offline")
    result.stdout.fnmatch_lines(f"E * offline, and 'hello' by fake is not in the cache *: {CURE}")
    assert project.calls == []


def test_what_is_spoken_there_is_not_said_to_be_kept(project: Project) -> None:
    project.test("import russo.cache.faked\n\ndef test_it(russo_say, fs): russo_say('hello')\n", conftest=FAKED)
    result = project.run_outside("--russo-lock")
    result.stdout.fnmatch_lines(
        [
            "1 utterance: 0 from the cache, 1 synthesized, 1 not kept",
            f"not kept: {CURE}",
            "*1 utterance could not be kept*",
        ]
    )
