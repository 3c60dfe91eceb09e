"""The workflows in the documentation use the same GitHub actions as this repository."""

from __future__ import annotations

import re

from stories.pages import DOCS, ROOT

TEMPLATE = "packages/russo-core/src/russo/_templates/provider/.github/workflows/tests.yml.jinja"


def test_the_pages_and_the_template_name_the_versions_that_the_workflows_use() -> None:
    own = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    used = set(re.findall(r"uses: (\S+)@\w+ # (v\d+)", own))
    shown = {
        (path.name, *found)
        for path in (ROOT / TEMPLATE, *DOCS.rglob("*.md"))
        for found in re.findall(r"uses: (actions/\S+)@(v\d+)", path.read_text(encoding="utf-8"))
    }
    versions = dict(used)
    assert {name for name, *_ in shown} >= {"tests.yml.jinja", "ci.md"}
    assert len(versions) == len(used)
    assert [one for one in shown if one[1] in versions and one[2] != versions[one[1]]] == []
