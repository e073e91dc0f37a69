"""The way of films between machines by Zenoh: catalogues are told, chunks are asked for.

What carries them (connections, encryption, what is sent once more, who is there) is Zenoh's. Its
callbacks come in threads of its own.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping

import zenoh
from zenoh import ext

from installation.errors import MachinesError
from installation.machines._film_rate import FilmRate
from installation.machines._film_values import FilmCatalogue, FilmQuestion, read, written
from installation.machines._own_keys import PairedKeys
from installation.machines._zenoh_callbacks import ZenohCallbacks
from installation.machines._zenoh_config import FILM_PORT, zenoh_config
from installation.machines._zenoh_lasting import hear_lasting, lasting_publisher

ANSWER_S = 6.0
"""How long a chunk may take: the lease of a machine that is gone, and 20 others' turns."""
HEARTBEAT_S = 1.0
WAITING = 64
"""Questions that may wait for their turn; each machine asks one at a time."""


class FilmLine:
    """The way from a machine to the others' films, and from them to its own. One thread uses it.

    All that is sent from here is at most ``per_s`` bytes a second.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        keys: PairedKeys,
        per_s: float,
    ) -> None:
        self._addresses, self._keys = addresses, keys
        self._rate = FilmRate(per_s)
        self._callbacks = ZenohCallbacks()
        self._told: dict[str, FilmCatalogue] = {}
        self._live: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._asked: queue.Queue[zenoh.Query | None] = queue.Queue(WAITING)
        self._session: zenoh.Session | None = None
        self._catalogue: ext.AdvancedPublisher | None = None
        self._server: threading.Thread | None = None

    def open(self, answer: Callable[[FilmQuestion], bytes | None]) -> None:
        """Join the others. Raises MachinesError when that can never be.

        ``answer`` is called in a thread for what others ask: their bytes, or None when it has none.
        """
        try:
            self._join(answer)
        except zenoh.ZError as fault:
            raise MachinesError(f"films cannot be carried: {fault}") from fault

    def _join(self, answer: Callable[[FilmQuestion], bytes | None]) -> None:
        me = self._keys.machine
        session = zenoh.open(zenoh_config(self._addresses, self._keys, FILM_PORT))
        session.liveliness().declare_subscriber(
            "kiss/films/live/*", self._callbacks.of(self._on_life), history=True
        )
        hear_lasting(session, "kiss/films/of/*", self._callbacks.of(self._on_catalogue))
        session.declare_queryable(f"kiss/films/ask/{me}", self._callbacks.of(self._on_question))
        self._catalogue = lasting_publisher(session, f"kiss/films/of/{me}", HEARTBEAT_S)
        self._token = session.liveliness().declare_token(f"kiss/films/live/{me}")
        self._session = session
        self._server = threading.Thread(
            target=self._serve, args=(answer,), name="films", daemon=True
        )
        self._server.start()

    @property
    def machine(self) -> str:
        """Return this machine's name."""
        return self._keys.machine

    def others(self) -> dict[str, FilmCatalogue]:
        """Return what the machines that are there offer."""
        with self._lock:
            return {m: told for m, told in self._told.items() if m in self._live}

    def everybody(self) -> bool:
        """Tell whether all machines of the layout are there, and have told what they have."""
        return self.others().keys() | {self.machine} == self._addresses.keys()

    def tell(self, catalogue: FilmCatalogue) -> None:
        """Tell the others, those that come later, too, what is here."""
        if self._catalogue is not None:
            with contextlib.suppress(zenoh.ZError):
                self._catalogue.put(written(catalogue))

    def ask(self, machine: str, question: FilmQuestion) -> bytes | None:
        """Ask a machine for something; None when it does not have it, or is gone. Takes a while."""
        if self._session is None:
            return None
        with contextlib.suppress(zenoh.ZError):
            replies = self._session.get(
                f"kiss/films/ask/{machine}",
                payload=written(question),
                timeout=ANSWER_S,
                priority=zenoh.Priority.BACKGROUND,  # an answer has its question's
                congestion_control=zenoh.CongestionControl.BLOCK,
            )
            for one in replies:
                if one.ok is not None:
                    return one.ok.payload.to_bytes()
        return None

    def close(self) -> None:
        """Leave the others."""
        session, self._session = self._session, None
        if session is None or self._server is None:
            return
        self._asked.put(None)
        self._server.join()
        with contextlib.suppress(zenoh.ZError):
            session.close()
        self._callbacks.wait()

    # in Zenoh's threads

    def _on_life(self, sample: zenoh.Sample) -> None:
        machine = str(sample.key_expr).rpartition("/")[2]
        with self._lock:
            lives = sample.kind == zenoh.SampleKind.PUT and machine != self.machine
            self._live = self._live | {machine} if lives else self._live - {machine}

    def _on_catalogue(self, sample: zenoh.Sample) -> None:
        machine = str(sample.key_expr).rpartition("/")[2]
        with contextlib.suppress(ValueError):
            told = read(sample.payload.to_bytes(), FilmCatalogue)
            if machine in self._addresses and machine != self.machine:
                with self._lock:
                    self._told[machine] = told

    def _on_question(self, query: zenoh.Query) -> None:
        with contextlib.suppress(queue.Full):  # it is asked once more
            self._asked.put_nowait(query)

    # in the thread that answers

    def _serve(self, answer: Callable[[FilmQuestion], bytes | None]) -> None:
        while (query := self._asked.get()) is not None:
            with contextlib.suppress(zenoh.ZError, ValueError), query:
                question = read(query.payload.to_bytes() if query.payload else b"", FilmQuestion)
                data = answer(question)
                if data is None:
                    query.reply_err(b"")
                    continue
                time.sleep(self._rate.wait_s(len(data), time.monotonic()))
                query.reply(query.key_expr, data)
