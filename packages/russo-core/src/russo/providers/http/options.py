"""`option`: an option of an `HttpSynthesizer`, as an attribute of its class."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, dataclass_transform

from ..validators import check_number, check_str, check_whole_number, refused

if TYPE_CHECKING:
    from collections.abc import Callable

_NEEDED: Final = object()


@dataclass(frozen=True, slots=True)
class _Rule:
    sound: bool
    choices: tuple[Any, ...] | None
    least: float | None
    most: float
    whole: bool
    check: Callable[[str, Any], Any] | None

    def checked(self, name: str, value: Any) -> Any:
        if self.choices is not None:
            if not any(value == choice and type(value) is type(choice) for choice in self.choices):
                raise refused(name, value, f"one of {', '.join(map(repr, self.choices))}")
            return value
        if self.check is not None:
            return self.check(name, value)
        if self.least is None:
            return check_str(name, value)
        if self.whole:
            return check_whole_number(name, value, least=int(self.least), most=self.most)
        return check_number(name, value, least=self.least, most=self.most)


def option(
    *,
    default: Any = _NEEDED,
    choices: tuple[Any, ...] | None = None,
    least: float | None = None,
    most: float = float("inf"),
    whole: bool = False,
    check: Callable[[str, Any], Any] | None = None,
    sound: bool = True,
) -> Any:
    """Declare an option of an `HttpSynthesizer`. Without any rule, it is a str that is not blank.

    Args:
        default: The value if it is not given; None for an option that is then not sent. Without a default, the option
            must be given.
        choices: The only values that are accepted.
        least: The smallest number that is accepted.
        most: The largest number that is accepted.
        whole: Whether it must be a whole number.
        check: Called with the name and the value; returns the value, or raises an OptionError.
        sound: Whether it changes the sound, and is therefore part of the key.

    Returns:
        A field of a dataclass.

    Example:
        >>> from russo.providers import option
        >>> option(default=1.0, least=0.5, most=2.0).default
        1.0
    """
    rule = _Rule(sound, choices, least, most, whole, check)
    if default is _NEEDED:
        return field(metadata={"rule": rule})
    return field(default=default, metadata={"rule": rule})


@dataclass_transform(kw_only_default=True, field_specifiers=(option,))
class Declared:
    """A class whose annotated attributes are its options: keyword arguments of the constructor, and read-only."""

    def __init_subclass__(cls) -> None:
        """Make the constructor."""
        super().__init_subclass__()
        dataclass(kw_only=True, repr=False, eq=False, frozen=True)(cls)


def check_options(declared: Any) -> dict[str, Any]:
    """Check every option of an object, and return those that are set and change the sound.

    Args:
        declared: An object whose class is `Declared`. Its values are replaced by the checked ones, such as 1.0 for 1.

    Raises:
        OptionError: An option has an invalid value.
    """
    sounding = {}
    for one in fields(declared):
        rule: _Rule = one.metadata["rule"]
        value = getattr(declared, one.name)
        if value is None and one.default is None:
            continue
        value = vars(declared)[one.name] = rule.checked(one.name, value)
        if rule.sound:
            sounding[one.name] = value
    return sounding
