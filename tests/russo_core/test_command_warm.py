from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import sources
from russo import AudioCache
from russo_core.warming import SPEAKER, Project, words

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.conftest import Install


def test_a_file_of_texts_is_recorded_once(project: Project) -> None:
    project.write("lines.txt", "one\n\ntwo\nthree\n")
    first, second = project("warm", "lines.txt"), project("warm", "lines.txt")
    assert (first[0], second[0]) == (0, 0)
    assert words(first[1]) == "3 utterances: 0 in the cache already, 3 spoken; 11 characters, about $0.0001"
    assert words(second[1]) == "3 utterances: 3 in the cache already, 0 spoken"
    assert project.paid == ["one", "three", "two"]


def test_a_table_and_objects_say_who_speaks(project: Project) -> None:
    project.write("lines.csv", 'text,voice,note\n"one, and more",bert,x\ntwo,,y\n')
    project.write("lines.jsonl", '"three"\n{"text": "four", "voice": "carl", "rate": 120}\n')
    assert project("warm", "lines.csv")[0] == project("warm", "lines.jsonl")[0] == 0
    assert project.kept == [("four", "carl"), ("one, and more", "bert"), ("three", "anna"), ("two", "anna")]


def test_a_line_with_a_fault_of_the_provider_says_what_and_where(tmp_path: Path, install: Install) -> None:
    (tmp_path / "project").mkdir()
    source = SPEAKER.replace("        return Audio(", '        raise KeyError("voices")\n        return Audio(')
    site = install("russo-acme", "acme_plugin", source)
    project = Project(tmp_path / "project", site)
    project.write("lines.txt", "one\n")
    status, out, err = project("warm", "lines.txt")
    line = source.splitlines().index('        raise KeyError("voices")') + 1
    assert (status, err) == (1, "")
    assert out.splitlines()[1] == f"1, anna: 'one': KeyError('voices') ({site / 'acme_plugin.py'}, line {line})"


