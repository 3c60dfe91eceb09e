"""Parses the command line of the provider ``command``, and fills in one utterance."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from .. import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INPUT: Final = "{input}"
OUTPUT: Final = "{output}"
EXAMPLE: Final = "command = piper --model x.onnx --output_file {output}"


def read_command(command: str | Sequence[str], values: Mapping[str, str | None]) -> tuple[str, ...]:
    """Split a command line, and put the voice and the model into it.

    Quotes keep an argument together. A backslash is an ordinary character, so that paths on Windows are unchanged, and
    a command line has the same key on every system. A sequence is taken as it is.

    Args:
        command: The command line.
        values: The values for ``{voice}`` and ``{model}``, if they are set.

    Returns:
        The program and its arguments, with ``{input}`` and ``{output}`` as they are.

    Raises:
        OptionError: It names no program, a quote is not closed, or a value and its place do not match.
    """
    words = _split(command) if isinstance(command, str) else _listed(command)
    if not words or not words[0].strip():
        msg = f"command: {command!r} names no program: write for example {EXAMPLE}"
        raise OptionError(msg)
    for name, value in values.items():
        place = f"{{{name}}}"
        is_there = any(place in word for word in words)
        if value is None and is_there:
            msg = f"command: {place} is in the command {command!r}, but no {name} is set: set {name}"
            raise OptionError(msg)
        if value is not None and not is_there:
            msg = f"command: {name}={value!r} has no place in the command {command!r}: write {place} where it belongs"
            raise OptionError(msg)
        words = [word.replace(place, value or "") for word in words]
    return tuple(words)


def _split(command: str) -> list[str]:
    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = ""
    try:
        return list(lexer)
    except ValueError as error:
        msg = f"command: a quote is open in {command!r}"
        raise OptionError(msg) from error


def _listed(command: Sequence[str]) -> list[str]:
    words = list(command)
    for word in words:
        if not isinstance(word, str) or "\0" in word:
            msg = f"command: {word!r} is not a command-line argument: pass a list of str, or one str"
            raise OptionError(msg)
    return words
