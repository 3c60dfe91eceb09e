"""Forks a process for each command: see `forked.py`.

It reads commands from standard input, one a line, as JSON. When a command is over, it answers with its exit status.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import runpy
import sys
import tempfile
from typing import Annotated

import pytest
import typer

from inner_runs import QUIET


def main() -> None:
    import_for_typer()
    import_for_pytest()
    assert not {"russo", "xdist"} & sys.modules.keys()
    gc.collect()
    gc.freeze()
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            run(**json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def import_for_typer() -> None:
    """Import what typer imports when it parses the first option."""
    app = typer.Typer()

    @app.command()
    def command(count: Annotated[int, typer.Option()]) -> None:
        assert count == 2

    app(["--count", "2"], standalone_mode=False)


def import_for_pytest() -> None:
    """Import pytest's plugins as pytest does, with their asserts rewritten: it would warn of others.

    All but xdist, which passes on to its workers the path that it has found when it was imported.
    """
    without = [
        word for name in ("russo", "xdist", "xdist.looponfail", "cacheprovider") for word in ("-p", f"no:{name}")
    ]
    options = (*without, "-o", "asyncio_default_fixture_loop_scope=function")
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(io.StringIO()) as printed,
    ):
        status = pytest.main([*QUIET, *options])
    assert status == pytest.ExitCode.NO_TESTS_COLLECTED, printed.getvalue()


def run(module: str, arguments: list[str], folder: str, environment: dict[str, str], streams: list[str]) -> None:
    """Do here what `python -m module` does if it is started in that folder and environment, with files as streams."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, path in enumerate(streams):
        opened = os.open(path, os.O_RDWR | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    encoding, _, errors = environment.get("PYTHONIOENCODING", "").partition(":")
    if encoding:
        for stream in (sys.stdin, sys.stdout):
            stream.reconfigure(encoding=encoding, errors=errors or "strict")
        sys.stderr.reconfigure(encoding=encoding)
    tempfile.tempdir = None  # it is found anew
    sys.dont_write_bytecode = bool(environment.get("PYTHONDONTWRITEBYTECODE"))
    path = [one for one in environment.get("PYTHONPATH", "").split(os.pathsep) if one]
    sys.argv[1:] = arguments
    sys.path[:1] = [folder, *path]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
