"""Finds the target for a kind of agent by name: russo's own, or one from the entry point group ``russo.feeds``."""

from __future__ import annotations

import inspect
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from ..errors import BrokenPluginError, OptionError, PluginConflictError, PluginError
from ..plugins.entry_points import discover
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP: Final = "russo.feeds"
OWN: Final = {
    "aiortc": "Aiortc",
    "gemini": "Gemini",
    "livekit": "LiveKit",
    "openai": "OpenAI",
    "pcm": "Pcm",
    "pipecat": "Pipecat",
    "twilio": "Twilio",
}


def get_target(name: str | Target, **options: Any) -> Target:
    """Make the target for one kind of agent, for a conversation of several utterances.

    Args:
        name: The name of one of russo's own targets, or of an entry point in the group ``russo.feeds``. A target that
            is made already is returned as it is.
        options: Its options, such as ``sample_rate``.

    Returns:
        A target for `russo.Audio.feed`, which keeps its counters from one utterance to the next.

    Raises:
        PluginError: There is no such target, there are two, or it does not load.
        OptionError: The target does not take an option, or not that value; it is made already, or is no target.

    Example:
        >>> from russo import Audio
        >>> from russo.feeds import get_target
        >>> call, word = get_target("twilio"), Audio(bytes(320), format="pcm", sample_rate=8000)
        >>> len(list(word.feed(call))), len(list(word.feed(call))), len(list(call.closing()))
        (3, 1, 1)
    """
    if isinstance(name, Target):
        if options:
            option = next(iter(options))
            msg = f"this {type(name).__name__} is made already, without {option!r}: pass that to get_target"
            raise OptionError(msg)
        return name
    if not isinstance(name, str):
        msg = f"{name!r:.200} must be the name of a feed, such as 'twilio', or a target made by get_target('twilio')"
        raise OptionError(msg)
    make = _find(name)
    _check(name, make, options)
    target: Target = make(**options)
    return target


def _find(name: str) -> Any:
    found = discover(GROUP).get(name, ())
    if name in OWN:
        if found:
            msg = f"the feed {name!r} is russo's own, and {found[0]} brings another: uninstall it"
            raise PluginConflictError(msg)
        return getattr(import_module(f".{name}", __package__), OWN[name])
    if not found:
        known = sorted({*OWN, *discover(GROUP)})
        near = get_close_matches(str(name), known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"no feed named {name!r}.{hint} There are: {', '.join(known)}"
        raise PluginError(msg)
    if len(found) > 1:
        msg = f"the feed {name!r} is provided by both {' and '.join(map(str, found))}: uninstall one"
        raise PluginConflictError(msg)
    try:
        make = found[0].entry_point.load()
    except Exception as error:
        msg = f"the feed {name!r} is installed ({found[0]}), but does not load: {error!r}"
        raise BrokenPluginError(msg) from error
    if not (isinstance(make, type) and issubclass(make, Target)):
        msg = f"the feed {name!r} of {found[0]} is {make!r}, which is not a subclass of russo.feeds.Target"
        raise BrokenPluginError(msg)
    return make


def _check(name: str, make: Any, options: Mapping[str, Any]) -> None:
    parameters = inspect.signature(make).parameters
    open_ended = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    unknown = [] if open_ended else [option for option in options if option not in parameters]
    if unknown:
        near = get_close_matches(unknown[0], parameters, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        msg = f"the feed {name!r} has no option {unknown[0]!r}.{hint} Possible: {', '.join(parameters)}"
        raise OptionError(msg)
    needed = [
        option
        for option, one in parameters.items()
        if one.default is one.empty and one.kind is one.KEYWORD_ONLY and option not in options
    ]
    if needed:
        msg = f"the feed {name!r} needs the option {needed[0]!r}"
        raise OptionError(msg)
