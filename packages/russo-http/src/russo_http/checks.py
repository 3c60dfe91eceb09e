"""Checks that several APIs share."""

from __future__ import annotations

import re
from typing import Any, Final

from russo.providers import check_flag, refused

_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")

flag = check_flag


def language(name: str, value: Any) -> str:
    """A BCP 47 tag."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise refused(name, value, "a language such as 'en' or 'en-US'")
    return value


def region(name: str, value: Any) -> str:
    """The name of a region, which becomes part of a host name."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise refused(name, value, "the name of a region such as 'eastus'")
    return value
