from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project

TEST = """
def test_it(russo_synthesizer):
    fields = {"voice": "bert", "model": "m2", "speed": 1.5, "loud": True}
    assert russo_synthesizer.cache_fields == fields
    assert russo_synthesizer.cache.cache_dir.name == "speech"
"""
INI = """
russo_provider = fake
russo_voice = bert
russo_model = m2
russo_options =
    speed = 1.5
    loud = true
russo_cache_dir = speech
"""
TOML = """
russo_provider = "fake"
russo_voice = "bert"
russo_model = "m2"
russo_options = ["speed = 1.5", "loud = true"]
russo_cache_dir = "speech"
"""
FILES = {
    "pytest.ini": f"[pytest]{INI}",
    "tox.ini": f"[pytest]{INI}",
    "setup.cfg": f"[tool:pytest]{INI}",
    "pyproject.toml": f"[tool.pytest.ini_options]{TOML}",
}
NATIVE = {"pyproject.toml": f"[tool.pytest]{TOML}", "pytest.toml": f"[pytest]{TOML}"}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_sets_everything(project: Project, name: str) -> None:
    project.write({name: FILES[name], "test_it.py": TEST})
    project.run().assert_outcomes(passed=1)


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="pytest reads native TOML since version 9")
@pytest.mark.parametrize("name", NATIVE)
def test_native_toml_sets_everything(project: Project, name: str) -> None:
    project.write({name: NATIVE[name], "test_it.py": TEST})
    project.run().assert_outcomes(passed=1)


@pytest.mark.parametrize("name", FILES)
def test_an_error_names_the_file(project: Project, name: str) -> None:
    project.write({name: FILES[name].replace("fake", "fak"), "test_it.py": TEST})
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        f"ERROR: no provider named 'fak' (russo_provider in {name}). Did you mean 'fake'? Installed: *"
    )


def test_the_cache_folder_of_a_file_is_meant_from_the_file(project: Project) -> None:
    project.test("def test_it(russo_say): russo_say('one')", ini="russo_provider = fake\nrusso_cache_dir = speech")
    project.write({"deep/test_deep.py": "def test_it(russo_say): russo_say('one')"})
    project.pytester.chdir()
    project.run("deep").assert_outcomes(passed=1)
    assert len(list((project.path / "speech").glob("*.audio"))) == 1
