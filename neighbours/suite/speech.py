"""A plugin of the suite, beside its conftest.py."""

from russo import hookimpl


class Lexicon:
    """A lexicon of one word."""

    @hookimpl
    def russo_text(self, synthesizer: object, text: str) -> str:
        """Spell one word as it is pronounced."""
        return text.replace("SQL", "sequel")


lexicon = Lexicon()
