from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from russo.spending.ledger import totals
from russo_core.warming import Project, words


@pytest.mark.skipif(os.name == "nt", reason="a signal that Windows does not send")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_and_run_again_pays_for_nothing_twice(project: Project, how: signal.Signals) -> None:
    spoken = ["four", "one", "three", "two"]
    texts = [*spoken, *(f"held {number}" for number in range(8))]
    project.write("lines.txt", "\n".join(texts))
    command = [*project.interruptible, "warm", "lines.txt"]
    running = subprocess.Popen(
        command, cwd=project.folder, env=project.environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    while len(project.paid) < 8:  # four at once: whoever has begun the second line has kept the first
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(how)
    if how is signal.SIGINT:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("finishing the calls under way")
        project.go_on()
    running.communicate()
    assert running.returncode == (130 if how is signal.SIGINT else -signal.SIGTERM)
    kept = [text for text, _ in project.kept]
    assert kept == (sorted(texts[:8]) if how is signal.SIGINT else spoken)
    project.go_on()
    assert project("warm", "lines.txt")[0] == 0
    assert [text for text in project.paid if project.paid.count(text) > 1 and text in kept] == []
    assert sorted(set(project.paid)) == sorted(texts)


@pytest.mark.skipif(os.name == "nt", reason="a signal that Windows does not send")
def test_stopped_at_once_keeps_what_was_spoken_and_says_what_was_not(project: Project) -> None:
    spoken = ["four", "one", "three", "two"]
    project.write("lines.txt", "\n".join([*spoken, *(f"for ever {number}" for number in range(4)), "last"]))
    running = subprocess.Popen(
        [*project.interruptible, "warm", "lines.txt"],
        cwd=project.folder, env=project.environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while len(project.paid) < 8:  # four at once: whoever has begun the second line has kept the first
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    assert running.stderr is not None
    assert running.stderr.readline() == (
        "finishing the calls under way, which are paid for; press Ctrl-C again to stop at once\n"
    )
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    assert (running.returncode, err) == (130, "")
    assert words(out) == (
        "9 utterances: 0 in the cache already, 4 spoken, 4 interrupted, which may be charged for, 1 not tried; "
        "55 characters, about $0.0006"  # including the interrupted calls
    )
    assert [text for text, _ in project.kept] == spoken
    assert totals(project.folder / ".russo_cache").spent.characters == 55


@pytest.mark.skipif(os.name == "nt", reason="a signal that Windows does not send")
def test_ctrl_c_that_also_ends_the_reader_of_a_pipe_loses_nothing(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nthree\nfour\nfive\nsix")
    running = subprocess.Popen(
        [*project.interruptible, "warm", "lines.txt"],
        cwd=project.folder, env=project.environment | {"ACME_SECONDS": "0.3"},
        stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stderr is not None
    while not project.paid:
        assert running.poll() is None
    for stream in (running.stdout, running.stderr):
        stream.close()
    running.send_signal(signal.SIGINT)
    running.wait()
    assert [text for text, _ in project.kept] == project.paid


@pytest.mark.skipif(os.name == "nt", reason="a signal that Windows does not send")
def test_ctrl_c_is_ignored_in_the_background_of_a_script(project: Project) -> None:
    project.write("lines.txt", "one\ntwo\nthree\nfour\nfive")
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from russo.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", ignoring, "warm", "lines.txt"],
        cwd=project.folder, env=project.environment | {"ACME_SECONDS": "0.3"}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not project.paid:
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err) == (0, "")
    assert [text for text, _ in project.kept] == ["five", "four", "one", "three", "two"]


def test_each_command_has_a_budget_of_its_own(project: Project) -> None:
    project.write("lines.txt", "for ever\n")
    project.write("more.txt", "one\n")
    running = subprocess.Popen(
        [*project.command, "warm", "lines.txt", "--budget", "1 calls"], cwd=project.folder, env=project.environment
    )
    while not project.paid:
        assert running.poll() is None
    # One beside it, and then one after it was killed and could not delete the file with what it had spent.
    assert project("warm", "more.txt", "--budget", "1 calls")[0] == 0
    project.write("more.txt", "two\n")
    running.kill()
    running.wait()
    assert project("warm", "more.txt", "--budget", "1 calls")[0] == 0
    assert project.paid == ["for ever", "one", "two"]
