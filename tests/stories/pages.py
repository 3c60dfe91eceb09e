"""The pages of the documentation, and their examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(path for path in DOCS.rglob("*.md") if "_build" not in path.parts),
        *ROOT.glob("packages/*/README.md"),
    ]
)

_FENCE = re.compile(r"^( *)```+([\w+-]*|\{[\w:-]+\}.*)$")
_NOTE = re.compile(r"^ *<!-- (not run|fails)(?:: (.+?))? -->$")
_DIRECTIVE = re.compile(r"\{code-block\} (\w+)")
_CAPTION = re.compile(r"\A(?::caption: (.+)\n|:[\w-]+:.*\n)+\n*")
_NAMED = re.compile(r"^(?:#|//|;) ([\w./-]+\.\w+)$")


@dataclass(frozen=True)
class Block:
    """One fenced block.

    A comment above it says how to treat it: ``<!-- not run: needs a key -->``, ``<!-- fails -->``. A first line
    like ``# test_agent.py``, or a caption, makes it a file of that name.
    """

    page: Path
    line: int
    language: str
    code: str
    note: str = ""
    reason: str = ""
    caption: str = ""

    @property
    def file(self) -> str | None:
        """The name of the file that it shows, if its first line gives one."""
        named = _NAMED.match(self.code.partition("\n")[0])
        return named[1] if named else self.caption or None

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        opened = _FENCE.match(lines[number])
        if not opened:
            number += 1
            continue
        indent, language = opened.groups()
        end = next(index for index in range(number + 1, len(lines)) if lines[index] == f"{indent}```")
        code = "".join(f"{line.removeprefix(indent)}\n" for line in lines[number + 1 : end])
        note = _NOTE.match(next((line for line in reversed(lines[:number]) if line.strip()), ""))
        caption = ""
        if directive := _DIRECTIVE.match(language):
            language = directive[1]
            options = _CAPTION.match(code)
            caption, code = (options[1] or "", code[options.end() :]) if options else ("", code)
        found.append(Block(page, number + 1, language, code, *_split(note), caption))
        number = end + 1
    return found


def _split(note: re.Match[str] | None) -> tuple[str, str]:
    return (note[1], note[2] or "") if note else ("", "")
