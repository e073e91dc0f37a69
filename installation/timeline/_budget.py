"""The timing budget of the two-phase handshake: every figure that two rooms have to agree on.

*Prepare*: screens cue what is pending. *Commit*: it gets an instant a little ahead, by which the
message has arrived, the decks have rolled a lead before their first picture, and the stage has
drawn it. The director, the players, the stage and the tests' simulation take their figures from
here. What has to be less than what, and why, is asserted in ``tests/timeline/test_budget.py``.
"""

from installation.units import MILLISECOND, SECOND

# from a commit to the glass

LEAD_NS = 200 * MILLISECOND
"""How early pictures arrive before they are due where the layout says nothing else; the other
figures are reckoned for it."""
ROLL_NS = round(10.3 * MILLISECOND)
"""From the order to play until libvlc's clock stands at the place that was cued (libvlc 3.0.24)."""
PREPARE_NS = 34 * MILLISECOND
"""The stage uploads and draws a picture this early. Three 1280x720 pictures take 10 ms on a
processor without a graphics card, 27 ms one time in a hundred while three players decode on the
same two cores."""
HEADROOM_NS = 75 * MILLISECOND
"""From a commit to the take: the message arrives, what the decks have kept is in the rings, and the
stage draws it. Decks that stand ready have kept a lead of pictures but for this."""
INSIDE_NS = 65 * MILLISECOND
"""What a cue inside a film takes longer: a deck begins at the picture that is on, up to one and a
half pictures (at 24 a second) before the place that is aimed at."""
RECALL_NS = 5 * MILLISECOND
"""This long before a swap the stage asks for the last time whether a pause calls it off."""
PAUSE_NS = 25 * MILLISECOND
"""From a pause to the instant it holds from: by then the stage has heard of it, and has not swapped
to a picture behind it."""
FAR_NS = 120 * MILLISECOND
"""How much further ahead instants are told when other machines are to hear of them. Each packet up
to 2 ms late and 1 % of them lost, 99.9 % of programmes of nine screens were there after 138 ms, and
99.5 % after 47 (`kiss bench cables`): TCP sends what was lost again."""
LAUNCH_NS = 400 * MILLISECOND
"""How long before it rolls a deck is told the instant; its own thread keeps it to 0.1 ms. Until
then a restart can have the deck as it stands."""

# how often they look and speak

WAKE_MS = 40
"""The least from one look of the controller at what is due to the next: behind a flood of messages,
or levels that are still to be published. Else it looks with each tick."""
BUSY_MS, IDLE_MS, CALM_MS = 3, 40, 250
"""How long a player waits for a message: while a deck is loading; near a seam or a cue; while it
only plays on, or the house is closed. A step of a player's takes 0.3 ms of a processor."""
STATUS_NS = 250 * MILLISECOND
"""A player and the stage report at least this often; what a player is cued for it reports at
once."""
TICK_NS = 100 * MILLISECOND
"""How often the director is asked what follows from the time that has passed: at the controller's
look then, or WAKE_MS later."""

# cues

CUE_NS = 350 * MILLISECOND
"""What a cue may take: the least that a proposal leaves the screens, and what a player reckons with
before it knows better. From the order to the picture it takes 40 to 150 ms, where three players cue
at once up to 300."""
PATIENCE_NS = 4 * SECOND
"""How long a cue waits for its last screen; and the most that one which screens were too slow for
aims further ahead than at first."""
FIRST_PATIENCE_NS = 12 * SECOND
"""How long the first cue waits: processes have to start for it."""
NEWS_NS = 1500 * MILLISECOND
"""How long a restart waits for screens that another line-up is not cued on."""
SYNC_AHEAD_NS = 900 * MILLISECOND
"""How far ahead a sync aims at first."""
CHASE_AHEAD_NS = 850 * MILLISECOND
"""The same of a cue for a master's timecode: the decks stand ready after 0.15 to 0.4 s, and roll
0.31 s before."""
SWAP_AHEAD_NS = 1000 * MILLISECOND
"""The same of a swap that is to come now."""

# around a seam

SEAM_NS = 1500 * MILLISECOND
"""A deck that is cued for a seam this near is not taken away for something else."""
SWAP_SEAM_NS = 700 * MILLISECOND
"""The same while another line-up is proposed for that seam: this is left to cue the old one if the
director does not decide for the new."""
CLEAR_NS = 1600 * MILLISECOND
"""What needs both decks, or another deck than the seam's, keeps this far from it."""
MOVE_SEAM_NS = (1900 * MILLISECOND, 3200 * MILLISECOND)
"""How long before a seam it is moved to meet a master's: players have cued nothing else for it yet,
and there is time."""
CALM_NS = 600 * MILLISECOND
"""How long after a seam the next cue waits: decks that read and decode to their places are a burst
of work, on all screens at once; at a beat it made the swap on the glass up to 40 ms late. Behind an
order that led inside the story nobody waits: the next may follow it, and a restart half a second
after a resume came 45 ms later than one whose pictures stand ready."""
TURN_NS = 200 * MILLISECOND
"""How long a screen leaves to the one before it, once it is calm. Three cues at once kept each
other's sound from the processor for 120 ms. A place that a film plays fast from, and that would be
hurried so (see the player's `_runup`), does not wait: a screen whose turn was last had 0.44 s for
what takes 0.9, and libvlc left out the beat's own picture and the twelve after it."""
TURNS = 3

# another line-up

DECIDE_NS = 1100 * MILLISECOND
"""This long before a boundary it is decided. A deck rolls 210 ms before its first picture is due
and has to be cued before: twice the time that the old line-up needs to come back."""
DECIDED_LATE_NS = 350 * MILLISECOND
"""A controller that comes later to its decision than this was held up itself: it leaves things as
they are."""
DECIDE_INSIDE_NS = 500 * MILLISECOND
"""This long before a place inside the story, where there is nothing else to cue: the lead (200 ms),
110 for the message and the decks, one tick, and as much again."""
DECIDED_LATE_INSIDE_NS = 150 * MILLISECOND
"""The same lateness there."""
SHORT_NS = DECIDE_NS + CUE_NS + 250 * MILLISECOND
"""Cycles shorter than this have no time for it: the swap comes as soon as all stand ready."""
