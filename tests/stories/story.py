"""A page as a story: its examples run in order, in one folder that is empty at first."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import forked
import sources
from inner_runs import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stories.pages import Block

# Commands that are not run here: they change the machine, or `nox -s stories` runs them with wheels.
SET_UP = {"pip", "uv", "python3", ".", "cd", "mkdir"}
MODULES = {"pytest": "pytest", "russo": "russo", "towncrier": "towncrier"}


class Story:
    """Runs the blocks of one page.

    Args:
        folder: The folder to run in; empty at first.
        environment: Additional environment variables.
        python: The interpreter of the environment in which the reader works.
        wheels: A folder of wheels. If given, `pip install` really runs, in that environment.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], python: str = sys.executable, wheels: str | None = None
    ) -> None:
        self.folder = folder
        self.python = python
        self.wheels = wheels
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("RUSSO_", "GOOGLE_", "GEMINI_", "OPENAI_", "ELEVENLABS_", "PYTEST_"))
            and name != "CI"
        }
        self.environment |= {"COLUMNS": "200", "PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1", **environment}
        self.environment["PYTEST_ADDOPTS"] = " ".join((*QUIET, "-p", "no:cacheprovider"))
        if wheels is None:  # pytest-asyncio is installed, and readers may use either of its modes
            self.environment["PYTEST_ADDOPTS"] += " -o asyncio_mode=auto"
        self._count = self._failures = 0
        self._imports: list[str] = []

    def tell(self, block: Block) -> None:
        """Run, write or parse a block.

        Raises:
            AssertionError: It does not work as written; the message says where it is.
        """
        if block.note == "not run":
            assert block.reason, f"{block}: say why it is not run"
        act = getattr(self, f"_{block.language}", None)
        self._failures = 0
        if act is not None:
            act(block)
        assert block.note != "fails" or self._failures, f"{block}: it should fail, and does not"

    def _python(self, block: Block) -> None:
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if block.note == "not run" else 0
        compile(block.code, str(block), "exec", ast.PyCF_ONLY_AST | flags)
        if block.note == "not run":
            return
        imports = "".join(f"{line}\n" for line in self._imports)
        self._imports += [line for line in _imports_of(block.code) if line not in self._imports]
        if block.file:
            self._write(block.file, block.code)
            return
        self._count += 1
        is_test = re.search(r"^ *(?:async )?def test_", block.code, re.MULTILINE)
        name = f"test_example_{self._count}.py" if is_test else f"example_{self._count}.py"
        # An example may use what an example above it has imported.
        self._write(name, _after_future(imports, block.code))
        self._run(block, [self.python, *(("-m", "pytest", "-q", name) if is_test else (name,))])

    def _ini(self, block: Block) -> None:
        parser = configparser.ConfigParser()
        parser.read_string(block.code)
        assert parser.sections(), block
        if block.note != "not run":
            self._write(block.file or "pytest.ini", block.code)

    def _toml(self, block: Block) -> None:
        tomllib.loads(block.code)
        if block.note != "not run" and (block.file or "[tool.pytest" in block.code):
            self._write(block.file or "pyproject.toml", block.code)

    def _text(self, block: Block) -> None:
        if block.file:
            self._write(block.file, block.code)

    _yaml = _text

    def _bash(self, block: Block) -> None:
        for command in block.code.replace("\\\n", " ").splitlines():
            self._type(block, command)

    _shell = _sh = _bash

    def _console(self, block: Block) -> None:
        lines = block.code.splitlines()
        starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
        assert starts, f"{block}: a console without a command"
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            said = self._type(block, lines[start].removeprefix("$ "))
            if said is not None:
                _compare(block, "\n".join(lines[start + 1 : end]), said)

    def _type(self, block: Block, command: str) -> str | None:
        words = shlex.split(command, comments=True)
        variables: dict[str, str] = {}
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            name, _, value = words.pop(0).partition("=")
            variables[name] = value
        if not words or block.note == "not run":
            return None
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            # The reader would put a key there; the key for the loopback servers is set already.
            self.environment.setdefault(name, value)
            return None
        if words[:3] == ["python", "-m", "pip"] or words[0] == "pip":
            return self._install(block, words[words.index("pip") + 1 :])
        if words[0] in SET_UP:
            return None
        if words[0] == "git":
            return self._run(block, words, variables)
        if words[0] in MODULES:
            return self._run(block, [self.python, "-m", MODULES[words[0]], *words[1:]], variables)
        if words[0] == "python":
            return self._run(block, [self.python, *words[1:]], variables)
        raise AssertionError(f"{block}: {words[0]!r} is not run here: note above it <!-- not run: the reason -->")

    def _install(self, block: Block, arguments: list[str]) -> str | None:
        assert arguments[0] in {"install", "uninstall"}, f"{block}: pip {arguments[0]}"
        if self.wheels is None:
            return None
        # Packages that are not in the folder come from the index, and not through the proxy on 127.0.0.1.
        variables = {name: os.environ.get(name, "") for name in ("HTTPS_PROXY", "HTTP_PROXY", "SSL_CERT_FILE")}
        variables["PIP_COMPILE"] = "0"  # most of an SDK is never imported
        variables["PIP_FIND_LINKS"] = f"{self.wheels} {os.environ.get('PIP_FIND_LINKS', '')}".strip()
        return self._run(block, [self.python, "-m", "pip", "-q", *arguments], variables)

    def _run(self, block: Block, command: list[str], variables: Mapping[str, str] | None = None) -> str:
        environment = self.environment | dict(variables or {})
        done = forked.run(command, cwd=self.folder, env=environment, merged=True, encoding="utf-8")
        said: str = done.stdout
        self._failures += done.returncode != 0
        assert done.returncode == 0 or block.note == "fails", (
            f"{block}: {' '.join(command[1:])} ended with {done.returncode}:\n{said}"
        )
        return said

    def _write(self, name: str, code: str) -> None:
        sources.write(Path(self.folder, name), code)


def _compare(block: Block, shown: str, said: str) -> None:
    """Whether the output matches: three dots match anything, runs of blanks are equal, and durations are ignored."""
    pattern = ".*?".join(r"\s*" + r"\s+".join(map(re.escape, part.split())) + r"\s*" for part in shown.split("..."))
    pattern = re.sub(r"in\\s\+[\d\\.]+s", lambda _: r"in\s+[\d.]+s", pattern)
    assert re.search(pattern, said, re.DOTALL), f"{block}: shows\n{shown}\nbut it said\n{said}"


def _imports_of(code: str) -> list[str]:
    nodes = ast.parse(code).body
    return [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _after_future(imports: str, code: str) -> str:
    first, newline, rest = code.partition("\n")
    return f"{first}{newline}{imports}{rest}" if first.startswith("from __future__") else imports + code
