"""The faults of the sound system: it hangs, is killed, a device takes nothing."""

from functools import partial

from installation.bench import _processhands as hands
from installation.bench._faultcase import FaultCase
from installation.bench._faultworld import FaultWorld


def _hang_sound(world: FaultWorld) -> None:
    world.sinks.hang()
    world.afterwards(lambda: world.sinks.hang(False))


def _hang_sound_and_kill(world: FaultWorld) -> None:
    _hang_sound(world)
    hands.send(hands.PLAYER, hands.KILL, world)


def _stall_sound(world: FaultWorld) -> None:
    sink = world.sinks.names[0]
    world.sinks.stall(sink)
    world.afterwards(lambda: world.sinks.stall(sink, False))


def _kill_sound(world: FaultWorld) -> None:
    world.sinks.stop()
    world.afterwards(world.sinks.start)


CASES = (
    FaultCase(
        "sound-hung",
        "the sound server hangs",
        "it is said, and the wall plays on",
        _hang_sound,
        lambda world: world.says("the sound system does not answer") and world.answers(),
        8,
        in_soak=True,
    ),
    FaultCase(
        "sound-hung-player-killed",
        f"the sound server hangs, and the {hands.PLAYER} is killed",
        "another one takes its place, and shows its film without sound",
        _hang_sound_and_kill,
        partial(hands.replaced, hands.PLAYER),
        4,
        (hands.PLAYERS_HEAD,),
        in_soak=True,
    ),
    FaultCase(
        "sound-stalled",
        "a sound device takes nothing any more",
        "it is said, and the wall plays on",
        _stall_sound,
        lambda world: world.says("the sound device takes nothing") and world.answers(),
        8,
        in_soak=True,
    ),
    FaultCase(
        "sound-killed",
        "the sound server is killed",
        "it is said, and the wall plays on",
        _kill_sound,
        lambda world: world.says("the sound system does not answer") and world.answers(),
        5,
        in_soak=True,
    ),
)
