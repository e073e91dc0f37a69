"""The one show that all tests of this folder act upon, in turn."""

from collections.abc import Iterator

import pytest
from left_behind import nothing_left_behind
from shared_show import SharedShow
from show_rig import Films, Played, Sight

from installation.rig import VirtualHeads


@pytest.fixture(scope="package")
def shared(films: Films, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedShow]:
    made = SharedShow(tmp_path_factory.mktemp("one-show"), films)
    yield made
    made.end()


@pytest.fixture
def running(request: pytest.FixtureRequest, shared: SharedShow) -> Iterator[SharedShow]:
    """The show as it was begun. After a test that fails or spoils it, the next has a new one.

    Only a test with the mark ``harms`` may leave faults in the ledger, and those are to be over.
    What is found after a test is what the next one begins with.
    """
    shared.begin()
    failed = request.session.testsfailed
    yield shared
    if request.session.testsfailed > failed:
        shared.end()
    if not shared.running:
        return
    odd = shared.mended()
    if not odd and request.node.get_closest_marker("harms") is None:
        odd = "; ".join(f"in the ledger: {fault.by}: {fault.what}" for fault in shared.faults())
    if odd:
        shared.end()
        pytest.fail(f"it spoilt the shared show, and the next test has a new one: {odd}")


@pytest.fixture(autouse=True)
def nothing_left(running: SharedShow) -> Iterator[None]:
    """Fail the test that leaves something behind beside the show, whose processes may be new."""
    with nothing_left_behind(running.show.tree.pids):
        yield


@pytest.fixture
def show(running: SharedShow) -> Played:
    return running.show


@pytest.fixture
def sight(running: SharedShow) -> Sight:
    return running.sight


@pytest.fixture
def heads(running: SharedShow) -> VirtualHeads:
    return running.heads
