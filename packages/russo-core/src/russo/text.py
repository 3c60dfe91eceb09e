"""Refuses a text that cannot be spoken, such as a blank one, before any money is spent on it."""

from __future__ import annotations

from .errors import TextError, TextTooLongError


def check_text(
    text: str, *, provider: str | None = None, max_characters: int | None = None, max_text_bytes: int | None = None
) -> None:
    """Refuse a text that cannot be spoken.

    Args:
        text: The text.
        provider: The provider that is to speak it, for the message.
        max_characters: The provider's limit, if it is known.
        max_text_bytes: The limit of a provider that counts bytes of UTF-8.

    Raises:
        TextError: It is not a str, is empty or blank, or contains a lone surrogate.
        TextTooLongError: It is over the limit.

    Example:
        >>> from russo.providers import check_text
        >>> check_text("hello", provider="acme", max_characters=100)
    """
    if not isinstance(text, str):
        msg = f"a text to speak must be a str, not {type(text).__name__}: {text!r:.100}"
        raise TextError(msg)
    if not text or text.isspace():
        msg = f"no text to speak: {text!r:.100}"
        raise TextError(msg)
    try:
        in_bytes = len(text.encode())
    except UnicodeEncodeError as error:
        msg = f"the text holds half of a surrogate pair at position {error.start}: {text[error.start]!r}"
        raise TextError(msg) from error
    for size, most, what in (
        (len(text), max_characters, "characters"),
        (in_bytes, max_text_bytes, "bytes of UTF-8"),
    ):
        if most is not None and size > most:
            who = provider or "the provider"
            msg = f"{who} takes at most {most} {what} at once, and this text has {size}: split it"
            raise TextTooLongError(msg)
