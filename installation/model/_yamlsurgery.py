"""One value put into, or taken out of, a YAML text; the rest of the text is not written again.

ruamel says where things are and how values are written; it is imported here only. Positions are
indices into the text. Where a text is written in a way that is not foreseen here (complex keys),
ValueError or LookupError is raised, or what comes out is wrong: the caller reads it again.
"""

import io
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from installation.model._yamltext import Data, Path

FIRST, LAST = "\0first", "\0last"
"""Where a new key goes, when not behind another one."""


class _Entry:
    """A key with its value, or an item of a list, as it stands in a text."""

    def __init__(self, text: str, key: ScalarNode | None, node: Node) -> None:
        self.key: str | None = None
        self.node = node
        self.start = self.head = node.start_mark.index
        if key is not None:
            self.key = str(key.value)
            self.start = key.start_mark.index
            self.head = text.index(":", key.end_mark.index) + 1
        plain = isinstance(node, ScalarNode) and node.style is None
        self.bare = plain and not node.value
        """No value is written at all."""
        self.says_nothing = (plain and node.value in ("", "~", "null")) or not node.value
        self.end = self.head if self.bare else _end(text, node)


def _end(text: str, node: Node) -> int:
    """Return where what a node says ends; blank lines and comments behind it are not its own."""
    if isinstance(node, ScalarNode) and node.style == "|":
        at = _line_end(text, node.start_mark.index)
        for _ in str(node.value).removesuffix("\n").split("\n") if node.value else ():
            at = _line_end(text, at)  # a line of nothing but spaces may be said, too
        return at - (text[at - 1] == "\n")
    if isinstance(node, ScalarNode) and node.style == ">":
        start = node.start_mark.index
        return int(start + len(text[start : node.end_mark.index].rstrip()))
    if isinstance(node, ScalarNode) or _in_braces(node):
        return int(node.end_mark.index)
    return max(entry.end for entry in _entries(text, node))


def _in_braces(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and bool(node.flow_style)


def _entries(text: str, node: Node) -> list[_Entry]:
    if isinstance(node, MappingNode):
        return [_Entry(text, key, value) for key, value in node.value]
    if isinstance(node, SequenceNode):
        return [_Entry(text, None, value) for value in node.value]
    return []


def _find(entries: list[_Entry], step: str | int) -> _Entry | None:
    if isinstance(step, int):
        return entries[step] if step < len(entries) else None
    return next((entry for entry in entries if entry.key == step), None)


def put(text: str, path: Path, value: Data, after: str = LAST) -> str:
    """The text with a value at ``path``: another one, or a new entry behind the key ``after``.

    All but the last step of the path are there.
    """
    node, parent, flow = YAML().compose(text), None, False
    if node is None:
        head = text if not text or text.endswith("\n") else text + "\n"
        return head + _block({str(path[0]): value}, 0)
    for step in path[:-1]:
        flow = flow or _in_braces(node)
        parent = _find(_entries(text, node), step)
        if parent is None:
            raise LookupError(step)
        node = parent.node
    flow = flow or _in_braces(node)
    there = _find(_entries(text, node), path[-1])
    if there is not None:
        return _replaced(text, there, value, node.start_mark.column, flow)
    return _inserted(text, node, parent, path[-1], value, after)


def removed(text: str, path: Path) -> str:
    """The text without the entry at ``path``; a block that loses its last one is left empty."""
    node: Node = YAML().compose(text)
    entry: _Entry | None = None
    for step in path:
        holder, node_of_holder = entry, node
        entry = _find(_entries(text, node), step)
        if entry is None:
            raise LookupError(step)
        node = entry.node
    assert entry is not None
    entries = _entries(text, node_of_holder)
    if len(entries) == 1 and holder is not None:
        empty = "[]" if isinstance(node_of_holder, SequenceNode) else "{}"
        return f"{text[: holder.head]} {empty}{text[holder.end :]}"
    if _in_braces(node_of_holder):
        i = [e.start for e in entries].index(entry.start)
        if i + 1 < len(entries):
            return text[: entry.start] + text[entries[i + 1].start :]
        return text[: entries[i - 1].end if i else entry.start] + text[entry.end :]
    begins = text.rfind("\n", 0, entry.start) + 1
    before = text[begins : entry.start].strip()
    if before != ("-" if entry.key is None else ""):
        following = entries[1].start if len(entries) > 1 else entry.end
        if entry.key is None or set(before) != {"-"} or text[entry.end : following].strip():
            raise ValueError("more than this entry begins on its line")
        return text[: entry.start] + text[following:]  # the next key stands behind the dash
    return text[:begins] + text[_line_end(text, entry.end) :]


def _replaced(text: str, entry: _Entry, value: Data, column: int, flow: bool) -> str:
    """Another value for an entry that is there, in a block that begins at ``column``."""
    line = text[entry.end : _line_end(text, entry.end)]
    if _has_lines(value) and not flow and entry.key is not None and not line.strip():
        new = _block({entry.key: value}, column).strip()
        return text[: entry.start] + new + text[entry.end :]
    plain = not isinstance(value, dict | list) or not value or _is_row(value)
    if flow or entry.key is None or plain:
        new = _inline(value)
        if "\n" in text[entry.head : entry.end] or entry.bare:
            return (
                f"{text[: entry.head]}{' ' if entry.key is not None else ''}{new}"
                + (text[entry.end :])
            )
        return text[: entry.node.start_mark.index] + new + text[entry.end :]
    lines = _block({entry.key: value}, column).partition("\n")[2]
    if entry.says_nothing:  # what is said behind the key stays there
        text = text[: entry.head] + text[entry.end :]
        at = _line_end(text, entry.head)
        return _with_newline(text[:at]) + lines + text[at:]
    return f"{text[: entry.head]}\n{lines.rstrip()}{text[entry.end :]}"


def _inserted(
    text: str, node: Node, parent: _Entry | None, step: str | int, value: Data, after: str
) -> str:
    entries = _entries(text, node)
    named = isinstance(step, str)
    if named != isinstance(node, MappingNode):
        raise ValueError("a key in a list, or an item in a block")
    before = _find(entries, after) if after not in (FIRST, LAST) else None
    if _in_braces(node):
        new = _inline({step: value})[1:-1] if isinstance(step, str) else _inline(value)
        if after == FIRST and entries:
            return f"{text[: entries[0].start]}{new}, {text[entries[0].start :]}"
        at = (before or entries[-1]).end if entries else node.start_mark.index + 1
        return f"{text[:at]}{', ' if entries else ''}{new}{text[at:]}"
    column = node.start_mark.column
    if isinstance(step, str):
        new = _block({step: value}, column)
    else:
        new = _block([value], column)
    at = _past_its_comments(text, _line_end(text, (before or entries[-1]).end), column)
    if after == FIRST and parent is not None and "\n" in text[parent.head : entries[0].start]:
        at = _line_end(text, parent.head)
    return _with_newline(text[:at]) + new + text[at:]


def _line_end(text: str, at: int) -> int:
    """Return where the line after a position begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _past_its_comments(text: str, at: int, column: int) -> int:
    """Behind comments that go on with an entry: indented deeper than its block's ``column``."""
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end]
        if line.lstrip()[:1] != "#" or len(line) - len(line.lstrip()) <= column:
            break
        at = end
    return at


