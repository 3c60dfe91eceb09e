"""Loads the trusted certificates once, since that takes longer than everything else before a request."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from ..errors import ConfigurationError

if TYPE_CHECKING:
    import ssl


def certificates(library: str) -> ssl.SSLContext:
    """The trusted certificates: those in ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``, or else those of the library.

    Args:
        library: The HTTP library of the SDK, ``"httpx"`` or ``"httpx2"``.

    Returns:
        A context, the same one for every call as long as the variables stay the same.

    Raises:
        ConfigurationError: A variable names something that does not exist or contains no certificates.

    Example:
        >>> import os
        >>> from unittest.mock import patch
        >>> from russo.providers import certificates
        >>> with patch.dict(os.environ, SSL_CERT_FILE="/no/such.pem"):
        ...     certificates("httpx")
        Traceback (most recent call last):
        russo.errors.ConfigurationError: SSL_CERT_FILE names '/no/such.pem', which is not there: correct it or unset it
    """
    return _read(library, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _read(library: str, file: str | None, folder: str | None) -> ssl.SSLContext:
    import ssl

    if file:
        return _read_file(file, folder)
    if folder:
        if not any(map(os.path.isdir, folder.split(os.pathsep))):
            msg = f"SSL_CERT_DIR names {folder!r}, which is not there: correct it or unset it"
            raise ConfigurationError(msg)
        return ssl.create_default_context(capath=folder)
    context: ssl.SSLContext = import_module(library).create_ssl_context()
    return context


def _read_file(file: str, folder: str | None) -> ssl.SSLContext:
    import ssl

    try:
        return ssl.create_default_context(cafile=file, capath=folder or None)
    except FileNotFoundError as error:
        reason: OSError = error
        problem = "which is not there"
    except ssl.SSLError as error:
        reason = error
        problem = "which holds no certificates"
    except OSError as error:
        reason = error
        problem = f"which cannot be read ({error.strerror or error})"
    msg = f"SSL_CERT_FILE names {file!r}, {problem}: correct it or unset it"
    raise ConfigurationError(msg) from reason
