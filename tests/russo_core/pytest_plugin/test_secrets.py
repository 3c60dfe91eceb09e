"""A key in a setting is not repeated by the message that says what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from russo_core.pytest_plugin.conftest import Project


def test_a_line_that_cannot_be_read(project: Project) -> None:
    project.test("def test_it(): pass", "russo_provider = openai\nrusso_options = api_key: sk-0123456789abcdef")
    project.run().stderr.fnmatch_lines(
        "ERROR: 'api_key:' is no option (russo_options in pytest.ini): write name = value, for example rate = 150"
    )


def test_a_key_of_digits_is_no_str(project: Project) -> None:
    project.test("def test_it(): pass", "russo_provider = openai\nrusso_options = api_key = 0.123456789")
    project.run().stderr.fnmatch_lines(
        "ERROR: option 'api_key' of provider 'openai' must be a str or nothing, not [*][*][*] (russo_options in pytest.ini)"
    )