def _with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


# ---- values as text --------------------------------------------------------------------------


class _Representer(RoundTripRepresenter):
    """Numbers as people write them: no exponents, which our reader takes for words."""

    def represent_float(self, data: float) -> Any:
        """A float with all its digits."""
        text = f"{Decimal(repr(data)):f}"
        point = "" if "." in text else ".0"
        return self.represent_scalar("tag:yaml.org,2002:float", text + point)


_Representer.add_representer(float, _Representer.represent_float)
_Representer.add_representer(
    type(None), lambda self, _: self.represent_scalar("tag:yaml.org,2002:null", "null")
)


def _writer(flow: bool) -> YAML:
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.default_flow_style = flow
    yaml.width = 1 << 20
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _inline(value: Data) -> str:
    """A value on one line, as it may stand anywhere."""
    out = io.StringIO()
    _writer(True).dump({"k": _styled(value, flow=True)}, out)
    return out.getvalue().strip().removeprefix("{k: ")[:-1]


def _block(value: Data, column: int) -> str:
    """Entries on lines of their own, indented by ``column``."""
    out = io.StringIO()
    _writer(False).dump(_styled(value), out)
    pad = " " * column
    lines = out.getvalue().splitlines()
    if isinstance(value, list):
        lines = [line[2:] for line in lines]  # ruamel indents a list by its offset
    return "".join(f"{pad}{line}\n" if line else "\n" for line in lines)


def _has_lines(value: Data) -> bool:
    """Tell whether it is written as lines: not if its last ones are empty, which have no end."""
    if not isinstance(value, str) or "\n" not in value:
        return False
    return bool(value.strip("\n")) and not value.endswith("\n\n")


def _is_row(value: Data) -> bool:
    """Tell whether it is a list of numbers, which people write on one line."""
    return isinstance(value, list) and bool(value) and all(type(n) in (int, float) for n in value)


def _styled(value: Data, inside: bool = False, flow: bool = False) -> Any:
    """As people write it: texts of several lines as such, small blocks and rows in braces."""
    if isinstance(value, dict):
        small = inside and not any(isinstance(inner, dict | list) for inner in value.values())
        block = CommentedMap(
            {
                _styled(key, flow=True): _styled(inner, flow=flow or small)
                for key, inner in value.items()
            }
        )
        if small:
            block.fa.set_flow_style()
        for key, inner in value.items():
            if _is_row(inner):
                block[key] = CommentedSeq(inner)
                block[key].fa.set_flow_style()
        return block
    if isinstance(value, list):
        return [_styled(item, True, flow) for item in value]
    if isinstance(value, str) and _has_lines(value) and not flow:
        return LiteralScalarString(value)
    if isinstance(value, str) and (value[:1] in ":?-" or "\n" in value):
        return DoubleQuotedScalarString(value)  # ruamel would leave ":b" bare, PyYAML trips on it
    return value
