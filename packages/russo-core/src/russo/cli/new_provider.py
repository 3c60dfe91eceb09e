"""``russo new-provider``: writing a working package to start from."""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ..display import quoted
from .output import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATES: Final = Path(__file__).parents[1] / "_templates"
_SUFFIX: Final = ".jinja"
# The packages of russo that have no provider, which a new one must not replace.
_OTHERS: Final = frozenset({"russo-core", "russo-whisper"})


class Kind(StrEnum):
    """How the provider speaks."""

    HTTP = "http"
    SDK = "sdk"
    LOCAL = "local"


def new_provider(
    name: Annotated[str, typer.Argument(help="The provider's name, as users will write it: lower case.")],
    *,
    kind: Annotated[
        Kind,
        typer.Option(
            help="http: an API to describe; sdk: a client that makes the call; local: an engine in this process."
        ),
    ] = Kind.SDK,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The folder to make; by default russo-NAME.")
    ] = None,
) -> None:
    """Write a package with a new provider. It installs and passes its tests as it is."""
    folder = output or Path(f"russo-{name}")
    for path in write_provider(name, folder, kind):
        echo(path)
    echo(
        f"\nNow: cd {quoted(str(folder))}, install it (python -m pip install -e .), run pytest, "
        "and put your API where the files say TODO."
    )


def write_provider(name: str, folder: Path, kind: Kind) -> Iterator[Path]:
    """Write the package.

    Args:
        name: The provider's name.
        folder: The folder to write into; it must be empty, or not exist.
        kind: How the provider speaks.

    Returns:
        Each file that was written.

    Raises:
        ConfigurationError: The name is invalid or taken by a package of russo's, or the folder is not empty or cannot
            be written.
    """
    from jinja2 import Environment, StrictUndefined

    from ..errors import ConfigurationError
    from ..writing import write

    values = _values(name) | {"kind": kind.value}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{str(folder)!r} exists and is not empty: choose another folder with --output"
        raise ConfigurationError(msg)
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - no HTML
    for relative, template in sorted(_templates(kind).items()):
        path = folder / environment.from_string(relative).render(values)
        source = template.read_text(encoding="utf-8")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, environment.from_string(source).render(values).encode())
        except OSError as error:
            msg = f"cannot write {str(path)!r}: {error.strerror or error}"
            raise ConfigurationError(msg) from error
        yield path


def _templates(kind: Kind) -> dict[str, Path]:
    """The files of a kind, by name: those that all kinds share, replaced by its own where it has one."""
    found = {}
    for root in (_TEMPLATES / "provider", _TEMPLATES / kind.value):
        for template in root.rglob(f"*{_SUFFIX}"):
            found[template.relative_to(root).as_posix().removesuffix(_SUFFIX)] = template
    return found


def _values(name: str) -> dict[str, str]:
    from ..errors import ConfigurationError
    from ..provider import Provider
    from ..providers.registry import KNOWN

    if name in {*KNOWN, "command"}:
        msg = f"russo already has a provider {name!r}, in {KNOWN.get(name, 'russo-core')}: choose another name"
        raise ConfigurationError(msg)
    if name.startswith("russo-"):
        msg = f"{name!r} is the name of a package: give the name of the provider, {name.removeprefix('russo-')!r}"
        raise ConfigurationError(msg)
    words = name.replace("_", "-").split("-")
    title = " ".join(word.capitalize() for word in words)
    class_name = f"{title.replace(' ', '')}Synthesizer"
    module = f"russo_{'_'.join(words)}"
    package = f"russo-{'-'.join(words)}"
    if package in _OTHERS:
        msg = f"{package!r} is a package of russo: choose another name"
        raise ConfigurationError(msg)
    Provider(name, target=f"{module}:{class_name}", package=package)  # raises if the name is invalid
    major, minor = map(int, version("russo-core").split(".")[:2])
    return {
        "name": name,
        "title": title,
        "class_name": class_name,
        "module": module,
        "package": package,
        "env": f"{'_'.join(words).upper()}_API_KEY",
        "core": f"{major}.{minor}",
        "next_core": f"{major}.{minor + 1}",
    }
