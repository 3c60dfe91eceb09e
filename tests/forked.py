"""`subprocess.run` for `python -m russo` and `python -m pytest` that is much faster on Linux.

Most of the time of such a process goes into imports of typer, pydantic, pytest and its plugins. On Linux, a server that
has imported them forks for each command (`fork_server.py`). Each command is a process of its own all the same: it has
its own standard streams, folder, environment and exit, and it imports russo, and whatever a test has installed, anew.
Fork is not safe on macOS, and Windows has none, so there each command is started as usual. Tests about imports or about
the start of Python start their processes themselves.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What Python reads when it starts, except for the variables that a forked process obeys, too.
_AT_START = ("PYTHON", "LANG", "LC_", "TZ")
_OBEYED = {"PYTHONPATH", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE"}
_SERVER = str(Path(__file__).with_name("fork_server.py"))


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_AT_START) and name not in _OBEYED}


_HERE = _at_start(os.environ)


def run(
    command: Sequence[str],
    *,
    cwd: str | os.PathLike[str] | None = None,
    env: Mapping[str, str] | None = None,
    given: str | bytes | None = None,
    check: bool = False,
    merged: bool = False,
    **text: Any,
) -> subprocess.CompletedProcess[Any]:
    """Run a command to its end, and return what `subprocess.run` returns.

    Args:
        command: The interpreter and its arguments.
        cwd: The folder.
        env: The environment variables.
        given: What is on standard input; by default nothing.
        check: Whether an exit status other than 0 is an error.
        merged: Whether standard error goes to standard output. Otherwise both are captured.
        text: `text` or `encoding`, as for `subprocess.run`.
    """
    environment = dict(os.environ if env is None else env)
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL} if given is None else {"input": given}
    if not _is_forked(command, environment):
        streams |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT if merged else subprocess.PIPE}
        return subprocess.run(command, cwd=cwd, env=environment, check=check, **streams, **text)
    with tempfile.TemporaryDirectory() as folder:
        names = ("in", "out", "out" if merged else "err")
        files = [Path(folder, name) for name in names]
        for file in files:
            file.touch()
        if given is not None:
            files[0].write_bytes(given if isinstance(given, bytes) else given.encode(text.get("encoding", "utf-8")))
        status = _ask(
            module=command[2],
            arguments=list(command[3:]),
            folder=str(cwd or Path.cwd()),
            environment=environment,
            streams=[str(file) for file in files],
        )
        said = [file.read_text(text.get("encoding")) if text else file.read_bytes() for file in files[1:]]
    done = subprocess.CompletedProcess(command, status, said[0], None if merged else said[1])
    if check:
        done.check_returncode()
    return done


def _is_forked(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    is_module = list(command[:2]) == [sys.executable, "-m"] and command[2] in {"pytest", "russo"}
    return sys.platform == "linux" and is_module and _at_start(environment) == _HERE


def _ask(**command: Any) -> int:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(command) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _server() -> subprocess.Popen[str]:
    """The server of this process. It ends when its standard input is closed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_AT_START)} | _HERE
    server = subprocess.Popen(
        [sys.executable, _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    atexit.register(server.communicate)
    return server
