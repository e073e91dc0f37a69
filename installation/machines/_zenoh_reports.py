"""Reports from machine to machine, over the way that they have: asked, answered, nothing changed.

Whoever asks joins the machines for a moment, with a paired machine's keys: no show is needed there.
"""

import contextlib
import threading
import time
from collections.abc import Iterable, Mapping

import zenoh

from installation.errors import LibraryError, LinkError, MachinesError
from installation.ledger import Account, account_heard
from installation.link import AskReport, decode, encode
from installation.machines._own_account import PATIENCE_S, OwnAccount
from installation.machines._own_keys import PairedKeys
from installation.machines._zenoh_callbacks import ZenohCallbacks
from installation.machines._zenoh_config import zenoh_config

JOIN_S = 3.0
"""How long who asks waits for machines to be there: connections are tried again after a second."""
BUSY = "it makes another report just now; ask again"


class ReportDesk:
    """Answers for one machine, one question at a time, each on a thread of its own."""

    def __init__(
        self,
        session: zenoh.Session,
        machine: str,
        account: OwnAccount,
        callbacks: ZenohCallbacks,
    ) -> None:
        self._account = account
        self._busy = threading.Lock()
        session.declare_queryable(f"kiss/report/{machine}", callbacks.of(self._on_question))

    def _on_question(self, query: zenoh.Query) -> None:
        with contextlib.suppress(LinkError):
            asked = decode(query.payload.to_bytes() if query.payload else b"")
            if isinstance(asked, AskReport):
                work = (query, asked)
                threading.Thread(target=self._answer, args=work, name="report", daemon=True).start()

    def _answer(self, query: zenoh.Query, asked: AskReport) -> None:
        with contextlib.suppress(zenoh.ZError), query:
            if not self._busy.acquire(blocking=False):
                query.reply_err(BUSY.encode())
                return
            try:
                query.reply(query.key_expr, self._account(asked))
            except LibraryError as fault:
                query.reply_err(str(fault.message).encode())
            finally:
                self._busy.release()


def ask_reports(
    addresses: Mapping[str, str], keys: PairedKeys, asked: AskReport
) -> dict[str, Account | str]:
    """Return each other machine's account of a span, or in words why there is none.

    Raises MachinesError when nobody can be asked.
    """
    others = [machine for machine in addresses if machine != keys.machine]
    try:
        with zenoh.open(zenoh_config(addresses, keys, listens=False)) as session:
            there = _there(session, others)
            answers = {
                one: session.get(
                    f"kiss/report/{one}", payload=encode(asked), timeout=PATIENCE_S + JOIN_S
                )
                for one in others
                if one in there
            }
            return {
                one: _heard(answers[one]) if one in answers else "is not there" for one in others
            }
    except zenoh.ZError as fault:
        raise MachinesError(f"the other machines cannot be asked: {fault}") from fault


def _there(session: zenoh.Session, others: list[str]) -> set[str]:
    """Return which of the others are there, as soon as all are, or the time is over."""
    until_s = time.monotonic() + JOIN_S
    while True:
        found = {
            str(reply.ok.key_expr).rpartition("/")[2]
            for reply in session.liveliness().get("kiss/live/*", timeout=0.5)
            if reply.ok
        }
        if found.issuperset(others) or time.monotonic() > until_s:
            return found
        time.sleep(0.1)


def _heard(replies: Iterable[zenoh.Reply]) -> Account | str:
    for one in replies:
        if one.ok is None:
            return one.err.payload.to_bytes().decode(errors="replace") if one.err else "refuses"
        try:
            return account_heard(one.ok.payload.to_bytes())
        except LibraryError as fault:
            return str(fault.message)
    return "does not answer"
