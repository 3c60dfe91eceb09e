"""Checks every text before anything is paid for it."""

from __future__ import annotations

from .errors import TextError, TextTooLongError


def check_text(text: str, *, provider: str | None = None, max_characters: int | None = None) -> None:
    """Refuse a text that cannot be spoken.

    Args:
        text: The text.
        provider: The provider that is to speak it, for the message.
        max_characters: The provider's limit, if it is known.

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
        text.encode()
    except UnicodeEncodeError as error:
        msg = f"the text holds half of a surrogate pair at position {error.start}: {text[error.start]!r}"
        raise TextError(msg) from error
    if max_characters is not None and len(text) > max_characters:
        who = provider or "the provider"
        msg = f"{who} takes at most {max_characters} characters at once, and this text has {len(text)}: split it"
        raise TextTooLongError(msg)
