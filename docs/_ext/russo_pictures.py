"""Makes the pictures before the pages are read, and a directive for the ones that need a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils.parsers.rst.directives.images import Image
from sphinx.util import logging

import pictures
from pictures.commands import CommandError

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = "_pictures"


class Photograph(Image):
    """``{photograph}``: like ``{image}``, but nothing if there was no browser to take the picture."""

    def run(self) -> list[nodes.Node]:
        """Show it."""
        environment = self.state.document.settings.env
        relative, path = environment.relfn2path(self.arguments[0])
        environment.note_dependency(relative)
        return list(super().run()) if Path(path).is_file() else []


def _make(app: Sphinx, config: Config) -> None:
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(exist_ok=True)
    try:
        pictures.make(str(folder))
    except CommandError as error:
        logging.getLogger(__name__).warning("a picture could not be made: %s", error)
    config.html_extra_path = [*config.html_extra_path, f"{FOLDER}/{pictures.REPORT}"]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register both."""
    app.add_directive("photograph", Photograph)
    app.connect("config-inited", _make)
    return {"parallel_read_safe": True}
