"""The cost of importing the package, and what discovery finds."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import russo_elevenlabs
from russo_elevenlabs import ElevenLabsSynthesizer
from russo_elevenlabs.models import MODELS
from russo_elevenlabs.plugin import DESCRIPTION, russo_provider

PAGE = Path(__file__).parents[2] / "docs" / "providers" / "elevenlabs.md"
HEAVY = ("elevenlabs", "httpx", "httpcore", "pydantic", "asyncio", "numpy", "ssl")


@pytest.mark.parametrize(
    "code",
    [
        "import russo_elevenlabs.plugin; russo_elevenlabs.plugin.russo_provider()",
        "from russo_elevenlabs import ElevenLabsSynthesizer; ElevenLabsSynthesizer().cache_fields",
    ],
)
def test_neither_the_plugin_nor_a_new_synthesizer_imports_the_sdk(code: str) -> None:
    program = f"import sys; {code}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_entry_point() -> None:
    (point,) = metadata.entry_points(group="russo", name="elevenlabs")
    assert point.load().russo_provider() is DESCRIPTION
    assert russo_provider() is DESCRIPTION


def test_the_description() -> None:
    assert (DESCRIPTION.name, DESCRIPTION.target) == ("elevenlabs", "russo_elevenlabs:ElevenLabsSynthesizer")
    assert (DESCRIPTION.package, DESCRIPTION.env) == ("russo-elevenlabs", ("ELEVENLABS_API_KEY",))
    default = ElevenLabsSynthesizer(voice=DESCRIPTION.default_voice or "", model=DESCRIPTION.default_model or "")
    assert default.cache_fields == ElevenLabsSynthesizer().cache_fields


def test_each_price_has_a_source_and_the_day_that_the_page_names() -> None:
    (checked,) = re.findall(r"^Checked on (\S+)\. ElevenLabs", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert DESCRIPTION.prices is not None
    assert set(DESCRIPTION.prices) == set(MODELS) - {"eleven_v4"}
    for price in DESCRIPTION.prices.values():
        assert 0 < price.per_million_characters[0] <= price.per_million_characters[1]
        assert price.source.startswith("https://")
        assert price.checked.isoformat() == checked


def test_the_package_has_one_name() -> None:
    assert russo_elevenlabs.__all__ == ["ElevenLabsSynthesizer"]
    assert "ElevenLabsSynthesizer" in dir(russo_elevenlabs)
    with pytest.raises(AttributeError, match="module 'russo_elevenlabs' has no attribute 'Elevenlabs'"):
        _ = russo_elevenlabs.Elevenlabs
