"""Where settings come from, and what is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.pytest_plugin.conftest import Project

TEST = "def test_it(russo_say): russo_say('one')"


def voice_of(project: Project, *args: str) -> str:
    project.run(*args).assert_outcomes(passed=1)
    return str(project.calls[-1]["voice"])


def test_the_command_line_beats_the_environment_beats_the_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_voice = file")
    assert voice_of(project) == "file"
    monkeypatch.setenv("RUSSO_VOICE", "environment")
    assert voice_of(project) == "environment"
    assert voice_of(project, "--russo-voice", "option") == "option"


def test_options_add_up_by_name(project: Project) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_options =\n  speed = 2\n  loud = true")
    project.run("--russo-option", "speed=3", "--russo-option", "voice=bert").assert_outcomes(passed=1)
    assert project.calls == [{"text": "one", "voice": "bert", "model": "m1", "speed": 3.0, "loud": True}]


def test_what_was_set_for_one_provider_does_not_follow_to_another(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.test(
        "def test_it(russo_synthesizer): assert russo_synthesizer.cache_fields == {'voice': 'otto'}",
        ini="russo_provider = fake\nrusso_voice = bert\nrusso_model = m2\nrusso_options = speed = 2",
    )
    project.run("--russo-provider", "other").assert_outcomes(passed=1)
    monkeypatch.setenv("RUSSO_PROVIDER", "other")
    project.run().assert_outcomes(passed=1)


def test_naming_the_same_provider_again_changes_nothing(project: Project) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_voice = bert")
    assert voice_of(project, "--russo-provider", "fake") == "bert"


# Since 9.2, pytest itself turns the numbers of ini files into a float.
ENDLESS = "inf" if pytest.version_tuple >= (9, 2) else "9" * 99


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("russo_cache = maybe", "russo_cache must be true or false, not 'maybe'"),
        ("russo_offline = maybe", "russo_offline must be true, false or ci, not 'maybe'"),
        ("russo_prefetch = maybe", "russo_prefetch must be true or false, not 'maybe'"),
        ("russo_concurrency = many", "russo_concurrency must be a whole number of at least 1, not 'many'"),
        ("russo_concurrency = 0", "russo_concurrency must be a whole number of at least 1, not '0'"),
        (
            f"russo_concurrency = {'9' * 5000}",
            f"russo_concurrency must be a whole number of at least 1, not '{'9' * 99}",
        ),
        (f"russo_timeout = {'9' * 400}", f"russo_timeout must be a number of seconds over 0, not '{ENDLESS}"),
        ("russo_missing_key = ignore", "russo_missing_key must be fail or skip, not 'ignore'"),
        ("russo_timeout = -0.5", "russo_timeout must be a number of seconds over 0, not '-0.5'"),
        ("russo_voices = fake:anna nobody:x", "no provider named 'nobody'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_file(project: Project, setting: str, message: str) -> None:
    project.test("raise AssertionError('collected')", ini=f"russo_provider = fake\n{setting}")
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    name = setting.partition(" ")[0]
    result.stderr.re_match_lines(
        [rf"ERROR: {message.replace('*', '.*')}['\"]? \((russo_voices|{name} in pytest\.ini)\).*"]
    )


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("RUSSO_PROVIDER", "fak", "no provider named 'fak' (the variable RUSSO_PROVIDER). Did you mean 'fake'?*"),
        ("RUSSO_CACHE", "x", "russo_cache must be true or false, not 'x' (the variable RUSSO_CACHE)"),
        ("RUSSO_OFFLINE", "x", "russo_offline must be true, false or ci, not 'x' (the variable RUSSO_OFFLINE)"),
        ("RUSSO_MISSING_KEY", "x", "russo_missing_key must be fail or skip, not 'x' (the variable RUSSO_MISSING_KEY)"),
        (
            "RUSSO_CONCURRENCY",
            "x",
            "russo_concurrency must be a whole number of at least 1, not 'x' (the variable RUSSO_CONCURRENCY)",
        ),
    ],
)
def test_a_variable_that_cannot_be_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    project.test(TEST, ini="")
    monkeypatch.setenv(variable, value)
    result = project.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(f"ERROR: {message}")


def test_an_option_that_cannot_be_is_named(project: Project) -> None:
    project.test(TEST)
    result = project.run("--russo-option", "sped=1")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines("ERROR: provider 'fake' has no option 'sped' (--russo-option). Did you mean 'speed'?*")


@pytest.mark.skipif(pytest.version_tuple < (9, 2), reason="before pytest 9.2, such a key takes only a str in TOML")
def test_native_toml_may_say_true_and_4(project: Project) -> None:
    toml = (
        '[pytest]\nrusso_provider = "fake"\nrusso_cache = false\nrusso_concurrency = 4\n'
        'russo_timeout = 1.5\nrusso_prefetch = true\nrusso_offline = "ci"\n'
    )
    project.write({"pytest.toml": toml, "test_it.py": TEST})
    project.run().assert_outcomes(passed=1)
    assert project.entries == 0


def test_the_header_says_what_is_in_force(project: Project) -> None:
    project.test(TEST, ini="russo_provider = fake\nrusso_options = speed = 2")
    project.run().stdout.fnmatch_lines(
        f"russo: fake, voice 'anna', model 'm1', speed set, cache {project.path / '.russo_cache'} (0 entries)"
    )
    project.run("--russo-voice", "bert").stdout.fnmatch_lines("russo: fake, voice 'bert', *, cache * (1 entry)")
    project.run("--russo-no-cache").stdout.fnmatch_lines("russo: fake, *, cache off")
    project.run("--russo-offline").stdout.fnmatch_lines("russo: fake, *, cache * (2 entries), offline")
    project.run("--russo-refresh").stdout.fnmatch_lines("russo: fake, *, cache * (2 entries), refresh")


def test_where_nothing_of_russo_is_set_or_used_nothing_is_printed(project: Project) -> None:
    project.test("def test_it(): pass", ini="")
    result = project.run()
    result.assert_outcomes(passed=1)
    assert "russo:" not in result.stdout.str()
    assert "- russo -" not in result.stdout.str()


def test_a_broken_plugin_that_nobody_asked_for_costs_nothing(project: Project, tmp_path: Path) -> None:
    info = tmp_path / "site" / "russo_bad-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: russo-bad\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[russo]\nbad = no_such_module\n")
    project.pytester.syspathinsert(str(tmp_path / "site"))
    project.test(TEST)
    project.run("-W", "error").assert_outcomes(passed=1)


def test_the_cache_alone_may_be_set_where_the_default_provider_is_overridden(project: Project) -> None:
    project.test(
        "import pytest\nfrom other_provider import OtherSynthesizer\n"
        "@pytest.fixture\ndef russo_synthesizer(): return OtherSynthesizer()\n" + TEST,
        ini="russo_cache_dir = speech",
    )
    result = project.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines("russo: hibari, *cache *speech (0 entries)")


def test_everything_is_in_one_group_of_the_help(project: Project) -> None:
    text = project.run("--help").stdout.str()
    group = text.partition("russo: speech for tests of voice agents:")[2].partition("\n\n")[0]
    for option in (
        "--russo-provider",
        "--russo-voice",
        "--russo-model",
        "--russo-option",
        "--russo-cache-dir",
        "--russo-no-cache",
        "--russo-clear-cache",
        "--russo-offline",
        "--russo-online",
        "--russo-refresh",
        "--russo-concurrency",
        "--russo-no-prefetch",
        "--russo-missing-key",
        "--russo-durations",
        "--russo-report",
        "--russo-prune-unused",
    ):
        assert option in group
    of_folder = " ".join(group.partition("--russo-cache-dir=DIR")[2].partition("--russo-cache-remote")[0].split())
    assert of_folder == "cache folder, relative to that of the ini file; on the command line, to the working directory"
