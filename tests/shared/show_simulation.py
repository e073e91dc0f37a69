"""A whole show without films or processes: a director, screens that cue, and a strict observer.

Every change of the director's state goes through :meth:`Show.do`, which looks at the programme
before and after it and fails at the first rule that is broken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

from installation.director import Answer, LineupPlanner, State, Swapping, SwapRule, story_time
from installation.director import _director as director
from installation.director import _ordering as ordering
from installation.director._state import Aim
from installation.link import STAGE, decode_programme, encode_programme
from installation.model import Go, Next, Ready, Restart, StoryOrder
from installation.model._order_table import parse
from installation.timeline import (
    FOREVER,
    HEADROOM_NS,
    LEAD_NS,
    PAUSE_NS,
    SEAM_NS,
    STATUS_NS,
    SWAP_SEAM_NS,
    TICK_NS,
    Cue,
    Entry,
    Moment,
    Plan,
    Programme,
    Take,
    entry_cued,
    entry_of,
    moment_at,
    named_beats,
    plan_at,
    run_at,
)
from installation.units import MILLISECOND, SECOND

SCREENS = ("left", "centre", "right")


@dataclass
class Player:
    """A screen's process: it cues what is pending after ``delay_ns``, or never if it is mute."""

    screen: str
    delay_ns: int
    alive: bool = True
    mute: bool = False
    cue: Cue | None = None
    entry: Entry | None = None
    ready_ns: int = 0
    slow: str = ""
    """The only version that takes it ``delay_ns``; others are there at once."""
    programme: Programme = field(default_factory=Programme)
    said: int = -1
    said_ns: int = 0

    def follow(self, programme: Programme, now_ns: int) -> None:
        """Begin to cue what is pending; a deck that stands there already only changes its label.

        Only what is later than what it knows is followed.
        """
        if programme.revision <= self.programme.revision:
            return
        self.programme, pending = programme, programme.pending
        if pending is None or (self.cue is not None and self.cue.serial == pending.serial):
            return
        entry = entry_cued(programme, self.screen)
        before = (self.entry, self.cue.story_ns if self.cue else None)
        stands = before == (entry, pending.story_ns) and self.ready_ns <= now_ns
        self.cue, self.entry = pending, entry
        quick = stands or (self.slow and (entry is None or entry.version != self.slow))
        self.ready_ns = now_ns + (3 * MILLISECOND if quick else self.delay_ns)

    def cued(self, now_ns: int) -> int:
        """What it says it stands ready for."""
        pending = self.programme.pending
        mine = pending is not None and self.cue is not None and self.cue.serial == pending.serial
        if not mine or self.mute or now_ns < self.ready_ns or pending is None:
            return -1
        return pending.serial


