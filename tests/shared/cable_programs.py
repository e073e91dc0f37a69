"""Programs in place of `cec-ctl` and `ddcutil`, with a television or monitors behind them."""

import json
import sys
from pathlib import Path
from typing import Any

_PROGRAM = """#!{python}
import sys
sys.path.insert(0, {here!r})
from cable_programs import {name}
sys.exit({name}({state!r}, sys.argv[1:]))
"""


def write_program(folder: Path, tool: str, name: str, **state: Any) -> Path:
    """A program of that name in the folder; returns the file with what is behind it."""
    file = folder / f"{tool}.json"
    file.write_text(json.dumps({"told": [], **state}))
    program = folder / tool
    here = str(Path(__file__).parent)
    program.write_text(
        _PROGRAM.format(python=sys.executable, here=here, name=name, state=str(file))
    )
    program.chmod(0o755)
    return file


def behind(file: Path) -> dict[str, Any]:
    """What is behind a program by now."""
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def television(state: str, words: list[str]) -> int:
    """`cec-ctl` 1.22 with a television at the other end of the wire.

    ``power`` as CEC numbers it; ``address`` where it says we are; ``slow`` looks until it changes;
    ``deaf``: nobody answers; ``stubborn``: it answers, and stays as it is.
    """
    file = Path(state)
    tv = json.loads(file.read_text())
    if words[:1] != ["--device"] or words[1] != tv["device"]:
        print(f"Failed to open {words[1]}: No such file or directory", file=sys.stderr)
        return 1
    order = words[2:]
    said = []
    if "--skip-info" not in order:
        said.append(f"Driver Info:\n\tPhysical Address           : {tv['address']}")
    for orders, power in (("--standby", 1), ("--image-view-on", 0)):
        if orders in order:
            tv["told"].append(orders)
            if tv.get("deaf"):
                said.append("\tTx, Not Acknowledged (4), Max Retries")
            elif not tv.get("stubborn"):
                tv["coming"] = [tv.get("slow", 0), power]
    if "--active-source" in order:
        tv["told"].append(order[-1])
    if "--give-device-power-status" in order:
        looks, power = tv.pop("coming", [0, tv["power"]])
        if looks:
            tv["coming"] = [looks - 1, power]
        else:
            tv["power"] = power
        names = "on", "standby", "to-on", "to-standby"
        if tv.get("deaf"):
            said.append("\tTx, Not Acknowledged (4), Max Retries")
        elif tv.get("mute"):
            said.append("\tTx, OK, Rx, Timeout")
        else:
            said.append(
                f"REPORT_POWER_STATUS (0x90):\n\tpwr-state: {names[tv['power']]} (0x0{tv['power']})"
            )
    file.write_text(json.dumps(tv))
    print("\n".join(said))
    return 0


def monitors(state: str, words: list[str]) -> int:
    """`ddcutil` 1.4 with monitors on buses; ``buses`` has each one's power, None: no DDC/CI."""
    file = Path(state)
    there = json.loads(file.read_text())
    if words == ["detect", "--terse"]:
        for number, (bus, power) in enumerate(there["buses"].items(), 1):
            title = "Invalid display" if power is None else f"Display {number}"
            print(f"{title}\n   I2C bus:             /dev/i2c-{bus}\n   Monitor: TST:Test:1\n")
        return 0
    assert words[0] == "--bus" and words[2:5] == ["--noverify", "setvcp", "d6"], words
    there["told"].append([words[1], words[5]])
    known = there["buses"].get(words[1]) is not None and not there.get("deaf")
    if known:
        there["buses"][words[1]] = words[5]
    file.write_text(json.dumps(there))
    if not known:
        print("DDC communication failed for monitor on bus", file=sys.stderr)
        return 1
    return 0
