"""The stage process: one window over all displays, every screen's picture in one swap.

Started by the supervisor as ``python -m installation.apps.stage``. It follows the programme and
the arrangement that it last heard.
"""

import argparse
import gc
import logging
import os
import sys
import time
from pathlib import Path

from installation.apps._driver_record import DriverRecord
from installation.apps._niceness import go_first
from installation.apps._process import EndSignal, log_to_stderr
from installation.apps._renderers import renderer
from installation.errors import KissError, LinkError
from installation.link import (
    LEASE_NS,
    STAGE,
    AbandonedShow,
    Alignment,
    Arrange,
    Follow,
    Hello,
    Leave,
    Message,
    Spoke,
    StageStatus,
    driver_record_path,
)
from installation.model import DRAWINGS, Drawing
from installation.said import joined
from installation.stage import (
    RETRY_NS,
    CaptionProcess,
    Captions,
    Chore,
    Mirror,
    Pace,
    Presenter,
    Renderer,
    SmallPictures,
    Tracks,
    View,
    Wall,
    Worded,
    known_pace,
    small_pictures,
)
from installation.timeline import PREPARE_NS, STATUS_NS, Entry, MonotonicClock, Programme
from installation.units import MILLISECOND, SECOND
from installation.words import Drawn

COLLECT_NS = 2 * SECOND
_log = logging.getLogger("stage")
WORDS_NS = 20 * MILLISECOND
"""How often words are taken in. Listening in vain takes 0.1 ms; a picture of words 0.3 ms at
640x360, 3 ms at 3840x2160."""
KEEP_NS = SECOND // 2
"""How old a picture the wall may fall back to while there is no stage."""
LAST_WORD_MS = 100
"""How long a stage that is ended waits to hear that the whole show ends."""


