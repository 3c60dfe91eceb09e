"""The third-party plugins that russo is tested beside: what to install, and the options that activate each."""

from __future__ import annotations

from typing import Final

# For a plugin that does not work with pytest-xdist, with or without russo.
NO_WORKERS: Final = "--no-workers"

PLUGINS: Final[dict[str, tuple[str, ...]]] = {
    "allure-pytest": ("--alluredir=allure",),
    "anyio": (),
    "flaky": ("--force-flaky", "--max-runs=1"),  # more would run the test that is expected to fail again
    "hypothesis": (),
    "pyfakefs": ("-p", "faked"),
    "pytest-asyncio": (),
    "pytest-asyncio-cooperative": (NO_WORKERS, "-p", "no:asyncio"),
    "pytest-bdd": (),
    "pytest-benchmark": (),
    "pytest-check": (),
    "pytest-clarity": (),
    "pytest-cov": ("--cov=.",),
    "pytest-env": (),
    "pytest-forked": ("--forked",),
    "pytest-freezer": (),
    "pytest-html": ("--html=page.html", "--self-contained-html"),
    "pytest-httpserver": (),
    "pytest-instafail": ("--instafail",),
    "pytest-json-report": ("--json-report",),
    "pytest-metadata": (),
    "pytest-mock": (),
    "pytest-order": ("--order-dependencies",),
    "pytest-random-order": ("--random-order",),
    "pytest-randomly": (),
    "pytest-recording": ("--block-network",),
    "pytest-rerunfailures": ("--reruns=2",),
    "pytest-retry": ("--retries=2",),
    "pytest-rich": ("--rich",),
    "pytest-socket": ("--disable-socket", "--allow-unix-socket"),
    "pytest-split": ("--splits=1", "--group=1"),
    "pytest-sugar": (),
    "pytest-tap": ("--tap-files",),
    "pytest-timeout": ("--timeout=60",),
    "syrupy": (),
    "time-machine": (),
}

# Requirements of plugins that have not kept up with pytest.
BESIDE: Final[dict[str, tuple[str, ...]]] = {"pytest-forked": ("pytest<9",), "pytest-tap": ("pytest<9",)}
