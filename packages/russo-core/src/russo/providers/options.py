"""Reads the options of a provider and makes its synthesizer from them, with precise errors for what is wrong."""

from __future__ import annotations

import inspect
import re
import types
import typing
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import BrokenPluginError, ConfigurationError, OptionError, RussoError
from .redaction import redact, without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..provider import Provider
    from ..synthesizer import Synthesizer

# A line that cannot be parsed may be a key. Keys are longer than this, and names of options are shorter.
_LONGEST_NAME: Final = 24
_PART: Final = re.compile(r"[A-Za-z0-9_-]+")
_SECRET: Final = re.compile(r"_key\b|token\b|secret|password|credential", re.IGNORECASE)


def load_class(provider: Provider) -> Any:
    """Import the class that a provider's description names."""
    module, _, name = provider.target.partition(":")
    try:
        return getattr(import_module(module), name)
    except Exception as error:
        msg = (
            f"provider {provider.name!r} is installed ({provider.package}), "
            f"but {provider.target!r} does not load: {error!r}"
        )
        raise BrokenPluginError(msg) from error


def build(provider: Provider, options: Mapping[str, Any], sources: Mapping[str, str] | None = None) -> Synthesizer:
    """Make the synthesizer of a provider.

    Args:
        provider: Its description.
        options: Keyword arguments for its class.
        sources: Where each option was set, for the message.

    Raises:
        BrokenPluginError: The class cannot be imported, or fails with an error of its own.
        OptionError: The class has no such option, or does not accept its value.
    """
    make = load_class(provider)
    _check(provider, make, options, sources or {})
    try:
        synthesizer: Synthesizer = make(**options)
    except OptionError as error:
        named = [source for name, source in (sources or {}).items() if name in str(error)]
        if not named:
            raise
        msg = f"{named[0]}: {error}"  # in front, because the message may end with a command to type
        raise OptionError(msg) from error
    except RussoError:
        raise
    except Exception as error:
        secrets = [str(value) for name, value in options.items() if _SECRET.search(name)]
        said = redact(f"{type(error).__name__}: {error}", secrets)
        msg = f"provider {provider.name!r} is installed ({provider.package}), but {provider.target!r} fails: {said}"
        raise BrokenPluginError(msg) from without_secrets(error, secrets)
    return synthesizer


def parse_options(lines: Iterable[str], source: str) -> dict[str, Any]:
    """Read lines of 'name = value'. A value is parsed as TOML, if it can be; otherwise it is the text as it stands.

    Raises:
        ConfigurationError: A line has no name or no equals sign.
    """
    options: dict[str, Any] = {}
    for line in lines:
        name, equals, text = (part.strip() for part in line.partition("="))
        group, _, part = name.partition(".")
        if equals and group.isidentifier() and _PART.fullmatch(part):
            # As in TOML, lines such as header.Accept = audio/wav make one table.
            table = options.setdefault(group, {})
            if isinstance(table, dict):
                table[part] = _literal(text)
                continue
        if not equals or not name.isidentifier():
            word = name if equals else name.partition(" ")[0]
            shown = repr(word) if len(word) <= _LONGEST_NAME else f"a line of {len(line)} characters"
            msg = f"{shown} is not an option ({source}): write name = value, for example rate = 150"
            raise ConfigurationError(msg)
        options[name] = _literal(text)
    return options


def _literal(text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):  # no TOML, or a number of more digits than Python reads
        return text


def _check(provider: Provider, make: Any, options: Mapping[str, Any], sources: Mapping[str, str]) -> None:
    parameters = inspect.signature(make).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return
    hints = _hints(make)
    for name, value in options.items():
        source = f" ({sources[name]})" if name in sources else ""
        if name not in parameters:
            near = get_close_matches(name, parameters, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            possible = f"Possible: {', '.join(parameters)}" if parameters else "It has none"
            msg = f"provider {provider.name!r} has no option {name!r}{source}.{hint} {possible}"
            raise OptionError(msg)
        if name in hints and not _fits(value, hints[name]):
            wanted = _describe(hints[name])
            shown = "***" if _SECRET.search(name) else repr(value)
            msg = f"option {name!r} of provider {provider.name!r} must be {wanted}, not {shown}{source}"
            raise OptionError(msg)
    needed = [name for name, parameter in parameters.items() if _is_needed(parameter) and name not in options]
    if needed:
        msg = f"provider {provider.name!r} needs the option {needed[0]!r}: write {needed[0]} = ... among its options"
        raise OptionError(msg)


def _is_needed(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty and parameter.kind in {
        parameter.KEYWORD_ONLY,
        parameter.POSITIONAL_OR_KEYWORD,
    }


def _hints(make: Any) -> dict[str, Any]:
    """The annotations that can be resolved, as those of an SDK that is not imported cannot."""
    function = make.__init__ if inspect.isclass(make) else make
    hints: dict[str, Any] = {}
    for name, annotation in getattr(function, "__annotations__", {}).items():
        try:
            hints[name] = _resolve(annotation, function)
        except (NameError, AttributeError, TypeError, SyntaxError):
            continue
    return hints


def _resolve(annotation: Any, function: Any) -> Any:
    probe = types.SimpleNamespace(__annotations__={"it": annotation})
    return typing.get_type_hints(probe, globalns=getattr(function, "__globals__", {}))["it"]


def _fits(value: object, hint: Any) -> bool:
    """Whether a value may fit an annotation. Anything fits an annotation that is not understood."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return any(_fits(value, argument) for argument in arguments)
    if origin is Literal:
        return any(value == choice and type(value) is type(choice) for choice in arguments)
    plain = origin or hint
    if plain is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if plain is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if plain is Any or not isinstance(plain, type) or getattr(plain, "_is_protocol", False):
        return True
    return isinstance(value, plain)


def _describe(hint: Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(dict.fromkeys(_describe(argument) for argument in arguments))
    if origin is Literal:
        return " or ".join(map(repr, arguments))
    if hint is type(None):
        return "nothing"
    plain = origin or hint
    return {"str": "a str", "int": "a whole number", "float": "a number", "bool": "true or false"}.get(
        getattr(plain, "__name__", ""), f"a {getattr(plain, '__name__', plain)}"
    )
