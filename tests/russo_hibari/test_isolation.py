from __future__ import annotations

from datetime import date

import pytest

from russo.providers import Price, Provider
from russo_hibari import plugin


@pytest.mark.parametrize("module", ["russo_hibari", "russo_hibari.plugin"])
def test_importing_is_light(run, module):
    heavy = {"asyncio", "numpy", "hibari", "onnxruntime", "stamina", "russo_hibari.synthesizer"}

    loaded = run(f"import sys, {module}; print(*sys.modules)").split()

    assert module in loaded
    assert heavy & set(loaded) == set()


def test_a_hit_needs_no_library(run, tmp_path):
    code = """
import os, sys
os.chdir(sys.argv[1])
for name in ("hibari", "onnxruntime", "numpy", "asyncio"):
    sys.modules[name] = None
from russo import Audio, CachedSynthesizer
from russo.synthesizers import HibariSynthesizer
speaker = CachedSynthesizer(HibariSynthesizer(voice="kore"))
speaker.keep("Call 555-0142.", Audio(bytes(480), "pcm"))
print(speaker.lookup("Call 555-0142.").duration)
"""
    assert run(code, str(tmp_path)) == "0.01\n"


def test_the_plugin_describes_the_provider():
    free = Price(source="https://github.com/MMWilliams/hibari", checked=date(2026, 11, 25))
    assert plugin.russo_provider() == Provider(
        "hibari",
        target="russo_hibari:HibariSynthesizer",
        package="russo-hibari",
        default_voice="heart",
        prices={"": free},
    )


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    import russo_hibari

    with pytest.raises(AttributeError, match=r"^module 'russo_hibari' has no attribute 'Hibari'$"):
        _ = russo_hibari.Hibari
    assert set(russo_hibari.__all__) <= set(dir(russo_hibari))
