"""Sphinx: furo and MyST, warning-free, readable from file:// and without a network."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "russo"
author = "The russo developers"
copyright = author
release = version_of("russo-core")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "russo_pictures",
    "russo_api",
    "russo_reference",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext", "_pictures"]

html_theme = "furo"
html_title = f"russo {release}"
html_static_path = ["_static"]
html_css_files = ["russo.css"]
# Nothing is fetched from anywhere: no web fonts, no badges, no search service.
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3

# `Audio` in a docstring is a link to the object with that name if there is one, and otherwise code.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "undoc-members": False}
napoleon_numpy_docstring = False
napoleon_use_admonition_for_examples = False
napoleon_attr_annotations = False
# A broken reference is a warning, and therefore an error; only objects of other projects have no page here.
nitpicky = True
nitpick_ignore_regex = [
    ("py:class", r"(collections\.abc|datetime|elevenlabs|os|pathlib|ssl)\..+"),
    ("py:class", r"russo\.providers\.call\._T"),
    # Users only pass on objects of these types.
    ("py:class", r"russo\.cache\.advice\.Advice"),
    ("py:class", r"russo\.cache\.remote\.reach\.Reach"),
    ("py:class", r"russo\.providers\.http\.(client\.Answer|places\.Place|signing\.Signer)"),
    ("py:class", r"russo_http\.(aws\.AwsSigner|http\.VariablesSigner)"),
    ("py:exc", r"(asyncio|subprocess)\..+"),
]
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
