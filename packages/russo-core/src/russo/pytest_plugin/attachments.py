"""Adds what was said to the reports of other plugins: a player in pytest-html, an attachment in Allure.

Others, such as JUnit XML and pytest-json-report, show the test's properties and section, which every report has.
"""

from __future__ import annotations

import html
import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from .failing import SECTION, section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

    from ..audio import Audio
    from .record import Record
    from .run import Run


def attach(config: pytest.Config, report: Any, said: Sequence[Record], run: Run) -> None:
    """Attach what a phase of a test has said, if a report that can show it is being written.

    Args:
        config: The configuration of the run.
        report: The report of the phase.
        said: What was said in the phase.
        run: The run.
    """
    if said and getattr(config.option, "htmlpath", None):
        report.extras = [*getattr(report, "extras", []), *_players(said, run)]
    if said and getattr(config.option, "allure_report_dir", None):
        import allure  # type: ignore[import-not-found]  # installed, since it owns the option

        allure.attach(section(said), name=SECTION, attachment_type=allure.attachment_type.TEXT)


def _players(said: Sequence[Record], run: Run) -> Iterator[dict[str, str | None]]:
    from ..report.sound import embedded

    for one in said:
        audio = _heard(one, run)
        mime, data = embedded(audio) if audio is not None else ("", b"")
        player = f'<audio controls src="data:{mime};base64,{b64encode(data).decode()}"></audio>' if data else ""
        content = f"<div>{html.escape(f'{one.text} ({one.by}, {one.how})')}<br>{player}</div>"
        # An extra in the form that pytest-html's own `extras.html` gives it; using that would need an import.
        yield {"name": None, "format_type": "html", "content": content, "mime_type": None, "extension": None}


def _heard(one: Record, run: Run) -> Audio | None:
    """The speech as the test heard it, from the cache that holds it, which a fixture may have chosen."""
    from ..cache import AudioCache
    from .line import Line

    if not one.key or not one.path or one.kind not in {"hit", "synthesized"}:
        return None
    folder = os.path.dirname(one.path)
    cache = run.cache if folder == str(run.cache.cache_dir) else AudioCache(folder)
    audio = cache.get(one.key)
    return Line(run, one.condition).carry(audio, one.text) if audio is not None and one.condition else audio
