"""Makes only the pictures of the documentation: ``python docs/screenshots.py``."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_ext"))

import pictures  # noqa: E402 - it is in the folder of Sphinx extensions

FOLDER = DOCS / "_pictures"
FOLDER.mkdir(exist_ok=True)
pictures.make(str(FOLDER))
for path in sorted(FOLDER.iterdir()):
    print(path)
