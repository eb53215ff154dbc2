"""Specifications of any size, made by a seed: what people's own are made of, as often as in those.

Three models and some three kilobytes stand for each operation, which is what the larger public
ones have: models that share a part, refer to one another, nest objects and choose between several.
"""

import random
import re
from typing import Any

__all__ = ["made"]

Document = dict[str, Any]

_WORDS = re.findall(
    "[a-z]+",
    "account amount archive batch billing card charge city client code country credit currency "
    "customer daily date delivery discount event expiry external fee file filter group hash host "
    "image invoice item label last limit line link list locale market member message method mode "
    "name note number offer order owner page parent payment period phone plan policy price product "
    "profile quantity rate reason record refund region report request result role rule score scope "
    "season section service session shift sign size source stage state status step stock store "
    "street tax team term text ticket time title token total track transfer type unit user value "
    "vendor version view visit volume voucher window zone",
)
_METHODS = ("get", "post", "get", "delete", "get", "put")
_FORMATS = ("date-time", "uuid", "uri", "email", "date")


def made(operations: int, seed: int = 1) -> Document:
    """Make a specification with so many operations; the same seed makes the same one."""
    return _Maker(operations, random.Random(seed)).document()


class _Maker:
    def __init__(self, operations: int, chance: random.Random) -> None:
        self._operations, self._chance = operations, chance
        self._models = [f"{self._noun()}{number}" for number in range(3 * operations)]

    def document(self) -> Document:
        paths: Document = {}
        for number in range(self._operations):
            path = f"/{self._chance.choice(_WORDS)}-{number // 2}/{{id}}"
            method = _METHODS[number % len(_METHODS)]
            paths.setdefault(path, {})[method] = self._operation(number, method)
        schemas = {name: self._model(place) for place, name in enumerate(self._models)}
        schemas["Failure"] = {"type": "object", "properties": self._properties(3)}
        return {
            "openapi": "3.0.3",
            "info": {"title": "Made", "version": "1", "description": self._text(40)},
            "servers": [{"url": "https://made.example/v1"}],
            "tags": [{"name": word, "description": self._text(8)} for word in _WORDS[:60]],
            "paths": paths,
            "components": {"schemas": schemas},
        }

    def _operation(self, number: int, method: str) -> Document:
        body = {"requestBody": {"content": self._json(3 * number)}} if method[0] == "p" else {}
        return {
            "operationId": f"{method}{self._noun()}{number}",
            "tags": [_WORDS[number % 60]],
            "summary": self._text(6),
            "description": self._text(40),
            "parameters": [self._identifier(), *map(self._parameter, range(number % 5))],
            **body,
            "responses": {
                "200": {"description": self._text(6), "content": self._json(3 * number + 1)},
                "default": {
                    "description": "It failed.",
                    "content": {"application/json": {"schema": _reference("Failure")}},
                },
            },
        }

    def _identifier(self) -> Document:
        schema = {"type": "string"}
        return {"name": "id", "in": "path", "required": True, "schema": schema}

    def _parameter(self, number: int) -> Document:
        name = f"{self._chance.choice(_WORDS)}_{number}"
        described = {"name": name, "in": "query", "description": self._text(12)}
        return {**described, "schema": self._scalar()}

    def _json(self, model: int) -> Document:
        return {"application/json": {"schema": _reference(self._models[model])}}

    def _model(self, place: int) -> Document:
        own = {"type": "object", "properties": self._properties(self._chance.randint(2, 11))}
        described = {"description": self._text(15)}
        if place % 10 == 1:
            return {**described, "allOf": [_reference(self._models[place - 1]), own]}
        if place % 25 == 3:
            return {**described, "oneOf": [_reference(self._models[place - n]) for n in (1, 3)]}
        required = sorted(own["properties"])[:2]
        return {**described, **own, "required": required}

    def _properties(self, count: int) -> Document:
        names = self._chance.sample(_WORDS, count)
        return {f"{word}Of{self._noun()}": self._property() for word in names}

    def _property(self) -> Document:
        kind = self._chance.random()
        if kind < 0.12:
            return _reference(self._chance.choice(self._models))
        described = {"description": self._text(self._chance.randint(4, 24))}
        if kind < 0.20:
            items = _reference(self._chance.choice(self._models))
            return {**described, "type": "array", "items": items}
        if kind < 0.26:
            inner = {f"{word}Part": self._scalar() for word in self._chance.sample(_WORDS, 3)}
            return {**described, "type": "object", "properties": inner}
        return {**described, **self._scalar()}

    def _scalar(self) -> Document:
        kind = self._chance.randrange(6)
        if kind == 0:
            return {"type": "string", "enum": sorted(self._chance.sample(_WORDS, 5))}
        if kind == 1:
            return {"type": "integer", "minimum": 0, "maximum": 1_000}
        if kind == 2:
            return {"type": "boolean", "nullable": True}
        if kind == 3:
            return {"type": "string", "format": self._chance.choice(_FORMATS)}
        return {"type": "string", "example": self._text(2)}

    def _noun(self) -> str:
        return "".join(word.title() for word in self._chance.sample(_WORDS, 2))

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=words)).capitalize() + "."


def _reference(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}
