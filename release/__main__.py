"""Releases, as described in docs/releasing.md: preparing one, building its files, and trying them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from artifacts import build, try_out, with_core
from prepare import prepare, without_fragment
from problems import next_step, problems_before_tag, problems_of, problems_of_preparing
from workspace import CORE, Package, read_packages

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    parser = argparse.ArgumentParser(prog="python release", description=__doc__)
    parser.add_argument("package", nargs="?", help="a package, or the tag of its version; all if none is named")
    parser.add_argument("version", nargs="?", help="prepare: write this version and its changelog into the package")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--dry-run", action="store_true", help="do everything but publish the package")
    modes.add_argument("--build", action="store_true", help="build the files to publish into dist/, and check them")
    modes.add_argument("--try", action="store_true", dest="tries", help="install the wheels in dist/, and use them")
    modes.add_argument(
        "--fragments", metavar="COMMIT", help="list packages that have changed since then without a fragment"
    )
    given = parser.parse_args()
    mode = given.dry_run or given.build or given.tries or given.fragments
    if (given.version and mode) or (given.dry_run and not given.package):
        parser.error("name a package and its new version, or a package to try by --dry-run")

    packages = read_packages()
    chosen = [_find(given.package, packages)] if given.package else list(packages.values())
    if given.version:
        _stop(chosen, lambda package: problems_of_preparing(package, given.version, packages))
        prepare(chosen[0], given.version)
    elif given.fragments:
        advice = "it has changed: add packages/{}/newsfragments/<issue>.<type>.md"
        _stop(chosen, lambda one: [advice.format(one.name)] if without_fragment(one, given.fragments) else [])
    elif given.build:
        build(chosen)
    elif given.tries:
        for package in chosen:
            try_out(with_core(package, packages[CORE]))
        if len(chosen) > 1:
            try_out(chosen)
    else:
        _stop(chosen, lambda package: problems_of(package, packages))
        if given.dry_run:
            _stop(chosen, problems_before_tag)
            # The core that a provider needs may not be released yet.
            both = list({one.name: one for one in (packages[CORE], *chosen)}.values())
            build(both)
            try_out(both)
        for package in chosen:
            print(f"{package.name} {package.version}: {next_step(package, packages)}")


def _find(given: str, packages: dict[str, Package]) -> Package:
    for package in packages.values():
        if given in {package.name, package.tag}:
            return package
        if given.startswith(f"{package.name}-v"):
            sys.exit(f"{given} is not a tag of this tree, which holds {package.name} {package.version}")
    sys.exit(f"no package {given!r}; there are {', '.join(packages)}")


def _stop(packages: list[Package], problems: Callable[[Package], list[str]]) -> None:
    if found := [f"{package.name}: {problem}" for package in packages for problem in problems(package)]:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
