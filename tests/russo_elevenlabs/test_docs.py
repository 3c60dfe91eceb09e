"""The README and the documentation page are complete."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from russo_elevenlabs import ElevenLabsSynthesizer
from russo_elevenlabs.models import MODELS, VOICES
from russo_elevenlabs.plugin import DESCRIPTION

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "packages" / "russo-elevenlabs" / "README.md", ROOT / "docs" / "providers" / "elevenlabs.md"]


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text(encoding="utf-8")
    return text


def test_every_option_is_in_the_table_and_no_other(page: str) -> None:
    table = page[page.index("| option |") :].partition("\n\n")[0]
    named = [name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert named == list(inspect.signature(ElevenLabsSynthesizer).parameters)


def test_every_model_is_there_with_its_limit_and_its_price(page: str) -> None:
    table = page[page.index("| model | characters at once") :].partition("\n\n")[0]
    for model, known in MODELS.items():
        (row,) = [line for line in table.splitlines() if f"`{model}`" in line]
        assert known.max_characters is None or f"{known.max_characters:,}" in row
        price = (DESCRIPTION.prices or {}).get(model)
        assert price is None or (f"[{price.per_million_characters[0]}]({price.source})" in row)


def test_every_premade_voice_is_on_the_page_of_the_documentation() -> None:
    text = PAGES[1].read_text(encoding="utf-8")
    assert ", ".join(voice.name for voice in VOICES) in " ".join(text.split())


def test_the_examples_are_python(page: str) -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        ast.parse(example)
