"""Who watches is told of changes at once; a slow one misses what was between, and holds up none."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from installation.door._calls import ShowCalls
from installation.door._repeats import Repeats
from installation.door._watching import Watchers
from installation.link import AskStatus, Message, OrderGiven, Reply
from installation.model import Pause, Role
from installation.said import verbatim


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 60))


async def all_done() -> None:
    """All that can be done at once, without a clock."""
    for _ in range(100):
        await asyncio.sleep(0)


def test_a_change_is_told_at_once_and_to_all() -> None:
    async def test() -> None:
        told: list[list[str]] = [[], []]
        now = "one"

        async def status() -> str:
            return now

        watchers = Watchers(status)

        async def take(heard: list[str], text: str) -> None:
            heard.append(text)

        def watch(heard: list[str]) -> "asyncio.Task[None]":
            return asyncio.create_task(watchers.watch(lambda t: take(heard, t), lambda: True))

        tasks = [watch(heard) for heard in told]
        await all_done()
        assert [heard[-1] for heard in told] == ["one", "one"] and watchers.count == 2
        now = "two"
        watchers.changed()
        await all_done()
        assert [heard[-1] for heard in told] == ["two", "two"]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert watchers.count == 0

    run(test)


def test_a_slow_one_is_told_the_newest_only() -> None:
    async def test() -> None:
        numbers = iter(range(9))

        async def status() -> str:
            return str(next(numbers))

        watchers, heard = Watchers(status), []
        free = asyncio.Event()

        async def slow(text: str) -> None:
            heard.append(text)
            await free.wait()

        task = asyncio.create_task(watchers.watch(slow, lambda: True))
        for _ in range(5):
            watchers.changed()
            await all_done()
        free.set()
        await all_done()
        assert heard[0] == "0" and heard[1:] == [str(next(numbers) - 1)]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(test)


def test_who_holds_no_key_any_more_is_told_nothing() -> None:
    async def test() -> None:
        async def status() -> str:
            return "all"

        heard: list[str] = []

        async def take(text: str) -> None:
            heard.append(text)

        await Watchers(status).watch(take, lambda: False)
        assert heard == []

    run(test)


def test_answers_find_who_asked_and_the_status_is_asked_once_for_all() -> None:
    async def test() -> None:
        sent: list[Message] = []
        calls = ShowCalls(sent.append)
        orders = [asyncio.create_task(calls.order(Pause(), name)) for name in ("Anna", "Boris")]
        asked = [asyncio.create_task(calls.status(fresh=True)) for _ in range(5)]
        await asyncio.sleep(0)
        given = [one for one in sent if isinstance(one, OrderGiven)]
        assert [one.by for one in given] == ["Anna", "Boris"] and all(one.at_ns for one in given)
        assert [one for one in sent if isinstance(one, AskStatus)] == [AskStatus()]
        for one in reversed(given):
            calls.heard(Reply(True, verbatim(one.by), ref=one.ref))
        calls.heard(Reply(True, verbatim("nobody's"), ref=99))
        calls.heard(Reply(True, data="{}"))
        replies = await asyncio.gather(*orders)
        assert [reply.text for reply in replies if reply] == ["Anna", "Boris"]
        assert await asyncio.gather(*asked) == ["{}"] * 5
        # a fresh one serves who comes next
        assert await calls.status() == "{}" and len(sent) == 3

    run(test)


def test_a_show_that_is_away_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("installation.door._calls.ANSWER_S", 0.05)

    async def test() -> None:
        sent: list[Message] = []
        calls = ShowCalls(sent.append)
        assert await calls.order(Pause(), "Anna") is None
        assert await calls.status() is None
        # and is asked again
        asked = asyncio.create_task(calls.status())
        await asyncio.sleep(0)
        calls.heard(Reply(True, data="{}"))
        assert await asked == "{}"
        assert len(sent) == 3

    run(test)


def test_presses_are_known_for_a_while() -> None:
    async def test() -> None:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        known: Repeats[asyncio.Future[str]] = Repeats(most=2)
        known.keep("anna", "a", answer)
        assert known.before("anna", "a") is answer
        assert known.before("boris", "a") is None and known.before("anna", "b") is None
        known.keep("anna", "", answer)
        assert known.before("anna", "") is None
        for press in "bc":
            known.keep("anna", press, answer)
        assert known.before("anna", "a") is None

    run(test)


def test_visitors_leave_room_for_those_who_steer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("installation.door._watching.MOST", 3)
    monkeypatch.setattr("installation.door._watching.MOST_VISITORS", 2)

    async def test() -> None:
        async def status() -> None:
            return None

        async def take(_text: str) -> None:
            return

        watchers, tasks = Watchers(status), []
        for visitors, others in ((True, True), (True, True), (False, True), (False, False)):
            assert watchers.has_room(Role.VISITOR) == visitors
            assert watchers.has_room(Role.ATTENDANT) == others
            tasks.append(asyncio.create_task(watchers.watch(take, lambda: True)))
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    run(test)
