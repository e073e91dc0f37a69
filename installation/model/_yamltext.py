"""YAML text as plain data, with the line and column of everything in it.

A small, calm part of YAML 1.2: blocks, lists, text, numbers, true, false, null. Words such as
``on`` and ``no`` stay words, ``0:07`` is not base sixty, a serial number keeps its zeros
(``0012``) and dates are text until a model reads them. Anchors and tags are refused: nothing here
can name a Python object or unfold into gigabytes. The only file that imports yaml.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

Path = tuple[str | int, ...]
"""Where something is in a document: the keys and list indices that lead to it."""

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None


class Spot(NamedTuple):
    """A place in a text, both counted from 1."""

    line: int
    column: int


class YamlFault(NamedTuple):
    """One thing that is wrong: where in the document, what, and the spot when it is known."""

    path: Path
    text: str
    spot: Spot | None = None


@dataclass
class Document:
    """A text's ``data``, the places of its parts (``spots``), and its ``faults``."""

    data: Data = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    faults: list[YamlFault] = field(default_factory=list)

    def spot(self, path: Path) -> Spot:
        """Return where a path is; for one that is not there, the nearest block around it."""
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots.get(path, Spot(1, 1))


class _Loader(yaml.SafeLoader):
    """YAML's scanner and parser with the few kinds of plain values above."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  as PyYAML has it


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|false|False)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|)$"), ["~", "n", "N", ""]
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)$"),
    list("-+.0123456789"),
)

_SCALARS: dict[str, Callable[[str], Data]] = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text in ("true", "True"),
    "tag:yaml.org,2002:null": lambda _: None,
}
_KINDS = {"map", "seq"}

_OPENING = (
    yaml.BlockMappingStartToken
    | yaml.BlockSequenceStartToken
    | yaml.FlowMappingStartToken
    | yaml.FlowSequenceStartToken
)
_CLOSING = yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken
_DEEPEST = 20


def read_yaml(text: str) -> Document:
    """Read one YAML document. Never raises; a text that is not YAML is a document with faults."""
    document = Document()
    try:
        refused = _refused(text)
        if refused:
            document.faults.append(refused)
            return document
        root = yaml.compose(text, Loader=_Loader)
        if root is None:
            document.faults.append(YamlFault((), "the file is empty", Spot(1, 1)))
        else:
            document.data = _value(root, (), document)
    except yaml.YAMLError as fault:
        document.faults.append(_syntax_fault(fault, text))
    return document


def _refused(text: str) -> YamlFault | None:
    """The first thing that is YAML, but not read here."""
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > _DEEPEST:
            return YamlFault((), "the blocks are nested too deep", _spot(token.start_mark))
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            what = "a word that begins with & or * needs quotes"
            return YamlFault((), what, _spot(token.start_mark))
    return None


def _spot(mark: yaml.Mark) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)


def _value(node: yaml.Node, path: Path, document: Document) -> Data:
    spot = document.spots.setdefault(path, _spot(node.start_mark))
    if isinstance(node, yaml.ScalarNode):
        convert = _SCALARS.get(node.tag)
        if convert is None:
            document.faults.append(YamlFault(path, f"the tag {node.tag!r} is not read here", spot))
            return None
        try:
            return convert(node.value)
        except ValueError:
            document.faults.append(YamlFault(path, "is not a number that can be read", spot))
            return None
    if node.tag.rpartition(":")[2] not in _KINDS:
        document.faults.append(YamlFault(path, f"the tag {node.tag!r} is not read here", spot))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), document) for i, item in enumerate(node.value)]
    result: dict[str, Data] = {}
    for key, value in node.value:
        place = _spot(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            document.faults.append(YamlFault(path, "a key should be one plain word", place))
            continue
        inner = (*path, key.value)
        if key.value in result:
            first = document.spots[inner].line
            document.faults.append(YamlFault(inner, f"is here twice, first in line {first}", place))
            continue
        document.spots[inner] = place
        result[key.value] = _value(value, inner, document)
    return result


def _syntax_fault(fault: yaml.YAMLError, text: str) -> YamlFault:
    if isinstance(fault, yaml.MarkedYAMLError):
        mark = fault.problem_mark or fault.context_mark
        what = ", ".join(part for part in (fault.context, fault.problem) if part)
        if "'\\t'" in what:
            what = "a tab; indent with spaces"
        if re.search("end of stream|<stream end>", what) and fault.context_mark:
            what, mark = "a {, a [ or a quote that begins here is never closed", fault.context_mark
        return YamlFault((), f"not YAML: {what}", _spot(mark) if mark else Spot(1, 1))
    at = getattr(fault, "position", 0)  # of a character that no text file should hold
    line = text.count("\n", 0, at) + 1
    return YamlFault((), "not YAML: a character that is not text", Spot(line, 1))
