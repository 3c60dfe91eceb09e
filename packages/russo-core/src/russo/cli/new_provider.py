"""``russo new-provider``: writes a package that works, as a beginning."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .output import echo

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATES: Final = Path(__file__).parents[1] / "_templates" / "provider"
_SUFFIX: Final = ".jinja"


def new_provider(
    name: Annotated[str, typer.Argument(help="The provider's name, as users will write it: lower case.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The folder to make; by default russo-NAME.")
    ] = None,
) -> None:
    """Write a package with a new provider. It installs and passes its tests as it is."""
    folder = output or Path(f"russo-{name}")
    for path in write_provider(name, folder):
        echo(path)
    echo(
        f"\nNow: cd {folder}, install it (python -m pip install -e .), run pytest, "
        "and put your API where the files say TODO."
    )


def write_provider(name: str, folder: Path) -> Iterator[Path]:
    """Write the package.

    Args:
        name: The provider's name.
        folder: The folder to write into; it must be empty, or not exist.

    Returns:
        Each file that was written.

    Raises:
        ConfigurationError: The name is invalid or taken by a provider of russo's, or the folder is not empty.
    """
    from jinja2 import Environment, StrictUndefined

    from ..errors import ConfigurationError

    values = _values(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        msg = f"{str(folder)!r} is there and not empty: choose another folder with --output"
        raise ConfigurationError(msg)
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - no HTML
    for template in sorted(_TEMPLATES.rglob(f"*{_SUFFIX}")):
        relative = template.relative_to(_TEMPLATES).as_posix().removesuffix(_SUFFIX)
        path = folder / environment.from_string(relative).render(values)
        path.parent.mkdir(parents=True, exist_ok=True)
        source = template.read_text(encoding="utf-8")
        path.write_text(environment.from_string(source).render(values), encoding="utf-8", newline="\n")
        yield path


def _values(name: str) -> dict[str, str]:
    from ..errors import ConfigurationError
    from ..provider import Provider
    from ..providers.registry import KNOWN

    if name in {*KNOWN, "command"}:
        msg = f"russo has a provider {name!r} already, in {KNOWN.get(name, 'russo-core')}: choose another name"
        raise ConfigurationError(msg)
    words = name.replace("_", "-").split("-")
    title = " ".join(word.capitalize() for word in words)
    class_name = f"{title.replace(' ', '')}Synthesizer"
    module = f"russo_{'_'.join(words)}"
    package = f"russo-{'-'.join(words)}"
    Provider(name, target=f"{module}:{class_name}", package=package)  # raises, and says what is wrong with the name
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
