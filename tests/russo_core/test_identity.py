"""The identity of a synthesizer in its keys."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, Mock

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import CacheKeyError
from russo.keys.identity import fields_of, identity_of

if TYPE_CHECKING:
    from pathlib import Path


class Beep:
    async def synthesize(self, text: str) -> Audio:
        return Audio(b"beep", "pcm")


class Named(Beep):
    provider = "named"
    revision: int | None = None

    def __init__(self, **fields: Any) -> None:
        self.cache_fields = fields


class Slotted:
    __slots__ = ("provider",)

    def __init__(self) -> None:
        self.provider = "slotted"


def test_a_provider_is_its_name() -> None:
    assert identity_of(Named()) == {"provider": "named"}
    assert identity_of(Slotted()) == {"provider": "slotted"}


def test_a_revision_counts() -> None:
    newer = Named()
    newer.revision = 2
    assert identity_of(newer) == {"provider": "named", "revision": 2}
    assert CachedSynthesizer(newer).key("hello") != CachedSynthesizer(Named()).key("hello")


def test_anything_else_is_its_class() -> None:
    assert identity_of(Beep()) == {"class": "Beep", "file": "tests/russo_core/test_identity.py"}


def test_the_working_directory_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    with suppress(OSError):  # Windows does not delete it
        gone.rmdir()
    assert identity_of(Beep()) == {"class": "Beep", "file": "tests/russo_core/test_identity.py"}


class Inherits(Beep):
    """Nothing in this class tells its file."""


def test_a_class_without_a_function_of_its_own() -> None:
    assert identity_of(Inherits()) == {"class": "Inherits", "file": "tests/russo_core/test_identity.py"}


def test_a_server_that_freezes_what_it_has_loaded_before_it_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("loaded")
    exec("class Loaded: provider = None", module.__dict__)
    module.__file__ = __file__
    monkeypatch.setitem(sys.modules, "loaded", module)
    gc.freeze()
    assert identity_of(module.Loaded()) == {"class": "Loaded", "file": "tests/russo_core/test_identity.py"}


def test_what_lies_above_the_project_is_not_in_the_key(tmp_path: Path) -> None:
    make(tmp_path / "project")
    before = keys(tmp_path / "project", "a")
    (tmp_path / ".git").mkdir()
    assert keys(tmp_path / "project", "a") == before


def test_two_projects_of_one_repository_are_told_apart_by_their_names(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(tmp_path / name)
        (tmp_path / name / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
    said = [keys(tmp_path / name, "a") for name in ("one", "two")]
    assert said[0][0] == "[('class', 'Beep'), ('file', 'a/conftest.py'), ('project', 'one')]"
    assert said[0][1] != said[1][1]


def test_two_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(tmp_path / name)
    script = """
import importlib.util, sys
from russo import CachedSynthesizer
for name in ("one", "two"):
    spec = importlib.util.spec_from_file_location("conftest", f"{sys.argv[1]}/{name}/a/conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        CachedSynthesizer(module.Beep()).key("hello")
    except Exception as error:
        print(type(error).__name__, "provider = 'my-voice'" in str(error))
"""
    assert run(script, tmp_path, ".") == ["CacheKeyError True"]


def test_a_mock_that_answers_to_everything() -> None:
    mock = Mock(synthesize=AsyncMock(return_value=Audio(b"1", "pcm")))
    assert fields_of(mock) == {}
    with pytest.raises(CacheKeyError, match=r"the class Mock does not identify who speaks.*provider = 'my-voice'"):
        CachedSynthesizer(mock).key("hello")
    mock.provider = "mocked"
    assert identity_of(mock) == {"provider": "mocked"}


def test_a_method_that_was_exchanged_on_one_object() -> None:
    beep = Beep()
    before = CachedSynthesizer(beep).key("hello")
    beep.synthesize = AsyncMock()  # type: ignore[method-assign]
    with pytest.raises(CacheKeyError, match="the class Beep does not identify who speaks"):
        CachedSynthesizer(beep).key("hello")
    assert CachedSynthesizer(Beep()).key("hello") == before


def test_fields_that_are_no_mapping() -> None:
    named = Named()
    named.cache_fields = ["voice"]  # type: ignore[assignment]
    with pytest.raises(CacheKeyError, match="cache_fields of Named must be a mapping, not \\['voice'\\]"):
        CachedSynthesizer(named).key("hello")


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest
from russo import CachedSynthesizer
from russo.keys.identity import identity_of
print(sorted(identity_of(conftest.Beep()).items()))
print(CachedSynthesizer(conftest.Beep()).key("hello"))
"""


def keys(project: Path, folder: str) -> list[str]:
    return run(SCRIPT, project, folder)


def run(script: str, project: Path, folder: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, str(project / folder)], cwd=project, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def make(project: Path) -> None:
    (project / "a").mkdir(parents=True)
    (project / "b").mkdir()
    (project / "pyproject.toml").touch()
    for folder in ("a", "b"):
        (project / folder / "conftest.py").write_text("class Beep:\n    async def synthesize(self, text): ...\n")


def test_two_of_one_name_are_two_and_the_same_on_every_machine(tmp_path: Path) -> None:
    make(tmp_path / "here")
    make(tmp_path / "there")
    here = [keys(tmp_path / "here", folder) for folder in ("a", "b")]
    there = [keys(tmp_path / "there", folder) for folder in ("a", "b")]
    assert here == there
    assert here[0][0] == "[('class', 'Beep'), ('file', 'a/conftest.py')]"
    assert here[0][1] != here[1][1]


def test_two_packages_of_tests_of_one_name_are_two(tmp_path: Path) -> None:
    make(tmp_path)
    for folder in ("a", "b"):
        package = tmp_path / folder / "tests"
        package.mkdir()
        (package / "__init__.py").touch()
        (tmp_path / folder / "conftest.py").rename(package / "conftest.py")
    script = SCRIPT.replace("import conftest", "import tests.conftest as conftest")
    said = [run(script, tmp_path, folder) for folder in ("a", "b")]
    assert said[0][0] == "[('class', 'Beep'), ('file', 'a/tests/conftest.py')]"
    assert said[0][1] != said[1][1]


class Protest(Beep):
    """In a module whose name only looks like a test module."""

    __module__ = "acme.protests.latest"


def test_a_package_that_is_not_of_tests_is_its_name() -> None:
    assert identity_of(Protest()) == {"class": "Protest", "module": "acme.protests.latest"}


def test_what_speaks_is_exchanged_inside_of_two_wrappers(tmp_path: Path) -> None:
    class Other(Beep):
        pass

    inside = CachedSynthesizer(Beep(), cache=AudioCache(tmp_path))
    outside = CachedSynthesizer(inside, cache=inside.cache)
    assert outside.key("hello") == inside.key("hello")
    inside.inner = Other()
    assert outside.key("hello") == inside.key("hello")
