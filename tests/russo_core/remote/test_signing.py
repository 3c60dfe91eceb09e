"""Write access to the bucket is not enough to forge an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from russo import Audio
from russo.cache import Remote
from russo.cache.remote import objects
from russo.cache.remote.signing import Secrets
from russo.errors import ConfigurationError
from russo_core.remote.test_scenarios import content, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from russo_core.remote.conftest import Machine

    Make = Callable[..., Machine]

OLD, NEW, FOREIGN = "old secret of the team", "new secret of the team", "secret of somebody else"


def test_what_is_not_signed_is_a_miss_that_is_counted_and_made_again(address: str, machine: Make) -> None:
    stranger, signing, other = (
        machine(Remote(address)),
        machine(Remote(address, secrets=[NEW])),
        machine(Remote(address, secrets=[NEW])),
    )
    stranger.say("hello")
    audio = signing.say("hello")
    assert signing.beep.paid == ["hello"]
    assert (signing.remote.counts.unsigned, signing.remote.counts.damaged) == (1, 0)
    assert other.say("hello") == audio
    assert other.remote.counts.unsigned == 0


def test_another_secret_is_none(address: str, machine: Make) -> None:
    machine(Remote(address, secrets=[FOREIGN])).say("hello")
    one = machine(Remote(address, secrets=[NEW, OLD]))
    one.say("hello")
    assert one.remote.counts.unsigned == 1


def test_a_secret_is_replaced_without_paying_again(address: str, machine: Make) -> None:
    before, both, after = (machine(Remote(address, secrets=secrets)) for secrets in ([OLD], [NEW, OLD], [NEW]))
    old = before.say("hello")
    assert both.say("hello") == old
    new = both.say("bye")
    assert after.say("bye") == new
    assert after.beep.paid == []


def test_who_has_no_secret_takes_what_is_signed(address: str, machine: Make) -> None:
    audio = machine(Remote(address, secrets=[NEW])).say("hello")
    assert machine(Remote(address, secrets=[])).say("hello") == audio


def resealed(key: str, data: bytes, words: bytes) -> bytes:
    """A forgery without the secret: a complete entry with the signature of the real one."""
    from russo.cache import entry

    head = objects.read_head(data)
    assert head is not None
    pair = objects.Pair(entry.encode(key, Audio(words, "pcm"), "hello", {}), words)
    forged = objects.encode(key, pair, Secrets())
    return re.sub(rb"signature: \n", b"signature: " + head.signature.encode() + b"\n", forged)


def test_other_words_under_a_good_signature(address: str, machine: Make) -> None:
    one, other = machine(Remote(address, secrets=[NEW])), machine(Remote(address, secrets=[NEW]))
    one.say("hello")
    key = one.key("hello")
    forged = resealed(key, content(one.remote, key), b"other words")
    write(one.remote, key, forged)
    assert machine(Remote(address, secrets=[])).say("hello").data == b"other words"
    assert other.say("hello").data != b"other words"
    assert other.remote.counts.unsigned == 1


def test_a_signed_entry_under_another_key(address: str, machine: Make) -> None:
    one, other = machine(Remote(address, secrets=[NEW])), machine(Remote(address, secrets=[NEW]))
    one.say("transfer nothing")
    moved = content(one.remote, one.key("transfer nothing")).replace(
        one.key("transfer nothing").encode(), one.key("transfer all").encode()
    )
    write(one.remote, one.key("transfer all"), moved)
    other.say("transfer all")
    assert other.beep.paid == ["transfer all"]


def test_bytes_do_not_move_from_the_meta_to_the_audio() -> None:
    secrets = Secrets([NEW])
    assert secrets.sign("key", b"ab", b"c") != secrets.sign("key", b"a", b"bc")
    assert not secrets.accept(secrets.sign("key", b"ab", b"c"), "key", b"a", b"bc")


def test_the_variable(address: str, machine: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUSSO_CACHE_SECRET", f"{NEW.replace(' ', '-')} {OLD.replace(' ', '-')}")
    audio = machine(address).say("hello")
    assert machine(Remote(address, secrets=[NEW.replace(" ", "-")])).say("hello") == audio


def test_a_secret_that_is_no_text(machine: Make, tmp_path: Path) -> None:
    # A variable may hold any bytes; Python reads those that are not UTF-8 as lone surrogates.
    remote = f"memory://{tmp_path.name}"
    audio = machine(Remote(remote, secrets=["a secret of bytes \udcff"])).say("hello")
    assert machine(Remote(remote, secrets=["a secret of bytes \udcff"])).say("hello") == audio
    assert machine(Remote(remote, secrets=["a secret of bytes \udcfe"])).cache.size() == 0


def test_a_secret_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert repr(Secrets([NEW])) == "<1 secrets>"
    assert NEW not in repr(Remote("memory://x", secrets=[NEW]))
    monkeypatch.setenv("RUSSO_CACHE_SECRET", "hunter2")
    with pytest.raises(ConfigurationError, match="a secret of 7 characters can be guessed") as caught:
        Remote("memory://x")
    assert "hunter2" not in str(caught.value)
