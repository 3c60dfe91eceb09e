"""Tells OpenAI's own server from compatible ones."""

from __future__ import annotations

import os
from typing import Any, Final
from urllib.parse import urlsplit

from russo.providers import Address, read_address

OWN_URL: Final = "https://api.openai.com/v1"


def find_base_url(base_url: str | None, client: Any) -> str:
    """The address to call: that of the client, the option, the environment, or OpenAI.

    The SDK would read ``OPENAI_BASE_URL`` later. It is read here so that the cache key says which server speaks.

    Raises:
        OptionError: It is not an HTTP address.
    """
    if client is not None:
        return str(getattr(client, "base_url", OWN_URL))
    name, url = ("base_url", base_url) if base_url else ("OPENAI_BASE_URL", os.environ.get("OPENAI_BASE_URL", ""))
    if not url.strip():
        return OWN_URL
    read_address(url, source=name)
    return urlsplit(url.strip()).geturl()  # the scheme in lower case


def address_of(url: str) -> Address:
    """The parts of an address: what may be shown, and what may not."""
    return read_address(url, source="base_url")


def is_own(address: Address) -> bool:
    """Whether the address is OpenAI's own: all regions have the same models."""
    return address.is_at("api.openai.com")
