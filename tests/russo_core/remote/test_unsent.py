"""What the remote did not accept yet is the only copy of what was paid for, so no pruning deletes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache
from russo.cache import Pruned, Remote
from russo.cache.remote.waiting import Waiting
from russo_core.remote.test_commands import russo
from russo_core.remote.test_scenarios import names

if TYPE_CHECKING:
    from pathlib import Path

SENT, UNSENT = "a" * 64, "b" * 64
SPEECH = Audio(bytes(480), "pcm")
WAIT = "still waiting to be sent to the remote: russo cache push --waiting"


class Team:
    """A folder with two entries, and a remote that has only the first, because it failed in between."""

    def __init__(self, path: Path) -> None:
        self.blocked = path / "shared"
        self.remote = Remote((self.blocked / "bucket").as_uri())
        self.cache = AudioCache(path / "cache", remote=self.remote)
        self.cache.put(SENT, SPEECH, prompt="sent")
        self.blocked.rename(path / "away")
        self.blocked.touch()
        self.cache.put(UNSENT, SPEECH, prompt="unsent")

    def mend(self) -> None:
        self.blocked.unlink()
        self.blocked.with_name("away").rename(self.blocked)

    @property
    def keys(self) -> list[str]:
        return sorted(entry.key for entry in self.cache.entries())


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    team = Team(tmp_path)
    monkeypatch.setenv("RUSSO_CACHE_REMOTE", team.remote.address)
    return team


@pytest.mark.parametrize("limit", [{"max_bytes": 0}, {"max_age": 0}, {"unused_for": 0}, {"only": ()}])
def test_pruning_keeps_what_is_not_sent(team: Team, limit: dict[str, int]) -> None:
    cache = AudioCache(team.cache.cache_dir)  # whether or not it has the remote
    size = sum((cache.cache_dir / f"{SENT}{ending}").stat().st_size for ending in (".audio", ".meta"))
    pruned = Pruned((SENT,), size, 1, (UNSENT,))
    assert cache.prune(**limit, dry_run=True) == pruned
    assert team.keys == [SENT, UNSENT]
    assert cache.prune(**limit) == pruned
    assert team.keys == [UNSENT]
    assert cache.get(UNSENT) == SPEECH
    team.mend()
    assert AudioCache(cache.cache_dir, remote=team.remote).send_waiting() == 1
    assert [name.rpartition("/")[2] for name in names(team.remote)] == [SENT, UNSENT]
    assert cache.prune(**limit).keys == (UNSENT,)
    assert team.keys == []


def test_what_is_not_sent_any_more_while_others_are_looked_at_stays(tmp_path: Path) -> None:
    """As when a test run on the same machine has just replaced it, and the remote fails."""
    cache = AudioCache(tmp_path)
    for key in (SENT, UNSENT):
        cache.put(key, SPEECH)

    class Nothing:
        """Contains no key. When it is asked for the second one, the first is no longer in the remote."""

        def __init__(self) -> None:
            self.asked: list[str] = []

        def __contains__(self, key: object) -> bool:
            for before in self.asked:
                Waiting(str(tmp_path), "s3://bucket").add(before, replace=True)
            self.asked.append(str(key))
            return False

    nothing = Nothing()
    pruned = cache.prune(only=nothing)
    assert (list(pruned.keys), pruned.left) == (nothing.asked[1:], 1)
    assert [entry.key for entry in cache.entries()] == nothing.asked[:1]


def test_what_is_not_sent_counts_for_the_size_all_the_same(team: Team) -> None:
    sizes = {
        key: sum((team.cache.cache_dir / f"{key}{ending}").stat().st_size for ending in (".audio", ".meta"))
        for key in (SENT, UNSENT)
    }
    assert team.cache.prune(max_bytes=sum(sizes.values())) == Pruned((), 0, 2)
    # The older one goes first, and is enough.
    assert team.cache.prune(max_bytes=sizes[UNSENT]) == Pruned((SENT,), sizes[SENT], 1)
    assert team.cache.prune(max_bytes=sizes[UNSENT] - 1) == Pruned((), 0, 1, (UNSENT,))


def test_the_command_says_what_it_keeps(team: Team) -> None:
    *_, told = russo(team.cache, "prune", "--max-bytes", "0", "--dry-run").splitlines()
    assert told == f"would keep 1 entry, {WAIT}"
    assert json.loads(russo(team.cache, "prune", "--max-bytes", "0", "--dry-run", "--json"))["unsent"] == [UNSENT]
    deleted, told = russo(team.cache, "prune", "--max-bytes", "0").splitlines()
    assert (deleted.startswith("deleted 1 entry, "), deleted.endswith("; 1 left")) == (True, True)
    assert told == f"kept 1 entry, {WAIT}"
    team.mend()
    assert russo(team.cache, "push", "--waiting") == "sent 1 entry\n"
    (deleted,) = russo(team.cache, "prune", "--max-bytes", "0").splitlines()
    assert (deleted.startswith("deleted 1 entry, "), team.keys) == (True, [])


def test_what_is_deleted_on_purpose_is_gone(team: Team) -> None:
    assert russo(team.cache, "rm", UNSENT) == "deleted 1 entry of 'unsent'\n"
    assert team.keys == [SENT]
    team.cache.put(UNSENT, SPEECH, prompt="unsent")
    assert russo(team.cache, "clear", "--yes") == "deleted 2 entries\n"
    team.mend()
    assert AudioCache(team.cache.cache_dir, remote=team.remote).send_waiting() == 0
    assert [name.rpartition("/")[2] for name in names(team.remote)] == [SENT]
