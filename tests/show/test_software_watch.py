"""What was upgraded underneath the show is said once for each part, with who still has it."""

from installation.said import NOTHING, verbatim
from installation.show._software_watch import LOOK_NS, SoftwareWatch
from installation.show._supervisor import SupervisedProcess

VLC = "7f0-7f1 r-xp 0000 fe:00 12 /usr/lib/x86_64-linux-gnu/libvlc.so.5.6.1 (deleted)\n"
GL = "7f0-7f1 r-xp 0000 fe:00 12 /usr/lib/x86_64-linux-gnu/dri/iris_dri.so (deleted)\n"


def a_worker(name: str, pid: int | None) -> SupervisedProcess:
    return SupervisedProcess(name, ["true"], pid=pid)


def test_a_part_is_told_with_those_who_have_the_old_one_until_they_have_not() -> None:
    maps = {1: VLC, 2: VLC, 3: GL + VLC}
    workers = [a_worker("left", 1), a_worker("right", 2), a_worker("stage", 3)]
    workers.append(a_worker("remote", None))
    watch = SoftwareWatch(maps.__getitem__, lambda: NOTHING)
    watch.look(workers, 0)
    driver, vlc = sorted(watch.notes(), key=len)
    assert driver.startswith("the graphics driver was upgraded underneath stage:")
    assert "restart the machine" in driver
    assert vlc.startswith("libvlc was upgraded underneath left, right, stage:")
    maps.update({1: "", 2: "", 3: ""})
    watch.look(workers, LOOK_NS - 1)
    assert len(watch.notes()) == 2
    watch.look(workers, LOOK_NS)
    assert watch.notes() == ()


def test_a_driver_of_two_versions_and_a_process_that_is_gone() -> None:
    def gone(_: int) -> str:
        raise ProcessLookupError

    watch = SoftwareWatch(gone, lambda: verbatim("the graphics driver is of two versions: 1"))
    watch.look([a_worker("left", 1)], 0)
    (note,) = watch.notes()
    assert note.startswith("the graphics driver is of two versions") and "Start the machine" in note
