"""The process that is one machine's end of the way between machines, without a show behind it.

    python -m installation.rig.machine_end NAME STATE ADDRESSES WORDS

NAME's keys lie in STATE; ADDRESSES are ``{name: address}`` as JSON. When all others are there it
says WORDS programmes of nine screens, at random intervals, each with its life signs behind it as a
show does, and prints how long those of the others took, in ms, as a JSON list by machine. All
machines have one CLOCK_REALTIME.
"""

import json
import random
import select
import sys
import time
from pathlib import Path

from installation.errors import LinkError
from installation.link import Follow, MachineStatus
from installation.machines import ZenohBus, paired_keys
from installation.timeline import Entry, Plan, Programme, Take
from installation.units import SECOND

BETWEEN_S = (0.06, 0.26)
ECHO_S = 0.04
"""When a show says again how it is."""
THERE_S, LAST_S = 30.0, 2.0
_HASH = "0123456789abcdef" * 4
_BEATS = tuple((number * 9 * SECOND, number * 8 * SECOND) for number in range(8))
_FILM = Entry("kiss-3", "The Kiss", _HASH, f"/films/{_HASH}.mkv", f"/content/{_HASH}", _BEATS)
_PLANS = (Plan(1, 72 * SECOND, {f"screen{number}": _FILM for number in range(9)}),)


class MachineEnd:
    """A machine's end: says, and notes how late it hears what the others say."""

    def __init__(self, name: str, bus: ZenohBus, others: list[str]) -> None:
        self._name, self._bus = name, bus
        self.late_ms: dict[str, list[float]] = {one: [] for one in others}

    def listen(self, seconds: float) -> None:
        """Hear the others for so long."""
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            select.select([self._bus.fileno()], [], [], left_s)
            now_ns = time.time_ns()
            for machine, said in self._bus.heard():
                if isinstance(said, Follow):
                    self.late_ms[machine].append((now_ns - said.programme.takes[-1].at_ns) / 1e6)

    def meet(self) -> None:
        """Wait until all others are there. Raises LinkError."""
        until_s = time.monotonic() + THERE_S
        while len(self._bus.there()) < len(self.late_ms):
            if time.monotonic() > until_s:
                raise LinkError(f"{self._name} hears {sorted(self._bus.there())} only")
            self.listen(0.05)
        self.listen(LAST_S)  # the others meet, too

    def talk(self, words: int) -> None:
        """Say so many programmes."""
        draw = random.Random(self._name)
        for number in range(1, words + 1):
            take = Take(number, time.time_ns(), 1, 0)
            self._bus.say(Follow(Programme(number, takes=(take,), plans=_PLANS)))
            self._bus.say(MachineStatus(self._name, number, True))
            self.listen(ECHO_S)
            self._bus.say(MachineStatus(self._name, number, True))
            self.listen(draw.uniform(*BETWEEN_S))
        self.listen(LAST_S)


def main() -> int:
    """The process's entry."""
    name, state, told, words = sys.argv[1:]
    addresses = json.loads(told)
    bus = ZenohBus(addresses, paired_keys(Path(state)))
    try:
        end = MachineEnd(name, bus, [one for one in addresses if one != name])
        end.meet()
        end.talk(int(words))
        print(json.dumps(end.late_ms))
    finally:
        bus.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
