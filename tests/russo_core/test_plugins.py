from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from russo import CachedSynthesizer, get_synthesizer
from russo.errors import (
    BlockedPluginError,
    BrokenPluginError,
    OptionError,
    PluginConflictError,
    PluginError,
    ProviderNotFoundError,
    ProviderNotInstalledError,
)
from russo.plugins import load_plugins
from russo.providers.registry import find_provider
from russo_core.acme import ACME

if TYPE_CHECKING:
    from russo_core.conftest import Install


def test_a_provider_is_found_by_its_entry_point(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME)
    assert find_provider("acme").default_voice == "anna"
    assert get_synthesizer("acme", voice="ben").cache_fields == {"voice": "ben", "speed": 1.0, "loud": False}  # type: ignore[attr-defined]


def test_known_but_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [])
    monkeypatch.syspath_prepend("/nowhere-at-all")
    with pytest.raises(ProviderNotInstalledError) as caught:
        find_provider("openai", source="russo_provider in pytest.ini")
    assert str(caught.value) == (
        "provider 'openai' (russo_provider in pytest.ini) is not installed: pip install russo-openai. Installed: none"
    )


def test_where_pip_finds_no_wheel_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [])
    monkeypatch.syspath_prepend("/nowhere-on-musl")
    monkeypatch.setattr("sysconfig.get_config_var", lambda name: "cpython-313-x86_64-linux-musl")
    with pytest.raises(ProviderNotInstalledError) as caught:
        find_provider("hibari")
    assert str(caught.value) == (
        "provider 'hibari' is not installed: pip install russo-hibari. On musl (Alpine) that finds no wheel of the "
        "engine inside (onnxruntime, or espeak-ng): there, apk add espeak-ng, and name the provider 'command' with "
        "command = espeak-ng --stdin --stdout -v {voice}. Installed: none"
    )


def test_a_typo(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME)
    with pytest.raises(ProviderNotFoundError) as caught:
        find_provider("acne", source="--russo-provider")
    message = str(caught.value)
    assert message.startswith(
        "no provider named 'acne' (--russo-provider). Did you mean 'acme'? Installed: acme (russo-acme), "
    )
    with pytest.raises(
        ProviderNotFoundError, match=r"^no provider named 'gogle'\. Did you mean 'google'\? Installed: "
    ):
        find_provider("gogle")
    with pytest.raises(ProviderNotFoundError, match=r"^no provider named 'zzzzz'\. Installed: "):
        find_provider("zzzzz")


