"""``russo say --under``."""

from __future__ import annotations

from typer.testing import CliRunner

from russo import Audio
from russo.cli.app import app


def said(tmp_path, *args):
    return CliRunner().invoke(
        app, ["say", "hello", "--provider", "espeak", "--cache-dir", str(tmp_path / "cache"), *args]
    )


def test_what_is_said_is_heard_over_a_line(tmp_path):
    target = tmp_path / "hello.wav"
    result = said(tmp_path, "-o", str(target), "--under", "noise:20dB+phone")
    assert (
        result.output == f"{target}: {Audio.load(target).duration:.1f} s, spoken by espeak, under noise:20dB + phone\n"
    )
    assert Audio.load(target).sample_rate == 8000
    again = tmp_path / "again.wav"
    assert "from the cache, under phone" in said(tmp_path, "-o", str(again), "--under", "phone").output


def test_an_unknown_line_is_refused_before_anything_is_paid(tmp_path):
    result = said(tmp_path, "--under", "fone")
    assert result.exit_code != 0
    assert "no condition 'fone'. Did you mean 'phone'?" in str(result.exception) + result.output
    assert not (tmp_path / "cache").exists()