class StageProcess:
    """The process's loop: hear, wait for what is due, present."""

    def __init__(self, endpoint: str, drawing: Drawing, state: Path) -> None:
        self._drawing: Drawing = drawing
        self._driver = DriverRecord(driver_record_path(state), time.monotonic_ns)
        self._spoke = Spoke(endpoint)
        self._alone = AbandonedShow(endpoint)
        self._clock = MonotonicClock()
        self._tracks = Tracks(self._clock.now)
        self._captions = Captions(CaptionProcess(), self._words, self._frame_at)
        self._window: Renderer | None = None
        self._wall: Wall | None = None
        self._presenter: Presenter | None = None
        self._views: list[View] = []
        self._small: SmallPictures | None = None
        self._arranged: Arrange | None = None
        self._pending: Follow | None = None
        self._aligned_until_ns: int | None = None
        """When what somebody who aligns wants to see ends; None: nobody does."""
        self._reporting = Chore(STATUS_NS, 2 * MILLISECOND, patience=4)
        self._collecting = Chore(COLLECT_NS, 6 * MILLISECOND, patience=8)
        self._keeping = Chore(KEEP_NS, 4 * MILLISECOND, patience=4)
        self._wording = Chore(WORDS_NS, 2 * MILLISECOND, patience=10)
        self._leaving = False
        self._unheard: list[Message] = []
        """What has come before a swap, and waits until that is over."""

    def run(self, ending: EndSignal) -> None:
        """Present until asked to end, a window on a desk is closed, or no show is left.

        The picture stays on the wall, but not when the show itself ends: then the controller says
        so before it ends its processes.
        """
        hello_ns = 0
        while not (ending.asked or self._leaving):
            now_ns = self._clock.now()
            self._leaving |= self._alone.looked(now_ns)
            presenter = self._presenter
            strange = presenter is None or presenter.programme.revision == 0
            if strange and now_ns > hello_ns:
                self._spoke.send(Hello(STAGE, os.getpid()))
                hello_ns = now_ns + STATUS_NS
            if presenter is None or self._window is None:
                self._hear(20)
                continue
            if self._aligned_until_ns is not None and now_ns >= self._aligned_until_ns:
                self._align(None)
            target_ns = presenter.next_change(now_ns)
            wake_ns = presenter.pace.swap_at(target_ns) - PREPARE_NS
            if presenter.mirror is not None and presenter.mirror.behind(now_ns, wake_ns - now_ns):
                presenter.expose()
                continue
            self._use_slack(now_ns, wake_ns - now_ns)
            # up to a millisecond late, of the many that it has to prepare
            left_ms = -(-(wake_ns - self._clock.now()) // MILLISECOND)
            if self._hear(max(0, left_ms)) and left_ms > 1:
                continue  # what is due may have changed
            if not presenter.present(max(target_ns, self._clock.now())):
                self._look_again()
            self._window.attend()
            self._leaving |= self._window.closed
        self._captions.close()
        self._hear_last_word()
        if self._window is not None:
            self._window.close(keep=not self._leaving)
            self._driver.ended()
        self._spoke.close()

    def _hear_last_word(self) -> None:
        """Hear whether the whole show ends, which may come a moment after the signal to end."""
        until_ns = self._clock.now() + LAST_WORD_MS * MILLISECOND
        while not self._leaving and (left_ns := until_ns - self._clock.now()) > 0:
            self._hear(max(1, left_ns // MILLISECOND))

    def _look_again(self) -> None:
        """A picture is missing, or its whole ring: soon, but not at once."""
        if self._wall is not None:
            self._wall.find_rings(self._views)
        self._use_slack(self._clock.now(), RETRY_NS)
        self._hear(RETRY_NS // MILLISECOND)

    def _use_slack(self, now_ns: int, slack_ns: int) -> None:
        """Do what can wait for a gap, and does not wait for ever."""
        if self._wording.is_due(now_ns, slack_ns):
            self._wording.done_ns = now_ns
            self._captions.attend(now_ns)
        if self._reporting.is_due(now_ns, slack_ns):
            self._report(now_ns)
        elif self._collecting.is_due(now_ns, slack_ns):
            # the collector is off elsewhere: it would run when a picture is due
            gc.collect(1)
            self._collecting.done_ns = now_ns
            if self._wall is not None:
                self._wall.find_rings(self._views)
            if self._small is not None and not self._small.memory.is_there:
                self._small.delete()
                self._small = None
                if self._arranged is not None:
                    self._reflect(self._arranged)
        elif self._keeping.is_due(now_ns, slack_ns):
            self._keeping.done_ns = now_ns
            if self._window is not None and self._presenter and self._presenter.playing:
                self._window.keep_image()

    def _news(self) -> Programme | None:
        """Return the newest programme that has come and is not followed yet, which takes time."""
        self._unheard += self._spoke.receive(0)
        coming = [told.programme for told in self._unheard if isinstance(told, Follow)]
        return coming[-1] if coming else None

    def _hear(self, timeout_ms: int) -> bool:
        told, self._unheard = self._unheard, []
        told += self._spoke.receive(0 if told else timeout_ms)
        heard = False
        for message in told:
            heard = True
            if isinstance(message, Arrange):
                self._arrange(message)
            elif isinstance(message, Follow):
                self._follow(message)
            elif isinstance(message, Alignment):
                self._align(message)
            elif isinstance(message, Leave):
                self._leaving = True
        return heard

    def _arrange(self, message: Arrange) -> None:
        if message == self._arranged:
            return
        if self._window is None:
            self._open(message)
        assert self._window is not None and self._wall is not None and self._presenter is not None
        if self._arranged is not None and message.window != self._arranged.window:
            self._window.move(message.window)
        self._arranged = message
        self._views = self._wall.arrange(message, self._views)
        self._presenter.arrange(self._views)
        self._reflect(message)
        self._rehearse()
        self._follow_words()

    def _reflect(self, message: Arrange) -> None:
        """Have small pictures made of the wall; one without memory for them does without."""
        assert self._presenter is not None and self._window is not None
        before = self._small
        try:
            self._small = small_pictures(message, before, self._window)
        except LinkError as fault:
            self._small = None
            _log.warning("%s", fault)
        if self._small is None:
            self._presenter.mirror = None
        elif self._small is not before:
            memory, draw = self._small.memory, self._small.draw
            self._presenter.mirror = Mirror(memory, draw, self._clock.now)

    def _align(self, message: Alignment | None) -> None:
        """Show what somebody who aligns wants to see, as long as it is renewed."""
        if self._wall is None or self._presenter is None:
            return  # it is renewed
        now_ns = self._clock.now()
        if message is not None and message.until_ns <= now_ns:
            message = None
        self._aligned_until_ns = min(message.until_ns, now_ns + LEASE_NS) if message else None
        if self._wall.align(message):
            self._presenter.expose()

    def _open(self, message: Arrange) -> None:
        self._window = renderer(self._drawing, message.window, message.title, self._driver)
        self._wall = Wall(self._window)
        known_ms = message.refresh_ms
        pace = self._window.pace() if known_ms is None else known_pace(known_ms)
        captions = self._captions
        self._presenter = Presenter(
            *(self._wall, self._clock, pace, self._tracks.find),
            *(captions.caption, captions.label, captions.expect, self._news),
        )
        if self._pending is not None:
            self._follow(self._pending)
        gc.collect()
        gc.freeze()
        gc.disable()

    def _follow(self, message: Follow) -> None:
        if self._presenter is None:
            self._pending = message
        elif message.programme.revision > self._presenter.programme.revision:
            self._presenter.programme = message.programme
            self._rehearse()
            self._follow_words()

    def _rehearse(self) -> None:
        """Do now what a swap would otherwise have to wait for."""
        assert self._presenter is not None and self._wall is not None
        programme = self._presenter.programme
        proposed = programme.pending.plan if programme.pending else None
        for plan in (*programme.plans, *([proposed] if proposed else [])):
            for screen, entry in plan.entries.items():
                known = self._tracks.find(entry.index, entry.version, entry.points)
                if known is not None:
                    self._wall.rehearse(screen, known.shape)
        self._wall.find_rings(self._views)

    def _follow_words(self) -> None:
        """Have the words drawn that the programme asks for, and be ready to show them."""
        assert self._presenter is not None and self._wall is not None
        programme = self._presenter.programme
        self._captions.follow(programme, self._wall.caption_places)
        for place in self._wall.caption_places:
            screen = place.screen
            if programme.captions.of(screen) or programme.labels.ever_on(screen):
                self._wall.prepare_words(screen)

    def _words(self, drawn: Drawn, span: tuple[int, int], rgba: bytes) -> Worded:
        assert self._window is not None
        place = drawn.x, drawn.y, drawn.width, drawn.height
        return self._window.words(drawn.sheet, span, place, rgba)

    def _frame_at(self, entry: Entry, story_ns: int) -> int | None:
        track = self._tracks.find(entry.index, entry.version, entry.points)
        return track.frame_at(story_ns) if track else None

    def _report(self, now_ns: int) -> None:
        self._reporting.done_ns = now_ns
        presenter = self._presenter
        assert presenter is not None and self._window is not None
        pace: Pace = presenter.pace
        self._spoke.send(
            StageStatus(
                pid=os.getpid(),
                revision=presenter.programme.revision,
                looks=presenter.looks,
                refreshes=presenter.refreshes,
                late_flips=presenter.late_flips,
                skew=presenter.skew,
                recent_skew=presenter.recent_skew,
                vsync=pace.period_ns is not None,
                refresh_ms=(pace.period_ns or 0) / MILLISECOND,
                renderer=self._window.name,
                playing=presenter.playing,
                screens=dict(presenter.shown()),
                beats=tuple(presenter.record.passed),
                fault=joined(
                    "; ", (*self._tracks.faults.values(), *self._captions.faults.values())
                ),
            )
        )
        presenter.recent_skew = 0


def main(words: list[str] | None = None) -> int:
    """Entry of the process; 0 when asked to end, 1 when there is nothing to draw on."""
    parser = argparse.ArgumentParser(prog="kiss-stage")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--drawing", choices=DRAWINGS, default="auto")
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args(words)
    log = log_to_stderr("stage")
    go_first()  # a swap must not wait for decoders
    ending = EndSignal()
    try:
        StageProcess(options.endpoint, options.drawing, options.state).run(ending)
    except KissError as fault:
        log.error("%s", fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
