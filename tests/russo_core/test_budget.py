from __future__ import annotations

import asyncio
import math
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from russo import Audio, AudioCache, CachedSynthesizer
from russo.errors import BudgetExceededError, CacheWriteError, ConfigurationError, ProviderUnavailableError
from russo.providers import CallPolicy, speak
from russo.spending.budget import Budget, Limit, parse_limit
from russo_core.test_ledger import PRICED

if TYPE_CHECKING:
    from pathlib import Path

    from russo_core.conftest import Install


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("0.50", Limit(0.5, "dollars")),
        ("$3", Limit(3, "dollars")),
        (".5 USD", Limit(0.5, "dollars")),
        ("2000 characters", Limit(2000, "characters")),
        ("2000chars", Limit(2000, "characters")),
        ("20 calls", Limit(20, "calls")),
        ("1 call", Limit(1, "calls")),
        ("1 character", Limit(1, "characters")),
    ],
)
def test_limits(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["", "much", "-1", "1e3", "5 euros", "nan", "$5 calls", "$" + "9" * 400])
def test_what_is_no_limit(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is not a budget: write 0\.50"):
        parse_limit(text)


@pytest.mark.parametrize("amount", [-1.0, math.inf, math.nan])
def test_an_amount_that_nothing_would_exceed(amount: float) -> None:
    with pytest.raises(ConfigurationError, match=rf"^a budget cannot be {amount} calls$"):
        Limit(amount, "calls")


def test_a_large_amount_is_shown_in_full() -> None:
    assert str(parse_limit("1234567 characters")) == "1234567 characters"


def test_the_call_that_would_pass_it_is_refused_and_says_what_is_left(tmp_path: Path) -> None:
    budget = Budget(parse_limit("10 characters"), tmp_path, "run")
    budget.spend("hello", "acme", {})
    with pytest.raises(BudgetExceededError) as caught:
        budget.spend("goodbye", "acme", {})
    assert str(caught.value) == (
        "the budget of 10 characters has 5 characters left, and 'goodbye' by acme would take up to 7 characters: raise the budget"
    )
    budget.spend("again", "acme", {})
    assert budget.left == 0
    budget.close()
    assert [path.name for path in (tmp_path / ".local").iterdir() if path.name.startswith("budget")] == []


def test_dollars_need_a_price(install: Install, tmp_path: Path) -> None:
    install("russo-acme", "acme_plugin", PRICED)
    budget = Budget(parse_limit("0.0002"), tmp_path, "run")
    budget.spend("hello", "acme", {"model": "m-1"})
    with pytest.raises(BudgetExceededError, match=r"^the budget of \$0\.0002 has \$0\.0001 left, and 'hello again'"):
        budget.spend("hello again", "acme", {"model": "m-1"})
    with pytest.raises(
        BudgetExceededError, match=r"^no price is known for 'acme' with \{'model': 'm-9'\}: give the budget in"
    ):
        budget.spend("hello", "acme", {"model": "m-9"})
    budget.spend("free of charge", "espeak", {})
    budget.spend("my own affair", None, {})


def test_one_budget_for_all_processes(tmp_path: Path) -> None:
    code = (
        "import sys; from russo.spending.budget import *; from russo.errors import *; made = 0\n"
        "budget = Budget(parse_limit('25 calls'), sys.argv[1], 'run')\n"
        "for n in range(20):\n"
        "    try: budget.spend('x', None, {}); made += 1\n"
        "    except BudgetExceededError: pass\n"
        "print(made)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sum(int(process.communicate()[0]) for process in running) == 25


def test_a_budget_that_cannot_be_written_down_is_not_spent(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    budget = Budget(parse_limit("10 calls"), tmp_path / "file", "run")
    with pytest.raises(CacheWriteError, match=r"^the budget cannot be kept in .*: Not a directory; nothing was spent"):
        budget.spend("hello", "acme", {})


async def test_a_budget_is_that_of_one_wrapper(tmp_path: Path) -> None:
    called, go_on = asyncio.Event(), asyncio.Event()

    class Flaky:
        provider = "flaky"
        calls = 0

        async def attempt(self) -> Audio:
            self.calls += 1
            if self.calls > 1:
                return Audio(bytes(480), "pcm")
            called.set()
            await go_on.wait()
            msg = "try later"
            raise ProviderUnavailableError(msg)

        async def synthesize(self, text: str) -> Audio:
            return await speak(self.attempt, provider="flaky", policy=CallPolicy(), classify=lambda error: None)

    flaky, cache = Flaky(), AudioCache(tmp_path)
    poor = CachedSynthesizer(flaky, cache=cache, budget=Budget(parse_limit("1 calls"), tmp_path, "run"))
    paying = asyncio.create_task(poor.synthesize("hello"))
    await called.wait()
    waiting = [asyncio.create_task(CachedSynthesizer(flaky, cache=cache).synthesize("hello")) for _ in range(3)]
    also_poor = asyncio.create_task(poor.synthesize("hello"))
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(BudgetExceededError, match="the budget of 1 call has 0 calls left, and 'hello' by flaky would"):
        await paying
    assert [(await one).duration for one in (*waiting, also_poor)] == [0.01] * 4
    assert flaky.calls == 2
