from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from russo.errors import ProviderNotInstalledError
from russo_core.acme import ACME

if TYPE_CHECKING:
    from russo_core.conftest import Install


def test_the_classes_of_installed_providers() -> None:
    import russo_espeak
    import russo_hibari
    from russo.synthesizers import EspeakSynthesizer, HibariSynthesizer

    assert EspeakSynthesizer is russo_espeak.EspeakSynthesizer
    assert HibariSynthesizer is russo_hibari.HibariSynthesizer


def test_a_class_of_a_stranger(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME)
    from russo.synthesizers import AcmeSynthesizer  # type: ignore[attr-defined]

    assert AcmeSynthesizer().provider == "acme"


def test_a_package_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("russo.synthesizers.discover", lambda _: {})
    with pytest.raises(
        ProviderNotInstalledError, match=r"^OpenAISynthesizer is in another package: pip install russo-openai$"
    ):
        from russo.synthesizers import OpenAISynthesizer  # noqa: F401
    with pytest.raises(ImportError, match="cannot import name 'NobodySynthesizer'"):
        from russo.synthesizers import NobodySynthesizer  # type: ignore[attr-defined]  # noqa: F401


HEAVY = [
    "asyncio",
    "numpy",
    "typer",
    "jinja2",
    "rich",
    "openai",
    "google.genai",
    "elevenlabs",
    "hibari",
    "pluggy",
]


@pytest.mark.parametrize(
    "statement",
    [
        "import russo",
        "import russo.pytest_plugin.options",
        "from russo import Audio, RussoError, Synthesizer",
        "from russo import AudioCache, CachedSynthesizer; AudioCache('nowhere').get('abc123')",
    ],
)
def test_importing_is_light(statement: str) -> None:
    code = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "russo" in loaded
    heavy = set(HEAVY) - ({"pluggy"} if "pytest_plugin" in statement else set())
    assert not loaded & heavy
