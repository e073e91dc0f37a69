"""Describes the door for programs (OpenAPI 3.1), from the table of orders. Pure."""

from typing import Any

from installation import __version__
from installation.door._asked import KINDS
from installation.door._line import LineNow
from installation.model import OrderKind, Role, Takes
from installation.said import Said, said_schema

Json = dict[str, Any]
_READS = str(Role.VISITOR)


def openapi(status: Json, components: Json) -> Json:
    """Return the whole description; ``status`` is the schema of the show's status."""
    paths: Json = {f"/api/orders/{name}": {"post": _order(kind)} for name, kind in KINDS.items()}
    paths |= {
        "/api/status": {"get": _read("the show's status", "application/json", status)},
        "/api/me": {"get": _read("whose key this is, and its role", "application/json", _ME)},
        "/pictures/wall.jpg": {"get": _picture("all screens of one instant, side by side")},
        "/pictures/screens/{screen}.jpg": {"get": _picture("a screen") | _SCREEN},
        "/pictures/versions/{revision}/{file}": {"get": _STILL},
        "/api/meters": {
            "get": _read("how loud each is heard, its peak of 0.4 s", "application/json", _PEAKS)
        },
        "/captions": {"get": _captions()},
        "/metrics": {"get": _read("figures for Prometheus", "text/plain", {"type": "string"})},
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The Kiss",
            "version": __version__,
            "description": "Orders to the running show, and what it says. `/api/live` is a "
            "WebSocket that sends the status whenever it changes: subprotocols `kiss` and "
            "`key.` with the key behind it, or the header Authorization.",
        },
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "`kiss door key`"}
            },
            "schemas": {**components, "Answer": _ANSWER},
        },
    }


_ME: Json = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "role": {"enum": [str(role) for role in Role]}},
}
_ANSWER: Json = {
    "type": "object",
    "properties": {
        "ok": {"type": "boolean"},
        "text": {"type": "string", "description": "what the show says to it, in English"},
        "said": {
            "description": "the same with its sentence and what stands in it, for translations",
            **said_schema(Said),
        },
        "undo": {
            "type": "object",
            "description": "the order that takes it back, if there is one",
            "properties": {"order": {"enum": list(KINDS)}, "words": {"type": "object"}},
        },
    },
}
_LINE: Json = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in LineNow.__struct_fields__ if name != "languages"
    }
    | {"languages": {"type": "array", "items": {"type": "string"}}},
}
_SAYS: Json = {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}


def _refusals(*codes: int) -> Json:
    told = {
        400: "The body is not what the order takes.",
        401: "No key, or one that opens nothing.",
        403: "The key's role does not allow it.",
        409: "The show has refused it; the text says why.",
        429: "Too much at once.",
        503: "The show does not answer.",
    }
    return {str(code): {"description": told[code], "content": _SAYS} for code in codes}


def _read(what: str, kind: str, schema: Json) -> Json:
    return {
        "summary": f"{what[0].upper()}{what[1:]}",
        "tags": [_READS],
        "responses": {
            "200": {"description": "It is.", "content": {kind: {"schema": schema}}},
            **_refusals(401, 429, 503),
        },
    }


_SCREEN: Json = {
    "parameters": [{"name": "screen", "in": "path", "required": True, "schema": {"type": "string"}}]
}


def _picture(what: str) -> Json:
    schema = {"type": "string", "contentMediaType": "image/jpeg"}
    return _read(f"{what}, as it is now, small", "image/jpeg", schema)


_PEAKS: Json = {"type": "object", "additionalProperties": {"type": "number"}}
_STILL = _read(
    "a version's small picture at a beat, by the status's `revision` and `pictures`",
    "image/jpeg",
    {"type": "string", "contentMediaType": "image/jpeg"},
) | {
    "tags": [str(Role.ATTENDANT)],
    "parameters": [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("revision", "file")
    ],
}


def _captions() -> Json:
    about = {
        "language": "one of those there are; that on the wall without it",
        "screen": "whose line; that which is heard without it",
    }
    return _read("the line of this moment", "application/json", _LINE) | {
        "parameters": [
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
            for name, text in about.items()
        ]
    }


def _order(kind: OrderKind) -> Json:
    rows = list(zip(kind.names, kind.takes, kind.defaults, strict=True))
    schema: Json = {
        "type": "object",
        "properties": {name: _word(takes) for name, takes, _ in rows},
        "required": [name for name, _, default in rows if default is None],
        "additionalProperties": False,
    }
    return {
        "operationId": kind.name,
        "summary": f"{kind.help[0].upper()}{kind.help[1:]}",
        "tags": [str(kind.role)],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "description": "a name for this press: sent twice, it is carried out once",
                "schema": {"type": "string", "maxLength": 64},
            }
        ],
        "requestBody": {
            "required": bool(schema["required"]),
            "content": {"application/json": {"schema": schema}},
        },
        "responses": {
            "200": {"description": "It is carried out.", "content": _SAYS},
            **_refusals(400, 401, 403, 409, 429, 503),
        },
    }


def _word(takes: Takes) -> Json:
    schema: Json = {"description": takes.about, "examples": [takes.example]}
    if takes is Takes.PERCENT:
        return schema | {"type": "integer", "minimum": 0, "maximum": 100, "examples": [40]}
    return schema | ({"enum": list(takes.choices)} if takes.choices else {"type": "string"})
