"""Everything that the author of a provider needs, from one module.

Importing it imports nothing else. Each name is imported from its module when it is first used, so that what only a call
needs, such as asyncio, is not imported before the first miss.
"""

from __future__ import annotations

# Type checkers take this name as true. Importing `typing` for it would cost more than all the rest of this file.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from ..audio import Audio
    from ..audio.check import received_audio
    from ..audio.label import Label, read_label
    from ..audio.pace import is_spaceless, plausible_seconds
    from ..errors import (
        AuthenticationError,
        CertificateError,
        ConfigurationError,
        ContentBlockedError,
        DamagedAudioError,
        InvalidRequestError,
        MissingDependencyError,
        MissingKeyError,
        NoAudioError,
        OptionError,
        ProviderUnavailableError,
        QuotaExceededError,
        RateLimitError,
        RussoError,
        SynthesisError,
        SynthesisTimeoutError,
        TextError,
        TextTooLongError,
        TranscriptMismatchError,
    )
    from ..hookspecs import hookimpl
    from ..provider import Price, Provider, Retirement
    from ..synthesizer import Synthesizer
    from ..text import check_text
    from .address import Address, read_address
    from .call import speak
    from .credentials import Secret, find_key
    from .failures import from_status, from_transport, leaf_of, retry_after
    from .http.api import HttpApi
    from .http.listing import HttpVoices
    from .http.options import option
    from .http.refusals import Refusal
    from .http.requests import HttpRequest
    from .http.signing import KeyHeader
    from .http.synthesizer import HttpSynthesizer
    from .policy import CallPolicy
    from .retirement import ModelRetirementWarning, warn_if_retiring
    from .sdk import import_sdk
    from .subprocess import run_program
    from .tls import certificates
    from .transport import http_options, prepare_http
    from .validators import (
        check_choice,
        check_flag,
        check_number,
        check_secret,
        check_str,
        check_whole_number,
        refused,
    )
    from .voices import Voice

__all__ = [
    "Address",
    "Audio",
    "AuthenticationError",
    "CallPolicy",
    "CertificateError",
    "ConfigurationError",
    "ContentBlockedError",
    "DamagedAudioError",
    "HttpApi",
    "HttpRequest",
    "HttpSynthesizer",
    "HttpVoices",
    "InvalidRequestError",
    "KeyHeader",
    "Label",
    "MissingDependencyError",
    "MissingKeyError",
    "ModelRetirementWarning",
    "NoAudioError",
    "OptionError",
    "Price",
    "Provider",
    "ProviderUnavailableError",
    "QuotaExceededError",
    "RateLimitError",
    "Refusal",
    "Retirement",
    "RussoError",
    "Secret",
    "SynthesisError",
    "SynthesisTimeoutError",
    "Synthesizer",
    "TextError",
    "TextTooLongError",
    "TranscriptMismatchError",
    "Voice",
    "certificates",
    "check_choice",
    "check_flag",
    "check_number",
    "check_secret",
    "check_str",
    "check_text",
    "check_whole_number",
    "find_key",
    "from_status",
    "from_transport",
    "hookimpl",
    "http_options",
    "import_sdk",
    "is_spaceless",
    "leaf_of",
    "option",
    "plausible_seconds",
    "prepare_http",
    "read_address",
    "read_label",
    "received_audio",
    "refused",
    "retry_after",
    "run_program",
    "speak",
    "warn_if_retiring",
]

# The module of each name. All other names are errors.
_MODULES: Final = {
    "Address": ".address",
    "Audio": "..audio",
    "CallPolicy": ".policy",
    "HttpApi": ".http.api",
    "HttpRequest": ".http.requests",
    "HttpSynthesizer": ".http.synthesizer",
    "HttpVoices": ".http.listing",
    "KeyHeader": ".http.signing",
    "Label": "..audio.label",
    "ModelRetirementWarning": ".retirement",
    "Price": "..provider",
    "Provider": "..provider",
    "Refusal": ".http.refusals",
    "Retirement": "..provider",
    "Secret": ".credentials",
    "Synthesizer": "..synthesizer",
    "Voice": ".voices",
    "certificates": ".tls",
    "check_choice": ".validators",
    "check_flag": ".validators",
    "check_number": ".validators",
    "check_secret": ".validators",
    "check_str": ".validators",
    "check_text": "..text",
    "check_whole_number": ".validators",
    "find_key": ".credentials",
    "from_status": ".failures",
    "from_transport": ".failures",
    "hookimpl": "..hookspecs",
    "http_options": ".transport",
    "import_sdk": ".sdk",
    "is_spaceless": "..audio.pace",
    "leaf_of": ".failures",
    "option": ".http.options",
    "plausible_seconds": "..audio.pace",
    "prepare_http": ".transport",
    "read_address": ".address",
    "read_label": "..audio.label",
    "received_audio": "..audio.check",
    "refused": ".validators",
    "retry_after": ".failures",
    "run_program": ".subprocess",
    "speak": ".call",
    "warn_if_retiring": ".retirement",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value = getattr(import_module(_MODULES.get(name, "..errors"), __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