def test_the_product_with_voices_is_written_to_files(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\n")
    done = project("warm", "lines.txt", "--voices", "anna,bert", "--out", "out/{n:02}-{voice}.wav")
    assert done[0] == 0
    assert sorted(path.name for path in (project.folder / "out").iterdir()) == [
        "01-anna.wav", "01-bert.wav", "02-anna.wav", "02-bert.wav",
    ]  # fmt: skip


def test_a_file_that_cannot_be_written_fails_its_line_alone(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\n")
    assert project("warm", "lines.txt")[0] == 0
    project.write("file", "")
    failed = "2 utterances: 0 in the cache already, 0 spoken, 2 failed"
    for voice, summary in (("anna", failed), ("bert", f"{failed}; 6 characters, about $0.0001")):
        status, out, _ = project("warm", "lines.txt", "--out", "file/{n}.wav", "--voice", voice)
        assert (status, words(out.splitlines()[0])) == (1, summary)
    assert len(project.paid) == 4


def test_options_win_over_the_settings_of_the_project(project: Project) -> None:
    project.write("lines.jsonl", '"one"\n{"text": "two", "voice": "carl"}\n')
    options = ("--voice", "bert", "--option", "rate=120", "--cache-dir", "elsewhere", "--json")
    status, out, _ = project("warm", "lines.jsonl", *options)
    entries = AudioCache(project.folder / "elsewhere").entries()
    assert sorted((entry.prompt, entry.key_fields["fields"]) for entry in entries) == [
        ("one", {"voice": "bert", "rate": 120}), ("two", {"voice": "carl", "rate": 120}),
    ]  # fmt: skip
    assert (status, json.loads(out)) == (
        0, {"total": 2, "hits": 0, "spoken": 2, "characters": 6, "untried": 0, "cost": [6e-05, 6e-05], "failures": []},
    )  # fmt: skip


def test_offline_lists_what_is_not_there(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\n")
    project("say", "one", "--provider", "acme", "-o", "one.wav")
    status, out, _ = project("warm", "lines.txt", "--offline")
    assert status == 1
    assert words(out.splitlines()[0]) == "2 utterances: 1 in the cache already, 0 spoken, 1 failed"
    assert out.splitlines()[1].endswith("Ask for it once where acme may be called, with --online")


def test_voices_of_other_providers_and_names_of_files(project: Project) -> None:
    project.write("lines.txt", "one\n")
    done = project("warm", "lines.txt", "--voices", "bert,espeak:de", "--out", "{provider}/{voice}-{key}.wav")
    assert done[0] == 0
    named = {entry.provider: entry.key for entry in AudioCache(project.folder / ".russo_cache").entries()}
    assert (project.folder / "acme" / f"bert-{named['acme']}.wav").exists()
    assert (project.folder / "espeak" / f"de-{named['espeak']}.wav").exists()


def test_failures_are_listed_and_the_others_go_on(project: Project) -> None:
    project.write("lines.txt", "one\nbad\ntwo\n")
    status, out, _ = project("warm", "lines.txt")
    summary, failure = out.splitlines()
    assert status == 1
    assert words(summary) == "3 utterances: 0 in the cache already, 2 spoken, 1 failed; 6 characters, about $0.0001"
    assert failure == "2, anna: 'bad': acme answered 400: bad"


def long(*beginnings: str) -> str:
    """A text of several sentences, each of which takes a call."""
    return " ".join(f"{beginning} " + 10 * "word " + "end." for beginning in beginnings)


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_piece_of_a_long_text_that_fails_does_not_stop_the_others(project: Project, at_once: int) -> None:
    project.write("lines.txt", f"{long('one', 'bad', 'two', 'six')}\nshort\nlast\n")
    status, out, _ = project("warm", "lines.txt", "--concurrency", str(at_once))
    summary, failure = out.splitlines()
    assert status == 1
    assert words(summary).startswith("3 utterances: 0 in the cache already, 2 spoken, 1 failed; ")
    assert failure.endswith("acme answered 400: bad")
    assert [text[:5].strip() for text, _ in project.kept] == ["last", "one w", "short", "six w", "two w"]
    assert len(project.paid) == 6


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_budget_ends_in_the_middle_of_a_long_text(project: Project, at_once: int) -> None:
    project.write("lines.txt", f"{long(*'abcdefgh')}\n")
    status, out, _ = project("warm", "lines.txt", "--budget", "3 calls", "--concurrency", str(at_once))
    assert status == 1
    assert "1 failed" in out
    assert "--budget" in out
    assert len(project.paid) == len(project.kept) == 3


@pytest.mark.parametrize("at_once", [1, 4, 16])
def test_no_more_calls_are_made_at_once_than_the_limit(project: Project, at_once: int) -> None:
    project.write("lines.txt", "\n".join(f"line {number}" for number in range(40)))
    assert project("warm", "lines.txt", "--concurrency", str(at_once), ACME_SECONDS="0.02")[0] == 0
    assert max(map(int, (project.folder / "paid.at-once").read_text().split())) == at_once


def test_a_long_text_that_cannot_be_kept_is_a_failure(project: Project) -> None:
    project.write("lines.txt", long(*"abc"))
    (project.folder / ".russo_cache").mkdir()
    (project.folder / ".russo_cache" / ".local").touch()
    status, out, _ = project("warm", "lines.txt")
    assert status == 1
    assert "it was spoken, but could not be kept" in out


def test_no_more_is_paid_for_if_nothing_can_be_kept(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nthree\n")
    project.write("file", "")
    options = ("--concurrency", "1", "--cache-dir", "file", "--out", "out/{n}.wav")
    status, out, _ = project("warm", "lines.txt", *options)
    assert (status, words(out.splitlines()[0])) == (
        1, "3 utterances: 0 in the cache already, 0 spoken, 1 failed, 2 not tried; 3 characters, about $0.0000",
    )  # fmt: skip
    assert project.paid == ["one"]
    assert [path.name for path in (project.folder / "out").iterdir()] == ["1.wav"]


def test_an_entry_that_cannot_be_replaced_fails_its_line_alone(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nthree\n")
    assert project("warm", "lines.txt")[0] == 0
    cache = AudioCache(project.folder / ".russo_cache")
    key = next(entry.key for entry in cache.entries() if entry.prompt == "one")
    cache.cache_dir.joinpath(f"{key}.meta").write_text('{"schema": 99}')
    cache.delete(next(entry.key for entry in cache.entries() if entry.prompt == "three"))
    status, out, _ = project("warm", "lines.txt", "--concurrency", "1")
    assert (status, words(out.splitlines()[0])) == (
        1, "3 utterances: 1 in the cache already, 1 spoken, 1 failed; 8 characters, about $0.0001",
    )  # fmt: skip
    assert "was made by a newer russo" in out.splitlines()[1]


def test_what_would_fail_for_every_line_is_tried_once(project: Project) -> None:
    project.write("lines.jsonl", '{"text": "no key", "max_concurrency": 1}\n' + '"one"\n' * 3)
    status, out, _ = project("warm", "lines.jsonl", "--concurrency", "1", "--json")
    told = json.loads(out)
    assert status == 1
    assert (told["untried"], told["failures"]) == (
        3, [{"n": 1, "text": "no key", "voice": "anna", "error": "provider 'acme' needs a key"}],
    )  # fmt: skip
    assert project.paid == []


def test_a_line_for_which_the_provider_ends_the_process_fails_alone(project: Project) -> None:
    project.write("lines.txt", "one\nexit\ntwo\n")
    status, out, _ = project("warm", "lines.txt")
    summary, failure = out.splitlines()
    assert status == 1
    assert words(summary) == "3 utterances: 0 in the cache already, 2 spoken, 1 failed; 10 characters, about $0.0001"
    assert failure.startswith(
        "2, anna: 'exit': AcmeSynthesizer ended with SystemExit('no licence') instead of speaking "
    )
    assert project.paid == ["one", "two"]


def test_a_budget_holds(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nsix\n")
    status, out, _ = project("warm", "lines.txt", "--budget", "2 calls", "--concurrency", "1")
    assert status == 1
    assert words(out.splitlines()[0]).startswith("3 utterances: 0 in the cache already, 2 spoken, 1 failed; 6 char")
    assert project("warm", "lines.txt", "--budget", "2 calls")[0] == 0
    assert project.paid == ["one", "six", "two"]


def test_a_dry_run_calls_nobody(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\none\n")
    project("say", "one", "--provider", "acme", "-o", "one.wav")
    status, out, _ = project("warm", "lines.txt", "--dry-run")
    assert (status, out) == (
        0, "2 utterances: 1 in the cache, 1 to be spoken\nacme: 1 utterance, 3 characters, about $0.0000\n",
    )  # fmt: skip
    assert project.paid == ["one"]
    status, out, _ = project("warm", "lines.txt", "--dry-run", "--json", "--voices", "anna,bert")
    assert json.loads(out) == {
        "utterances": 4,
        "hits": 1,
        "misses": [{"provider": "acme", "model": "", "utterances": 3, "characters": 9, "cost": [9e-05, 9e-05]}],
        "failed": [],
    }


def test_shards_are_all_of_it_and_nothing_twice(project: Project) -> None:
    texts = sorted(f"line {number}" for number in range(20))
    project.write("lines.txt", "\n".join(texts))
    counts = [json.loads(project("warm", "lines.txt", "--shard", f"{k}/3", "--json")[1]) for k in (1, 2, 3)]
    assert sum(told["total"] for told in counts) == 20
    assert all(told["total"] for told in counts)
    assert [told["hits"] for told in counts] == [0, 0, 0]
    assert project.paid == texts


def test_one_shard_is_all_of_it(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nthree\n")
    assert json.loads(project("warm", "lines.txt", "--shard", "1/1", "--json")[1])["total"] == 3
    assert project.paid == ["one", "three", "two"]


def test_a_line_that_is_there_twice_is_one_call_and_in_one_shard(project: Project) -> None:
    texts = [f"line {number % 6}" for number in range(12)]
    project.write("lines.txt", "\n".join(texts))
    counts = [json.loads(project("warm", "lines.txt", "--shard", f"{k}/2", "--json")[1]) for k in (1, 2)]
    assert sum(told["total"] for told in counts) == 12
    assert project.paid == sorted(set(texts))


def test_a_line_that_is_there_twice_is_spoken_once(project: Project) -> None:
    project.write("lines.txt", "one\none\ntwo\none\n")
    done = project("warm", "lines.txt", "--out", "{n}.wav", ACME_SECONDS="0.2")
    assert (done[0], words(done[1])) == (
        0, "4 utterances: 2 in the cache already, 2 spoken; 6 characters, about $0.0001",
    )  # fmt: skip
    assert project.paid == ["one", "two"]
    first, *others = [(project.folder / f"{n}.wav").read_bytes() for n in (1, 2, 4)]
    assert others == [first, first]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "choose what to record: name one file of lines, or give --from-tests"),
        (
            ["test_it.py"],
            "'test_it.py' is not a file of lines (.txt, .csv or .jsonl); --from-tests records what tests say",
        ),
        (["none.txt"], "cannot read 'none.txt': No such file or directory"),
        (["a.csv"], "'a.csv' has no column 'text': its first line must name the columns, and names words"),
        (["long.csv"], "'long.csv' cannot be read as a table: field larger than field limit (131072)"),
        (["open.csv"], "'open.csv' cannot be read as a table: unexpected end of data"),
        (["b.jsonl"], "the name of a provider must be a str, not ['acme'] (utterance 1 of b.jsonl)"),
        (["a.jsonl"], "line 1 of 'a.jsonl' must be a text, or an object with a text: 3"),
        *(
            (["a.txt", "--shard", part], f"--shard must be K/N, such as 3/8 for the third of eight parts, not {part!r}")
            for part in ("4/3", "0/8", "9/8", "8", "1/0", "-1/8", "1/8/8", "", f"1/{'9' * 90}")
        ),
        (["a.txt", "--out", "{x}.wav"], "--out takes {n}, {voice}, {provider}, {key}, not \"'x'\": '{x}.wav'"),
        *(
            (
                ["a.txt", "--out", pattern],
                f"--out takes {{n}}, {{voice}}, {{provider}}, {{key}}, not {why!r}: {pattern!r}",
            )
            for pattern, why in (
                ("{voice:02}-{n:x}-{voice:d}.wav", "Unknown format code 'd' for object of type 'str'"),
                ("{n:{voice}}.wav", "Invalid format specifier 'anna' for object of type 'int'"),
            )
        ),
        (
            ["a.txt", "--out", "a.wav"],
            "'a.wav' would be written twice, for 'one' and for 'two': use {n} and {voice} in --out",
        ),
        (
            ["a.txt", "--budget", "much"],
            "'much' is not a budget: write 0.50 (US dollars), '2000 characters' or '20 calls'",
        ),
        (
            ["a.txt", "--budget", ""],  # of a variable of the shell that is not set
            "'' is not a budget: write 0.50 (US dollars), '2000 characters' or '20 calls'",
        ),
    ],
)
def test_what_cannot_be(project: Project, arguments: list[str], message: str) -> None:
    project.write("a.csv", "words\none\n")
    project.write("long.csv", f"text\n{'a' * 200_000}\n")
    project.write("open.csv", 'text\n"one\ntwo\n')
    project.write("a.jsonl", "3\n")
    project.write("b.jsonl", '{"text": "one", "provider": ["acme"]}\n')
    project.write("a.txt", "one\ntwo\n")
    project.write("test_it.py", "def test_it(): pass\n")
    assert project("warm", *arguments) == (1, "", f"russo: {message}\n")
    assert project.paid == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--provider", "acne"), "no provider named 'acne' (--provider). Did you mean 'acme'? "),
        (("--option", "rat=1"), "provider 'acme' has no option 'rat' (--option). Did you mean 'rate'? "),
        (("--concurrency", "0"), "russo_concurrency must be a whole number of at least 1, not '0' (--concurrency)"),
    ],
)
def test_a_message_names_the_option_that_was_typed(project: Project, given: tuple[str, str], message: str) -> None:
    project.write("a.txt", "one\n")
    status, out, err = project("warm", "a.txt", *given)
    assert (status, out) == (1, "")
    assert err.startswith(f"russo: {message}")
    project.write("test_it.py", "")
    assert project("warm", "--from-tests", *given)[2].startswith(f"ERROR: {message}")


def test_a_project_that_makes_errors_of_warnings(project: Project, tmp_path: Path) -> None:
    # pytest rewrites the assertions of installed plugins, and warns if one is imported already, as russo is here.
    # The plugin of a workspace is not among them, because its distribution lists no modules.
    installed = tmp_path / "installed" / "imported_early-1.0.dist-info"
    sources.write(installed / "METADATA", "Metadata-Version: 2.1\nName: imported-early\nVersion: 1.0\n")
    sources.write(installed / "RECORD", "russo/__init__.py,,\n")
    sources.write(installed / "entry_points.txt", "[pytest11]\nimported_early = json\n")
    path = os.pathsep.join([project.environment["PYTHONPATH"], str(installed.parent)])
    project.write(
        "pytest.ini",
        "[pytest]\nrusso_provider = acme\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n",
    )
    project.write("a.txt", "one\n")
    project.write("test_it.py", "import pytest\n@pytest.mark.russo('one')\ndef test_it(russo_audio): pass\n")
    for arguments in (["config"], ["warm", "a.txt"], ["warm", "--from-tests"], ["plan", "--json"]):
        status, _, err = project(*arguments, PYTHONPATH=path)
        assert (status, err) == (0, ""), arguments


def test_config_shows_where_each_setting_comes_from(project: Project) -> None:
    ini = "[pytest]\nrusso_provider = acme\nrusso_voice = anna\nrusso_options = api_key = s3cret\n"
    project.write("pytest.ini", ini)
    status, out, err = project("config", "--json", RUSSO_VOICE="bert")
    shown = {one["name"]: (one["value"], one["source"]) for one in json.loads(out)}
    assert (status, err) == (0, "")
    assert shown["russo_provider"] == ("acme", "russo_provider in pytest.ini")
    assert shown["russo_voice"] == ("bert", "the variable RUSSO_VOICE")
    assert shown["russo_options"] == ("api_key = ***", "russo_options in pytest.ini")
    assert shown["russo_cache_dir"] == (str(project.folder / ".russo_cache"), "the default")
    assert shown["russo_timeout"] == ("130", "the default")
    assert shown["russo_concurrency"] == ("what the provider allows", "the default")
    usual = {one["name"]: one["value"] for one in json.loads(project("config", "--json")[1])}
    assert (usual["russo_voice"], usual["russo_missing_key"], usual["russo_on_mismatch"]) == ("anna", "fail", "error")
    assert "s3cret" not in project("config")[1]
