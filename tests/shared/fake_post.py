"""The post without a process: what was ordered and told, and tasks that wait to be done."""

from collections import deque
from collections.abc import Callable

from installation.link import Message, Reply
from installation.model import Order
from installation.remote import Answered
from installation.said import verbatim


class FakePost:
    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.told: list[Message] = []
        self.answer = Reply(True, verbatim("done"))
        self._tasks: deque[Callable[[], None]] = deque()

    def order(self, order: Order, at_ns: int, answered: Answered | None = None) -> None:
        self.orders.append(order)
        if answered is not None:
            answered(self.answer)

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def hand_over(self, task: Callable[[], None]) -> None:
        self._tasks.append(task)

    def work(self) -> int:
        """Do what waits; how much that was."""
        count = 0
        while self._tasks:
            self._tasks.popleft()()
            count += 1
        return count
