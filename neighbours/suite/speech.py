"""A plugin of the suite, beside its conftest.py."""

from russo import hookimpl


class Lexicon:
    """How words are said."""

    @hookimpl
    def russo_text(self, synthesizer: object, text: str) -> str:
        """Spell one word as it is said."""
        return text.replace("SQL", "sequel")


lexicon = Lexicon()
