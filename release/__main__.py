"""Releases: `python release PACKAGE VERSION` prepares one, `python release --dry-run` tries all but the upload."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import artifacts
import index
from install import install_and_try
from prepare import prepare
from workspace import CORE, problems_of, read_packages


def main() -> None:
    parser = argparse.ArgumentParser(prog="python release", description=__doc__)
    parser.add_argument("package", nargs="?", help="the package to prepare, or to try alone; all if none is named")
    parser.add_argument("version", nargs="?", help="its new version: written into it, with the changelog")
    parser.add_argument("--dry-run", action="store_true", help="build, check, and install from an index on loopback")
    given = parser.parse_args()
    packages = read_packages()
    if given.package and given.package not in packages:
        parser.error(f"no package {given.package!r}; there are {', '.join(packages)}")
    if given.dry_run and not given.version:
        try_release([given.package] if given.package else list(packages))
    elif given.package and given.version and not given.dry_run:
        prepare(packages[given.package], given.version)
    else:
        parser.error("either --dry-run, or a package and its new version")


def try_release(names: list[str]) -> None:
    packages = read_packages()
    chosen = [packages[name] for name in names]
    problems = [problem for package in chosen for problem in problems_of(package, packages[CORE])]
    if problems:
        sys.exit("\n".join(problems))
    # What a chosen package needs of this repository is built with it: it may not be released yet.
    built = [package for package in packages.values() if package in chosen or package.name == CORE]
    with tempfile.TemporaryDirectory(prefix="russo-release-") as folder:
        dist = Path(folder, "dist")
        artifacts.build(built, dist)
        artifacts.check(built, dist)
        with index.serve(dist) as url:
            for package in chosen:
                install_and_try(list(dict.fromkeys([CORE, package.name])), url, Path(folder))
    for package in chosen:
        print(f"ready: git tag {package.tag} && git push origin {package.tag}")


if __name__ == "__main__":
    main()
