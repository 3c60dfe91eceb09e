"""What CI checks beside the fast suite: other Pythons, other versions, and the wheels, as a stranger has them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.needs_version = ">=2025.10"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PACKAGES = sorted(path.name for path in (ROOT / "packages").iterdir() if (path / "pyproject.toml").exists())
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
DIST = ROOT / "dist"


@nox.session
def lint(session: nox.Session) -> None:
    """Lint, format, types, and which module may import which."""
    workspace(session, "lint", "test", "build")
    session.run("ruff", "check", "--output-format=concise")
    session.run("ruff", "format", "--check")
    session.run("mypy", *(f"packages/{name}/src" for name in PACKAGES), "noxfile.py")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    workspace(session, "docs")
    session.run("sphinx-build", "-W", "-q", "--keep-going", "-b", "html", "docs", "docs/_build/html")


@nox.session
def build(session: nox.Session) -> None:
    """Build an sdist of every package, and a wheel out of each sdist, and check their metadata."""
    session.install("build[uv]", "twine")
    shutil.rmtree(DIST, ignore_errors=True)
    for name in PACKAGES:
        session.run("python", "-m", "build", "--installer=uv", "-o", str(DIST), f"packages/{name}", silent=True)
    session.run("twine", "check", "--strict", *map(str, DIST.iterdir()))


@nox.session(python=PYTHONS, requires=["build"])
def wheels(session: nox.Session) -> None:
    """Install the wheels into a bare environment, and do the main job there as a stranger would."""
    for case in (["russo_core", "russo_espeak"], [name.replace("-", "_") for name in PACKAGES]):
        folder = Path(session.create_tmp()) / "-".join(case[:3])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        session.run("uv", "venv", "--quiet", "--clear", str(folder / "env"), "--python", session.virtualenv.location)
        python = str(interpreter(folder / "env"))
        files = [str(next(DIST.glob(f"{name}-*.whl"))) for name in case]
        session.run("uv", "pip", "install", "--quiet", "--python", python, *files)
        session.run(python, str(ROOT / ".ci" / "main_job.py"), str(folder), external=True)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the suite on this Python, with the newest of everything."""
    workspace(session, "test")
    session.run("pytest", "-q", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the suite with the lowest versions that the packages allow, pytest among them."""
    session.install(*editable(), "--group", "test", "--resolution", "lowest-direct")
    session.run("pytest", "-q", *session.posargs)


def workspace(session: nox.Session, *groups: str) -> None:
    """Install every package, editable, with the newest versions of the groups."""
    wanted = [part for group in groups for part in ("--group", group)]
    session.install(*editable(), *wanted)


def interpreter(env: Path) -> Path:
    """The Python of an environment, on any system."""
    return next(path for path in (env / "bin" / "python", env / "Scripts" / "python.exe") if path.exists())


def editable() -> list[str]:
    """The arguments that install every package of the workspace from its source."""
    return [
        part
        for name in PACKAGES
        for part in ("-e", f"packages/{name}[audio]" if name == "russo-core" else f"packages/{name}")
    ]
