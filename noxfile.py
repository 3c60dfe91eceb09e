"""What CI checks beside the fast suite: other Pythons, other versions, and the wheels, as a stranger has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import nox
from packaging.requirements import Requirement

nox.options.default_venv_backend = "uv"
nox.needs_version = ">=2025.10"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PACKAGES = sorted(path.name for path in (ROOT / "packages").iterdir() if (path / "pyproject.toml").exists())
PROVIDERS = [name for name in PACKAGES if name != "russo-core"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
DIST = ROOT / "dist"


@nox.session
def lint(session: nox.Session) -> None:
    """Lint, format, types, and which module may import which."""
    workspace(session, "lint", "test", "build", "docs")
    session.run("ruff", "check", "--output-format=concise")
    session.run("ruff", "format", "--check")
    scripts = ("noxfile.py", "release", "docs/conf.py", "docs/screenshots.py", "docs/_ext")
    session.run("mypy", *(f"packages/{name}/src" for name in PACKAGES), *scripts)
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


@nox.session(python="3.11", requires=["build"])
def examples(session: nox.Session) -> None:
    """Install the examples from wheels beside core's, and what `russo new-provider` writes, and run their tests."""
    made = Path(session.create_tmp()) / "russo-acme"
    shutil.rmtree(made, ignore_errors=True)
    core = str(next(DIST.glob("russo_core-*.whl")))
    session.install(core, "mypy", "ruff", "./examples/russo-tone", "./examples/russo-lexicon")
    tests = ("examples/russo-tone/tests", "examples/russo-lexicon/tests")
    session.run("pytest", "-q", "-c", os.devnull, "--rootdir", ".", *tests)
    session.run("russo", "new-provider", "acme", "-o", str(made))
    session.install(str(made))
    with session.chdir(made):
        for command in (["pytest", "-q"], ["mypy", "src"], ["ruff", "check"], ["ruff", "format", "--check"]):
            session.run(*command)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the suite on this Python, with the newest of everything."""
    workspace(session, "test")
    session.run("pytest", "-q", "-n", "auto", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the suite with the lowest versions that the packages allow, pytest among them."""
    session.install(*editable(), "--group", "test", "--resolution", "lowest-direct")
    session.run("pytest", "-q", "-n", "auto", *session.posargs)


@nox.session(python="3.11", requires=["build"])
def stories(session: nox.Session) -> None:
    """Follow README and docs word for word, each page in a bare environment, with the wheels instead of the index."""
    workspace(session, "test")
    session.run("pytest", "-q", "tests/docs/test_examples.py", env={"RUSSO_WHEELS": str(DIST)})


@nox.session(python="3.11")
def release(session: nox.Session) -> None:
    """Try a release, or prepare one: nox -s release -- --dry-run russo-google; nox -s release -- russo-google 0.4.1."""
    session.install("--group", "release")
    session.run("python", "release", *(session.posargs or ["--dry-run"]))


@nox.session(python="3.11")
def released_providers(session: nox.Session) -> None:
    """Run the tests of each provider, as it was last released, with the core of this tree."""
    for name, tag in last_releases().items():
        tree = checkout(session, tag)
        session.install("-e", "packages/russo-core[audio]", f"{tree}/packages/{name}", "--group", "test")
        session.run("pytest", "-q", "-c", "pyproject.toml", f"{tree}/tests/{name.replace('-', '_')}")


@nox.session(python="3.11")
def oldest_core(session: nox.Session) -> None:
    """Run the tests of each provider with the oldest released core that it allows."""
    if not tags("russo-core"):
        session.log("no core is released yet")
        return
    for name in PROVIDERS:
        tree = checkout(session, oldest_tag_allowed(name))
        session.install(f"{tree}/packages/russo-core[audio]", "-e", f"packages/{name}", "--group", "test")
        session.run("pytest", "-q", f"tests/{name.replace('-', '_')}")


def tags(name: str) -> list[str]:
    """The versions of a package that are released, oldest first."""
    command = ["git", "tag", "--list", f"{name}-v*", "--sort=version:refname"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own names
    return done.stdout.split()


def last_releases() -> dict[str, str]:
    """The newest tag of each provider that was ever released."""
    return {name: found[-1] for name in PROVIDERS if (found := tags(name))}


def oldest_tag_allowed(name: str) -> str:
    """The tag of the oldest core that a provider's range allows."""
    text = (ROOT / "packages" / name / "pyproject.toml").read_text(encoding="utf-8")
    needed = next(need for need in tomllib.loads(text)["project"]["dependencies"] if need.startswith("russo-core"))
    allowed = Requirement(needed).specifier
    return next(tag for tag in tags("russo-core") if allowed.contains(tag.removeprefix("russo-core-v")))


def checkout(session: nox.Session, tag: str) -> Path:
    """The tree of a tag, in the temporary folder of the session."""
    tree = Path(session.create_tmp()) / tag
    shutil.rmtree(tree, ignore_errors=True)
    session.run("git", "worktree", "prune", external=True, silent=True)
    session.run("git", "worktree", "add", "--detach", str(tree), tag, external=True, silent=True)
    return tree


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
