"""The frame ring's contract, whatever is asked of it in whatever order."""

from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from ring_pictures import SMALL, planes

from installation.link import RingPicture, RingReader, RingWriter
from installation.link._ring import SLOTS


class Contract(RuleBasedStateMachine):
    """Any order of takings, givings and readings."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        path = self.folder / "left.ring"
        path.unlink(missing_ok=True)
        self.writer = RingWriter(path)
        self.reader = RingReader(path)
        self.taken: list[int] = []
        self.held: RingPicture | None = None
        self.frame = 0
        self.written: dict[int, int] = {}

    @rule(slots=st.integers(1, SLOTS))
    def narrow(self, slots: int) -> None:
        self.writer.use(slots, SMALL)

    @precondition(lambda self: len(self.taken) < 3)
    @rule()
    def begin(self) -> None:
        slot = self.writer.begin()
        assert slot not in self.taken
        assert self.held is None or slot != self.held.slot
        self.written.pop(slot, None)
        self.taken.append(slot)

    @precondition(lambda self: self.taken)
    @rule(first=st.booleans())
    def publish(self, first: bool) -> None:
        slot = self.taken.pop(0 if first else -1)
        self.frame += 1
        planes(self.writer.address(slot), SMALL)[:] = self.frame % 256
        self.writer.publish(slot, 1, 1, self.frame * 10, self.frame, 0, SMALL)
        self.written[slot] = self.frame

    @precondition(lambda self: self.taken)
    @rule(first=st.booleans())
    def drop(self, first: bool) -> None:
        self.writer.drop(self.taken.pop(0 if first else -1))

    @precondition(lambda self: self.held is None)
    @rule(slot=st.integers(0, SLOTS - 1))
    def claim(self, slot: int) -> None:
        self.held = self.reader.claim(slot)
        assert (self.held.frame if self.held else None) == self.written.get(slot)

    @precondition(lambda self: self.held is not None)
    @rule()
    def release(self) -> None:
        assert self.held is not None
        assert (planes(self.held.address, SMALL) == self.held.frame % 256).all()
        assert self.reader.release(self.held)
        self.held = None

    @rule()
    def look(self) -> None:
        found = {slot: story // 10 for story, slot in self.reader.candidates(1, 1)}
        assert found == self.written


def test_any_order_of_calls_keeps_the_contract(tmp_path: Path) -> None:
    kind = type("Contract", (Contract,), {"folder": tmp_path})
    case: Any = kind.TestCase  # type: ignore[attr-defined]  # hypothesis makes it
    case.settings = settings(max_examples=60, stateful_step_count=60)
    case("runTest").runTest()