@dataclass
class Show:
    """The world. ``went`` is the story time of the last ``go`` that was accepted."""

    random: Random
    films: Sequence[Ready]
    policies: Sequence[str] = ("first", "newest-1", "newest")
    boot: str = "boot"
    now_ns: int = 1000 * SECOND
    delays: tuple[int, int] = (30 * MILLISECOND, 800 * MILLISECOND)
    swap: SwapRule = field(default_factory=SwapRule)
    far_ns: int = 0
    state: State = field(init=False)
    players: dict[str, Player] = field(init=False)
    tick_ns: int = 0
    went: int = -1
    last: Moment | None = None
    last_ns: int = 0
    commits: list[tuple[Aim, Take]] = field(default_factory=list)
    swaps: list[tuple[int, Plan]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.fresh()
        self.players = {name: Player(name, self.random.randint(*self.delays)) for name in SCREENS}

    def shelf(self) -> LineupPlanner:
        """The films there are, on the layout's policies."""
        return self.shelf_of(self.films)

    def shelf_of(self, films: Sequence[Ready]) -> LineupPlanner:
        """Films on the layout's policies."""
        policies = dict(zip(SCREENS, self.policies, strict=True))
        return LineupPlanner(policies, tuple(films), seed=1)

    def fresh(self) -> State:
        """What a controller begins with."""
        programme, swapping = Programme(0, self.boot), Swapping(self.swap)
        return State(
            self.shelf(), SCREENS, LEAD_NS, programme, far_ns=self.far_ns, swapping=swapping
        )

    # the director's ways in

    def do(self, change: Callable[[State], State]) -> None:
        """Change the state, and hold the director to its rules."""
        before, self.state = self.state, change(self.state)
        if self.state.programme is not before.programme:
            self._check(before, self.state)
            for player in self.players.values():
                if player.alive:
                    player.follow(self.state.programme, self.now_ns)

    def stock(self, films: Sequence[Ready]) -> None:
        """The library has changed."""
        self.films = films
        self.do(lambda state: director.stocked(state, self.shelf(), self.now_ns))

    def order(self, name: str, story_ns: int | None = None) -> Answer:
        """A person gives an order, at a story time if it is one that takes a place."""
        place = "" if story_ns is None else f" {story_ns / SECOND:.9f}"
        order = parse(name + place if name in ("go", "hold", "restart") else name)
        assert isinstance(order, StoryOrder)
        return self.give(order)

    def give(self, order: StoryOrder) -> Answer:
        """A person gives an order."""
        answers = []

        def carry_out(state: State) -> State:
            state, answer = ordering.ordered(state, order, self.now_ns)
            answers.append(answer)
            return state

        before = self.went
        if isinstance(order, Next) and (now := playing(self)) is not None:
            pending, standby = self.state.programme.pending, self.state.standby
            goes = pending is not None and standby.armed and standby.aim is Aim.GO
            beats = named_beats(plan_at(self.state.programme, self.now_ns))
            coming = [at for _, at in beats if at > (self.went if goes else now.story_ns)]
            self.went = min(coming, default=self.went)
        if isinstance(order, Go | Restart) and order.place:
            beats = named_beats(plan_at(self.state.programme, self.now_ns))
            self.went = story_time(order.place, beats)
        self.do(carry_out)
        if not answers[0].ok:
            self.went = before
        return answers[0]

    def lose(self, who: str) -> None:
        """A process ends."""
        if who in self.players:
            self.players[who].alive = False
        self.do(lambda state: director.lost(state, who))

    def come(self, who: str) -> None:
        """A process starts: a player knows nothing yet but the programme."""
        if who == STAGE:
            self.do(lambda state: director.staged(state, self.now_ns))
            return
        self.players[who] = Player(who, self.random.randint(*self.delays))
        self.players[who].follow(self.state.programme, self.now_ns)

    def change_controller(self) -> None:
        """The controller is killed; another one takes over from the programme's file."""
        old = self.state.programme
        told = decode_programme(encode_programme(old))
        assert told == old
        self.state = director.taken_over(self.fresh(), told, self.now_ns)
        new = self.state.programme
        assert new.revision > old.revision
        for ahead_ns in (0, LEAD_NS, SECOND, 10 * SECOND, 1000 * SECOND):
            at_ns = self.now_ns + ahead_ns
            assert run_at(new, at_ns) == run_at(old, at_ns)
        for player in self.players.values():
            player.said = -2
            if player.alive:
                player.follow(new, self.now_ns)

    def lose_programme(self) -> None:
        """The controller is killed, and what it had kept for the next one is lost."""
        self.state = director.stocked(self.fresh(), self.shelf(), self.now_ns)
        self.last = None  # the story begins again
        self.come(STAGE)
        for player in self.players.values():
            player.said = -2
            player.follow(self.state.programme, self.now_ns)

    def run(self, duration_ns: int, until: Callable[[], bool] = lambda: False) -> bool:
        """Let time pass; True as soon as something has come about."""
        end_ns = self.now_ns + duration_ns
        while self.now_ns < end_ns:
            if until():
                return True
            self.step(self.random.randint(1, 40) * MILLISECOND)
        return until()

    def step(self, duration_ns: int) -> None:
        """Let a little time pass: players report, the house's clock ticks."""
        self.now_ns += duration_ns
        self._look()
        for player in self.players.values():
            cued = player.cued(self.now_ns)
            due = cued != player.said or self.now_ns - player.said_ns >= STATUS_NS
            if player.alive and due:
                player.said, player.said_ns = cued, self.now_ns
                self._report(player, cued)
        if self.now_ns >= self.tick_ns:
            self.tick_ns = self.now_ns + TICK_NS
            self.do(lambda state: director.ticked(state, self.now_ns))

    def _report(self, player: Player, cued: int) -> None:
        revision = player.programme.revision
        self.do(lambda state: director.outrun(state, revision, self.now_ns))
        self.do(lambda state: director.reported(state, player.screen, cued, self.now_ns))

    # the rules

    def _look(self) -> None:
        """The audience: the story goes on at its pace, and cycles never count down."""
        now = moment_at(self.state.programme, self.now_ns)
        before, self.last = self.last, now
        passed_ns, self.last_ns = self.now_ns - self.last_ns, self.now_ns
        if before is None:
            return
        assert now is not None, "what plays does not stop"
        assert now.cycle >= before.cycle
        assert now.take >= before.take
        if (now.take, now.cycle) == (before.take, before.cycle):
            went_on = now.story_ns - before.story_ns
            assert went_on == passed_ns if not now.held else 0 <= went_on <= passed_ns
            assert not before.held or (now.held and went_on == 0)

    def _check(self, before: State, after: State) -> None:
        old, new = before.programme, after.programme
        assert new.revision > old.revision
        assert new.boot == old.boot
        self._check_takes(before, after)
        self._check_plans(old, new)
        self._check_swap(before, new)
        # nothing that is said now changes what is on sooner than it can be heard
        heard_ns = PAUSE_NS + before.far_ns
        for ahead_ns in (0, heard_ns // 2, heard_ns - 1):
            at_ns = self.now_ns + ahead_ns
            assert moment_at(old, at_ns) == moment_at(new, at_ns)
        if new.pending is not None and new.pending != old.pending:
            assert new.pending.serial > max([t.serial for t in (*old.takes, *new.takes)], default=0)
            assert old.pending is None or new.pending.serial > old.pending.serial

    def _check_takes(self, before: State, after: State) -> None:
        old, new = before.programme, after.programme
        for early, late in pairwise(new.takes):
            assert early.serial < late.serial and early.at_ns < late.at_ns
        known = {take.serial: take for take in old.takes}
        for take in new.takes:
            if take.serial in known:
                if take.hold_ns != known[take.serial].hold_ns:
                    earlier_ns = known[take.serial].hold_ns
                    assert earlier_ns is None or earlier_ns > self.now_ns
                    if take.hold_ns is not None:
                        self._check_hold(old, new, take.hold_ns)
                continue
            assert take is new.takes[-1]
            assert take.hold_ns == (take.at_ns if before.standby.aim is Aim.STAND else None)
            assert take.serial > max(known, default=0)
            self._check_commit(before, take)
            self.commits.append((before.standby.aim, take))

    def _check_hold(self, old: Programme, new: Programme, hold_ns: int) -> None:
        """A pause stops the story where it is then, soon; a hold when it comes to its place."""
        if self.state.stop_ns is not None:
            held = moment_at(new, hold_ns)
            assert held is not None and held.story_ns == self.state.stop_ns
            assert hold_ns >= self.now_ns + PAUSE_NS + self.state.far_ns
            return
        before_seam = self.state.standby.aim is Aim.MEET
        latest_ns = SEAM_NS + 200 * MILLISECOND if before_seam else 400 * MILLISECOND
        soonest_ns = self.now_ns + PAUSE_NS + self.state.far_ns
        assert soonest_ns <= hold_ns <= self.now_ns + self.state.far_ns + latest_ns
        there, stands = moment_at(old, hold_ns), moment_at(new, hold_ns)
        assert there is not None and stands is not None and stands.held
        if not before_seam:  # what was set for the line before a jump has been given up
            assert (there.cycle, there.story_ns) == (stands.cycle, stands.story_ns)
        assert moment_at(new, hold_ns + 1000 * SECOND) == stands
        assert new.pending is not None
        if self.state.standby.aim not in (
            Aim.STAND,
            Aim.MEET,
        ):  # which go on to another place at once
            assert (new.pending.cycle, new.pending.story_ns) == (stands.cycle, stands.story_ns)

    def _check_commit(self, before: State, take: Take) -> None:
        """Soon, but not sooner than all can hear it; and where its order said."""
        old = before.programme
        assert old.pending is not None
        assert old.pending == Cue(take.serial, take.cycle, take.story_ns, old.pending.plan)
        soonest = self.now_ns + HEADROOM_NS + before.far_ns
        assert take.at_ns >= soonest
        assert before.standby.aim in (Aim.SYNC, Aim.MEET, Aim.SWAP) or take.at_ns == soonest
        there = moment_at(old, take.at_ns)
        if before.standby.aim is Aim.START:
            assert there is None and take.story_ns == 0
        else:
            assert there is not None
            assert take.cycle >= there.cycle
        if before.standby.aim is Aim.SYNC:
            assert there is not None and not there.held
            assert (take.cycle, take.story_ns) == (there.cycle, there.story_ns)
        elif before.standby.aim is Aim.RESUME:
            assert there is not None and there.held
            assert (take.cycle, take.story_ns) == (there.cycle, there.story_ns)
        elif before.standby.aim is Aim.GO:
            assert there is not None
            assert (take.cycle, take.story_ns) == (there.cycle, self.went)
        elif before.standby.aim is Aim.RESTART:
            assert take.story_ns in (0, self.went)
        elif before.standby.aim is Aim.SWAP:
            assert there is not None and not there.held
            if take.story_ns:
                assert (take.cycle, take.story_ns) == (there.cycle + 1, there.story_ns)
        for player in self.players.values():
            stands = player.alive and player.cue == old.pending and not player.mute
            if stands and player.ready_ns <= self.now_ns:
                assert player.entry == entry_cued(old, player.screen)

    def _check_swap(self, before: State, new: Programme) -> None:
        """Another line-up holds only when all who are there stand cued for it."""
        old = before.programme
        if not old.takes or new.plans[-1] in old.plans:
            return
        plan = new.plans[-1]
        assert old.pending is not None and old.pending.plan == plan and new.pending is None
        self.swaps.append((self.now_ns, plan))
        for screen in before.ready:
            player = self.players[screen]
            if player.alive and not before.swapping.urgent:
                assert player.cue == old.pending and player.ready_ns <= self.now_ns
                assert player.entry == plan.entries.get(screen)

    def _check_plans(self, old: Programme, new: Programme) -> None:
        """A line-up changes at a seam for which no deck is cued yet."""
        for early, late in pairwise(new.plans):
            assert early.from_cycle < late.from_cycle
        if not old.takes:
            return
        assert len(new.plans) <= 6 and len(new.takes) <= 8
        cycles = {take.cycle for take in (*old.takes, *new.takes)}
        if old.pending is not None and old.pending == new.pending:
            cycles.add(old.pending.cycle)
        run = run_at(old, self.now_ns)
        # a swap that the decks stand cued for may come a little nearer, or with its own take
        swap = old.pending.plan if old.pending else None
        swap = swap if swap in new.plans else None
        if swap is not None:
            cycles -= {take.cycle for take in new.takes if take not in old.takes}
        while run is not None and run.start_ns < self.now_ns + SEAM_NS:
            if swap and run.cycle == swap.from_cycle and run.start_ns > self.now_ns + SWAP_SEAM_NS:
                break
            stays = run_at(new, max(run.start_ns, self.now_ns))
            if stays is not None and (stays.take, stays.cycle) == (run.take, run.cycle):
                cycles.add(run.cycle)  # a seam that a restart forestalls does not count
            run = None if run.end_ns >= FOREVER else run_at(old, run.end_ns)
        playing = moment_at(new, self.now_ns)
        for cycle in cycles:
            if playing is not None and cycle >= playing.cycle:
                for screen in SCREENS:
                    assert entry_of(new, cycle, screen) == entry_of(old, cycle, screen)


def a_show(films: Sequence[Ready], seed: int = 0, begin: bool = True, **traits: Any) -> Show:
    """A show on three screens, that plays if it is to begin."""
    show = Show(Random(seed), films, **traits)
    show.stock(films)
    if begin:
        show.come(STAGE)
        assert show.run(5 * SECOND, lambda: playing(show) is not None)
    return show


def playing(show: Show) -> Moment | None:
    """Where the story is now."""
    return moment_at(show.state.programme, show.now_ns)


def settled(show: Show) -> bool:
    """No order is being prepared, but perhaps a resume that nobody has asked for, or a swap."""
    pending = show.state.programme.pending
    takes = show.state.programme.takes
    waits = (
        pending is not None and show.state.standby.armed and show.state.standby.aim is not Aim.SWAP
    )
    return not waits and bool(takes) and takes[-1].at_ns <= show.now_ns


def with_screens(state: State, screens: Sequence[str]) -> State:
    """The displays have changed."""
    return director.displayed(state, tuple(screens))
