from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from russo import Provider
from russo.providers import Price
from russo_espeak import plugin

SPEAK = "import asyncio, russo_espeak; print(asyncio.run(russo_espeak.EspeakSynthesizer().synthesize('Hello.')).sample_rate)"


def run(*command: str, **options) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("module", ["russo_espeak", "russo_espeak.plugin"])
def test_importing_is_light(module):
    heavy = {"asyncio", "ctypes", "numpy", "espeakng_loader", "subprocess", "russo_espeak.synthesizer"}

    loaded = run("-c", f"import sys, {module}; print(*sys.modules)").split()

    assert module in loaded
    assert heavy & set(loaded) == set()


def test_a_synthesizer_is_made_without_the_engine():
    code = "import sys, russo_espeak; russo_espeak.EspeakSynthesizer(voice='de').cache_fields; print(*sys.modules)"

    heavy = {"asyncio", "ctypes", "espeakng_loader", "subprocess"}
    assert heavy & set(run("-c", code).split()) == set()


def test_the_engine_is_never_loaded_into_this_process():
    code = f"{SPEAK}; import sys; print('ctypes' in sys.modules)"

    assert run("-c", code).split() == ["22050", "False"]


def test_the_plugin_describes_the_provider():
    free = Price(source="https://github.com/espeak-ng/espeak-ng", checked=date(2026, 11, 23))
    assert plugin.russo_provider() == Provider(
        "espeak",
        target="russo_espeak:EspeakSynthesizer",
        package="russo-espeak",
        default_voice="en-us",
        prices={"": free},
    )


def test_modules_of_the_user_do_not_reach_the_worker(tmp_path):
    for name in ("ctypes", "struct", "faulthandler", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text("import os\nos._exit(77)\n")
    inside = {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": "nowhere", "PYTHONIOENCODING": "utf-16"}
    # Only now, so that the process under test itself uses the right ones.
    code = f"import os, russo_espeak.synthesizer; os.environ.update({inside!r}); os.chdir({str(tmp_path)!r}); {SPEAK}"

    assert run("-W", "error", "-c", code) == "22050\n"


def test_speaks_where_paths_are_long_and_odd(tmp_path):
    folder = tmp_path / ("long folder ä語 " * 4).strip() / ("x" * 100)
    folder.mkdir(parents=True)

    assert run("-c", SPEAK, cwd=folder, env=os.environ | {"TMPDIR": str(folder), "HOME": str(folder)}) == "22050\n"


def test_an_unknown_name_of_the_package_is_an_attribute_error():
    import russo_espeak

    with pytest.raises(AttributeError, match=r"^module 'russo_espeak' has no attribute 'Espeak'$"):
        _ = russo_espeak.Espeak
    assert set(russo_espeak.__all__) <= set(dir(russo_espeak))
