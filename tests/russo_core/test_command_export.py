"""`russo cache export`."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest

import forked
from russo import Audio, AudioCache, CachedSynthesizer
from russo.audio.audio import remember_duration

SPEECH = Audio(bytes(range(240)) * 200, "pcm")


class Beep:
    provider = "beep"
    cache_fields = {"voice": "Low: deep/voice", "model": "b-1"}  # noqa: RUF012 - as users write it

    async def synthesize(self, text: str) -> Audio:
        raise NotImplementedError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    speaker = CachedSynthesizer(Beep(), cache=AudioCache(tmp_path / ".russo_cache"))
    for text in ("Hello, Anna!", "../../etc/passwd", "Grüße, 世界", "CON", "?!", "long " * 50):
        speaker.keep(text, SPEECH)
    return tmp_path


def export(project: Path, *arguments: str, status: int = 0) -> str:
    command = [sys.executable, "-m", "russo", "cache", "export", "out", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RUSSO_")}
    done = forked.run(command, cwd=project, env=kept, encoding="utf-8")
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


def table(project: Path) -> list[dict[str, str]]:
    with (project / "out" / "recordings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_recording_gets_a_name_that_says_what_it_is(project: Path) -> None:
    assert export(project) == "6 entries written to out, and recordings.csv\n"
    rows = {row["text"]: row for row in table(project)}
    assert {text: row["file"].removesuffix(f"-{row['key'][:8]}.wav") for text, row in rows.items()} == {
        "Hello, Anna!": "hello-anna-low-deep-voice",
        "../../etc/passwd": "etc-passwd-low-deep-voice",
        "Grüße, 世界": "grüße-世界-low-deep-voice",
        "CON": "con-low-deep-voice",
        "?!": "low-deep-voice",
        "long " * 50: "long-long-long-long-long-long-long-long-low-deep-voice",
    }
    assert {name: rows["CON"][name] for name in ("provider", "voice", "model", "seconds")} == {
        "provider": "beep", "voice": "Low: deep/voice", "model": "b-1", "seconds": "1.0",
    }  # fmt: skip
    assert sorted(path.name for path in (project / "out").iterdir()) == sorted(
        [*(row["file"] for row in rows.values()), "recordings.csv"]
    )
    assert (project / "out" / rows["CON"]["file"]).read_bytes() == SPEECH.to_wav().data


def test_only_some_of_them_as_they_are_kept(project: Path) -> None:
    told = json.loads(export(project, "anna", "--provider", "beep", "--original", "--json"))
    (row,) = told["recordings"]
    assert (row["text"], row["seconds"], told["damaged"]) == ("Hello, Anna!", 1.0, [])
    assert (project / "out" / row["file"]).read_bytes() == SPEECH.data
    assert export(project, "--voice", "other") == "0 entries written to out, and recordings.csv\n"


def test_what_is_damaged_is_left_out_and_told(project: Path) -> None:
    key = next(entry.key for entry in AudioCache(project / ".russo_cache").entries() if entry.prompt == "CON")
    (project / ".russo_cache" / f"{key}.audio").write_bytes(b"something else")
    assert export(project, status=1).splitlines() == [
        f"{key}: damaged, and left out: russo cache verify says why",
        "5 entries written to out, and recordings.csv",
    ]
    assert "CON" not in {row["text"] for row in table(project)}


def test_what_cannot_be_decoded_is_left_out_and_told(project: Path) -> None:
    AudioCache(project / ".russo_cache").put("0" * 64, Audio(b"no mp3", "mp3"), prompt="first of all")
    assert export(project, status=1).splitlines() == [
        f"{'0' * 64}: left out, since it cannot be decoded: an mp3 without a frame of MPEG layer III",
        "6 entries written to out, and recordings.csv",
    ]


def test_entries_whose_names_somebody_has_chosen(project: Path) -> None:
    cache = AudioCache(project / ".russo_cache")
    cache.clear()
    for number in range(1, 3):
        cache.put(f"greeting-{number}", Audio(bytes(480 * number), "pcm"))
    assert export(project) == "2 entries written to out, and recordings.csv\n"
    assert [(row["file"], row["seconds"]) for row in table(project)] == [
        ("greeting-1.wav", "0.01"), ("greeting-2.wav", "0.02"),
    ]  # fmt: skip


def test_a_format_does_not_lead_out_of_the_folder(project: Path) -> None:
    cache = AudioCache(project / ".russo_cache")
    cache.clear()
    audio = Audio(b"speech", "x/../../stolen")
    remember_duration(audio, 1.0)
    cache.put("0" * 64, audio)
    assert export(project, "--original") == "1 entry written to out, and recordings.csv\n"
    assert [path.name for path in (project / "out").iterdir() if path.suffix != ".csv"] == ["00000000.x-stolen"]
    assert not (project / "stolen").exists()


def delete(project: Path, *texts: str) -> None:
    cache = AudioCache(project / ".russo_cache")
    for entry in list(cache.entries()):
        if entry.prompt in texts:
            cache.delete(entry.key)


def exported(project: Path) -> dict[str, str]:
    return {row["text"]: row["file"] for row in table(project)}


def test_the_file_of_a_recording_that_is_gone_goes_with_the_next_export(project: Path) -> None:
    export(project)
    names = exported(project)
    (project / "out" / "mine.wav").write_text("mine")
    delete(project, "CON")
    assert export(project) == ("5 entries written to out, and recordings.csv\ndeleted 1 file whose recording is gone\n")
    left = {path.name for path in (project / "out").iterdir()}
    assert left == {*names.values(), "mine.wav", "recordings.csv"} - {names["CON"]}
    assert export(project) == "5 entries written to out, and recordings.csv\n"


def test_what_is_not_exported_and_still_there_keeps_its_file(project: Path) -> None:
    export(project)
    names = exported(project)
    delete(project, "CON")
    told = json.loads(export(project, "anna", "--json"))
    assert told["deleted"] == [names["CON"]]
    assert {path.name for path in (project / "out").iterdir()} == {*names.values(), "recordings.csv"} - {names["CON"]}


def test_what_is_damaged_keeps_its_file(project: Path) -> None:
    export(project)
    names = exported(project)
    key = next(row["key"] for row in table(project) if row["text"] == "CON")
    (project / ".russo_cache" / f"{key}.meta").unlink()
    export(project)
    assert (project / "out" / names["CON"]).exists()


def test_the_files_of_another_cache_stay(project: Path) -> None:
    export(project)
    names = exported(project)
    AudioCache(project / "elsewhere").put("0" * 64, Audio(bytes(480), "pcm"))
    AudioCache(project / "elsewhere").clear()
    assert export(project, "--cache-dir", "elsewhere") == "0 entries written to out, and recordings.csv\n"
    assert {path.name for path in (project / "out").iterdir()} == {*names.values(), "recordings.csv"}


def test_a_table_that_names_other_files_deletes_none(project: Path) -> None:
    export(project)
    (project / "mine.txt").write_text("mine")
    (project / "out" / "mine.wav").write_text("mine")
    with (project / "out" / "recordings.csv").open("a", encoding="utf-8") as file:
        for name in ("../mine.txt", str(project / "mine.txt"), "mine.wav", "none-abc123.wav", "."):
            file.write(f"{name},text,,,,1.0,abc123\n")
        file.write("mine.wav,text,,,,1.0,mine\n")
        file.write(f"{'long' * 100}-00000000.wav,text,,,,1.0,{'0' * 64}\n")
        file.write("short\n")
    assert export(project) == "6 entries written to out, and recordings.csv\n"
    assert (project / "mine.txt").exists()
    assert (project / "out" / "mine.wav").exists()
    (project / "out" / "recordings.csv").write_bytes(b"\xff\xfe nothing of ours")
    assert export(project) == "6 entries written to out, and recordings.csv\n"


def test_a_folder_that_cannot_be_written(project: Path) -> None:
    (project / "out").write_text("mine")
    assert export(project, status=1).startswith("russo: cannot write ")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only some users make links")
@pytest.mark.parametrize("name", ["con", "recordings.csv"])
def test_a_link_in_the_place_of_a_file_is_not_followed(project: Path, name: str) -> None:
    export(project)
    path = next(path for path in (project / "out").iterdir() if path.name.startswith(name))
    (project / "mine").write_text("mine")
    path.unlink()
    path.symlink_to(project / "mine")
    out = Path("out") / path.name
    assert export(project, status=1) == f"russo: cannot write {str(out)!r}: it is not a file: delete it\n"
    assert (project / "mine").read_text() == "mine"
