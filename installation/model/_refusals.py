"""Every reason why a film is refused, or has to wait, and what to do about it. Pure.

Whoever finds one, by whatever it looks at, says which it is and what it found; the words are these.
"""

from enum import Enum

from msgspec import Struct

from installation.errors import LibraryError
from installation.said import NOTHING, Said, said_of

_EXPORT = "Export it again, for example as H.264 in .mp4."
_AGAIN = "Copy or export the film again."
_WHOLE = "Wait until it is copied completely, or copy or export it again."
_WRAP = "Export it as .mp4 or .mkv (ffmpeg -i FILM -c copy film.mp4 keeps its pictures)."
_BAKE = "Export it upright: ffmpeg turns the pictures themselves when it encodes the film again."
_PLAIN = "Rename it, in plain letters."
_LATER = "It is tried again by itself, at a quieter time."
_BY_ITSELF = "It is tried again by itself."
_RESTS = "It is looked at again once it rests."
_WHOSE_FAULT = (
    "If other films end so too, it is this machine or the player (`./kiss doctor` looks); "
    "if only this one does, export it again, for example as H.264 in .mp4."
)
"""What to do about a process that did not live to judge a film: it says nothing of whose fault."""


class Fault(Struct, frozen=True):
    """A fault of a film, and what to do about it; each one line or more."""

    reason: Said
    advice: Said = NOTHING