HOOKS = "russo_provider, russo_text, russo_cache_key, russo_audio, russo_transcribe, russo_event"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import acme_sdk", """ModuleNotFoundError("No module named 'acme_sdk'")"""),
        ("raise RuntimeError('half')", "RuntimeError('half')"),
        ("", f"TypeError('it implements no hook of russo: mark one of {HOOKS} with russo.hookimpl')"),
        (
            "from pluggy import HookimplMarker\n@HookimplMarker('rusos')\ndef russo_provider(): pass",
            "TypeError('russo_provider is not marked: put russo.hookimpl above it')",
        ),
        (
            "from russo import hookimpl\n@hookimpl\ndef russo_provider(): return 5",
            "TypeError('russo_provider() must return a Provider, not 5')",
        ),
        (
            "from russo import hookimpl\n@hookimpl\ndef russo_provider(): return None",
            "TypeError('russo_provider() must return a Provider, not None')",
        ),
        (
            "from russo import hookimpl\n@hookimpl\ndef russo_provider(): raise KeyError('x')",
            "KeyError('x')",
        ),
        (
            "from russo import hookimpl, Provider\n@hookimpl\ndef russo_provider(): return Provider('b', target='b:B', package='b')",
            """TypeError("russo_provider() describes 'b', but its entry point is named 'acme'")""",
        ),
    ],
)
def test_installed_but_broken(install: Install, code: str, reason: str) -> None:
    install("russo-acme", "acme_broken", code)
    with pytest.raises(BrokenPluginError) as caught:
        find_provider("acme")
    assert str(caught.value) == (
        f"provider 'acme' is installed (russo-acme 1.0), but its plugin failed to load: {reason}; "
        "try: pip install --upgrade russo-acme, or uninstall it"
    )
    assert caught.value.__cause__ is not None


def test_a_misspelt_hook_is_broken(install: Install) -> None:
    install("russo-acme", "acme_broken", "from russo import hookimpl\n@hookimpl\ndef russo_providr(): pass")
    with pytest.raises(BrokenPluginError, match="unknown hook 'russo_providr'"):
        find_provider("acme")


def test_a_target_that_does_not_import_is_broken(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME.replace("acme_plugin:Acme", "acme_nowhere:Acme"))
    with pytest.raises(
        BrokenPluginError, match=r"^provider 'acme' is installed \(russo-acme\), but 'acme_nowhere:AcmeSynth"
    ):
        get_synthesizer("acme")


def test_blocked_before_it_is_imported(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("russo-acme", "acme_broken", "raise SystemExit")
    monkeypatch.setenv("RUSSO_DISABLE_PLUGINS", "other, acme")
    with pytest.raises(BlockedPluginError, match=r"^provider 'acme' is disabled by RUSSO_DISABLE_PLUGINS$"):
        find_provider("acme")


def test_two_distributions_with_one_name(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME, version="0.3")
    install("acme-speech", "acme_speech", ACME)
    with pytest.raises(PluginConflictError) as caught:
        find_provider("acme")
    assert str(caught.value) == "'acme' is provided by both acme-speech 1.0 and russo-acme 0.3: uninstall one"


def test_a_broken_stranger_costs_others_nothing(install: Install) -> None:
    install("russo-broken", "acme_broken", "raise SystemExit", name="broken")
    install("russo-acme", "acme_plugin", ACME)
    assert find_provider("acme").name == "acme"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voic": "x"}, "provider 'acme' has no option 'voic'. Did you mean 'voice'? Possible: voice, speed, loud"),
        ({"x": 1}, "provider 'acme' has no option 'x'. Possible: voice, speed, loud"),
        ({"voice": 3}, "option 'voice' of provider 'acme' must be a str, not 3"),
        ({"speed": "fast"}, "option 'speed' of provider 'acme' must be a number, not 'fast'"),
        ({"speed": True}, "option 'speed' of provider 'acme' must be a number, not True"),
        ({"loud": 1}, "option 'loud' of provider 'acme' must be true or false, not 1"),
    ],
)
def test_options_that_do_not_fit(install: Install, options: dict[str, Any], message: str) -> None:
    install("russo-acme", "acme_plugin", ACME)
    with pytest.raises(OptionError) as caught:
        get_synthesizer("acme", **options)
    assert str(caught.value) == message


LEXICON = """
from russo import hookimpl

@hookimpl
def russo_cache_key(synthesizer, text):
    return {"words": 2} if "SQL" in text else None
"""


async def test_a_plugin_that_is_named_adds_to_the_key_and_no_other(install: Install, tmp_path: Any) -> None:
    install("russo-acme", "acme_plugin", ACME)
    install("russo-lexicon", "lexicon_plugin", LEXICON, name="lexicon", group="russo.plugins")
    install("russo-other", "other_plugin", LEXICON, name="other", group="russo.plugins")
    synthesizer = get_synthesizer("acme")
    plain = CachedSynthesizer(synthesizer)
    one = CachedSynthesizer(synthesizer, plugins=load_plugins(["lexicon"]))
    both = CachedSynthesizer(synthesizer, plugins=load_plugins(["lexicon", "other"]))
    assert len({each.key("Learn SQL") for each in (plain, one, both)}) == 3
    assert len({each.key("Learn") for each in (plain, one, both)}) == 1


def test_a_plugin_that_is_named_and_missing_or_failing_is_an_error(install: Install) -> None:
    install("russo-acme", "acme_plugin", ACME)
    install(
        "russo-lexicon",
        "lexicon_plugin",
        LEXICON.replace("return", "raise KeyError('x')  #"),
        name="lexicon",
        group="russo.plugins",
    )
    with pytest.raises(
        PluginError,
        match=r"^no plugin named 'lexico' \(russo_plugins in pytest.ini\)\. Did you mean 'lexicon'\? "
        r"Installed: lexicon(, whisper)?\. "
        r"One of the project itself is named as module:object$",
    ):
        load_plugins(["lexico"], source="russo_plugins in pytest.ini")
    synth = CachedSynthesizer(get_synthesizer("acme"), plugins=load_plugins(["lexicon"]))
    with pytest.raises(
        BrokenPluginError, match=r"^plugin 'lexicon' \(russo-lexicon 1.0\) failed in russo_cache_key: KeyError\('x'\)$"
    ):
        synth.key("hello")


def test_no_plugins_is_none() -> None:
    assert load_plugins([]) is None