class Refusal(Enum):
    """A reason, with what was found in braces, and an advice; in the order in which they are found.

    ``fault`` and ``error`` say it of one film, and want what is in the braces by name. Above each
    group stands who finds it.
    """

    # where it lies, and what it is called: library/_scan.py
    UNSPEAKABLE = (
        "its name is not UTF-8, or has control characters in it, so it cannot be shown or sent",
        _PLAIN,
    )
    UNSPEAKABLE_WITHIN = ("{path}: its name is not UTF-8, or has control characters", _PLAIN)
    UNREADABLE_THERE = ("{path}: cannot be read ({why})", "Look at its permissions.")
    NOT_LOOKED_AT = ("{path}: cannot be looked at ({why})", "Take it away, or export it again.")
    NOT_THERE = (
        "{path}: cannot be read ({why})",
        "Put the film there, or correct its name in the manifest.",
    )
    FAULTY_MANIFEST = ("its manifest has a fault: {faults}", "Correct it there.")
    NO_FILE = ("{path}: is {kind}, not a film", "Take it away; films are files.")
    LEADS_OUT = (
        "{path}: is a link that leads out of the folder, to {there}",
        "Lay the file itself there.",
    )
    TWIN = (
        "{path}: a version called '{id}' is there already: {other}",
        "Give one of them another name.",
    )

    # a folder of single pictures: model/_image_sequence.py, library/_single_pictures.py,
    # library/_opening.py
    NO_RATE = ("{path}: rate: is not given", "Write the pictures a second, 'rate: 24'.")
    NO_NUMBERED_PICTURES = (
        "it has a rate, and no numbered pictures",
        "Put them there as kiss_0001.png and so on ({endings}).",
    )
    SEVERAL_FILMS = ("it holds {count} films of pictures: {kinds}", "Leave one of them there.")
    MOSTLY_MISSING = (
        "its pictures are numbered from {first} to {last}, and most are missing",
        "Number them without gaps.",
    )
    PICTURE_MISSING = ("its picture {name} is missing", "Put it there, or number them anew.")
    SAME_NUMBER = (
        "two of its pictures have the same number",
        "Number them all with the same digits.",
    )
    SINGLE_PICTURES = (
        "it is a folder of single pictures, which players are not given",
        "Allow house copies in the layout, or make a film of them.",
    )

    # the file: library/_probe.py, library/_container.py, library/_opening.py,
    # library/_moving_webp.py
    TOO_MANY_BYTES = (
        "it is {size_gb:.0f} GB large, the most is {most_gb:.0f} GB",
        "Export it smaller.",
    )
    EMPTY = ("it is an empty file", _WHOLE)
    UNREADABLE = ("it cannot be read ({why})", "Look at its name and permissions.")
    NOT_WHOLE = ("not a whole file: {lacking}", _WHOLE)
    CUT_OFF = ("truncated at {at}: {lacking}", _WHOLE)
    OTHER_INSIDE = ("it is not {kinds} inside, whatever its name says", _WRAP)
    NO_FILM = ("not a film, or one that is damaged from the start", _EXPORT)
    STILL = ("it is a still picture", "Export it as a film.")
    DAMAGED_WEBP = ("it is a WebP that cannot be decoded ({why})", "Export it again.")

    # its pictures: library/_probe.py, library/_reel.py, library/_original.py
    NO_PICTURES = ("there are no pictures in it, {instead}", "Export it with its pictures.")
    NO_DECODER = ("its codec is not one that can be decoded", _EXPORT)
    TOO_LARGE = (
        "its pictures are {width} x {height}, the most is {longest} x {shortest}",
        "Export it at 3840 x 2160 or less.",
    )
    TOO_LONG = ("it is {length} long, the most is {most}", "Cut it into parts, or make it shorter.")
    NOT_ONE_PICTURE = ("there is not one picture in it", _AGAIN)
    TRUNCATED = ("truncated at {at}", _AGAIN)
    DAMAGED = ("damaged after {at}", _AGAIN)
    CHANGES_SIZE = (
        "its pictures change size at {at}, {width} x {height} to {other_width} x {other_height}",
        _EXPORT,
    )
    FEWER = ("it has fewer pictures than it had before", _EXPORT)

    # their times: model/_cadence.py, library/_probe.py
    NO_TIMES = ("its pictures carry no times", _EXPORT)
    SAME_TIME = (
        "two pictures share one time stamp at {at}",
        "Export the film again at a constant frame rate.",
    )
    RATE_VARIES = (
        "variable frame rate: not always {rate} pictures a second, as at {at}",
        "Export it again at a constant rate (ffmpeg: -fps_mode cfr -r {rate}).",
    )

    # what players cannot have as it is, and house copies can be made of:
    # library/_probe.py, library/_house_copying.py
    TURNED = ("it is stored turned by {degrees} degrees, which players may not undo", _BAKE)
    MIRRORED = ("it is stored mirrored, which players may not undo", _BAKE)
    HIDDEN = (
        "an edit list hides {count} of its pictures, which players may show",
        "Export it again from the editor, not as a trimmed copy.",
    )
    TOO_FAST = (
        "{rate:.0f} pictures a second are more than 60",
        "Export it at 60 pictures a second or less.",
    )
    BEGINS_LATE = (
        "its first picture comes {late_s:.2f} s after its sound begins: nothing to show till then",
        "Export it again with its pictures from the first moment on.",
    )
    INTERLACED = (
        "its pictures are interlaced: each is two half pictures of different moments",
        "Export it progressive (in ffmpeg: -vf bwdif=send_frame).",
    )
    NO_HOUSE_COPY = ("no house copy of it can be made: {why}", _EXPORT)

    # how it plays here: apps/rehearsal.py
    TOO_MUCH = (
        "{size} is more than this machine keeps up with: measured {speed:.1f} x real time",
        "Export it smaller, with fewer pictures a second, or as H.264.",
    )
    STRANGE_PICTURES = ("the player shows other pictures than are in it, from {at} on", _EXPORT)
    LEFT_OUT_PICTURES = ("the player leaves pictures out, from {at} on", _EXPORT)

    # beside its manifest: model/_admission.py
    BEATS_AFTER_THE_END = ("{beats}", "Correct the times of the beats in {manifest}.")

    # what may be the film's fault or not: apps/intake.py, library/_intake_process.py,
    # library/_rehearsal_process.py
    TOO_MUCH_MEMORY = ("it takes too much memory to decode", "Export it smaller.")
    INTAKE_FAILED = ("the intake failed ({why})", _EXPORT)
    CRASHED = ("the intake crashed while it looked at it ({how})", _WHOSE_FAULT)
    HUNG = ("the intake hung for {seconds} s while it looked at it", _WHOSE_FAULT)
    PLAYER_ENDED = ("the player {how} while it rehearsed it", _WHOSE_FAULT)

    # a check of one film: library/_separate_intake.py
    VERDICT_LOST = ("its verdict is lost", "Make room, and check it again.")

    # the machine's fault, or nobody's; the film waits: apps/intake.py, library/_library.py,
    # library/_intake_process.py, library/_rehearsal_process.py
    NO_ACCESS = ("{why}", "Make room or give access to it.")
    CHANGED_READ = ("it changed while it was read", _RESTS)
    CHANGED_VETTED = ("it changed while it was vetted", _RESTS)
    NO_INTAKE = ("no intake could be started ({why})", "It is tried again.")
    INTAKE_ENDED = (
        "the intake was ended before it had seen all of it: by a hand, or as memory ran out",
        _BY_ITSELF,
    )
    REHEARSAL_ENDED = (
        "the rehearsal was ended before it had seen all of it: by a hand, or as memory ran out",
        _LATER,
    )
    NOT_UNDER_WAY = ("the intake was not under way after {seconds} s", _BY_ITSELF)
    HELD_UP = (
        "the intake stood still for {seconds} s: a disk that does not answer, or a hand, held it",
        _BY_ITSELF,
    )
    NO_ROOM_TO_REHEARSE = (
        "memory was lacking while it was rehearsed (/dev/shm)",
        "`./kiss doctor` says how much there should be. It is tried again.",
    )
    TOO_BUSY = ("this machine was too busy to rehearse it ({measured})", _LATER)

    def fault(self, **found: object) -> Fault:
        """Return it as an outcome has it."""
        return Fault(*(said_of(sentence, found) for sentence in self.value))

    def error(self, **found: object) -> LibraryError:
        """Return it as it is raised where it is found."""
        said = self.fault(**found)
        return LibraryError(said.reason, said.advice)
