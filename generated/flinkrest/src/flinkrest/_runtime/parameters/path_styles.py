"""Parts of a path that say what they are: `.5` in the style label, `;id=5` in the style matrix."""

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from .percent_encoding import percent_decode, percent_encode
from .scalars import Kind
from .styles import Array, Container, Either, as_texts

__all__ = ["Segment"]

_DOTS: Final = re.compile("(?:%2E)+", re.IGNORECASE)
Named = tuple[str | None, str]


class Segment(Struct, frozen=True, kw_only=True):
    """A value of another kind, written into a path in one of these styles."""

    wire: str
    kind: Kind
    style: Literal["label", "matrix"]
    explode: bool = False

    @property
    def expects(self) -> str:
        """What a value must be."""
        return self.kind.expects

    def holds(self, value: object) -> bool:
        """Tell whether a value can be sent."""
        return self.kind.holds(value)

    def write(self, value: object) -> str:
        """Give the value as text, apart from its style."""
        return self.kind.write(value)

    def read(self, text: str) -> object:
        """Give the value of a text, apart from its style."""
        return self.kind.read(text)

    def expand(self, value: object) -> str:
        """Give the part of a path, percent-encoded; one of dots alone would be a step up the path."""
        if isinstance(self.kind, Either):
            return self._expanded(value, self.kind.kind_of(value))
        parts = [
            (name and percent_encode(name), percent_encode(t)) for name, t in self._parts(value)
        ]
        joint = "." if self.style == "label" else ";"
        if self.explode and isinstance(self.kind, Array | Container):
            if self.style == "label":
                parts = [(name and _dotless(name), _dotless(t)) for name, t in parts]
            text = "".join(f"{joint}{self._pair(name, part)}" for name, part in parts)
        else:
            flat = ",".join(f"{name},{part}" if name is not None else part for name, part in parts)
            text = f"{joint}{flat}" if self.style == "label" else f";{self._own(flat)}"
        return text if text.strip(".") else _dotless(text)

    def parse(self, raw: str) -> object:
        """Give the value of a part of a path as it came; raise ValueError when it has another style."""
        if isinstance(self.kind, Either):
            return self._parsed(raw, self.kind)
        text, joint = _dotted(raw), "." if self.style == "label" else ";"
        if not text.startswith(joint):
            raise ValueError(raw)
        if not isinstance(self.kind, Array | Container):
            return self.kind.read(percent_decode(self._value(text[1:])))
        spread = text[1:].split(joint) if self.explode else self._value(text[1:]).split(",")
        if isinstance(self.kind, Array):
            values = map(self._value, spread) if self.explode else spread
            return [self.kind.item.read(percent_decode(one)) for one in values]
        if self.explode:
            pairs = [one.partition("=")[::2] for one in spread]
        else:
            pairs = list(zip(spread[::2], spread[1::2], strict=True))
        return {percent_decode(name): percent_decode(one) for name, one in pairs}

    def _expanded(self, value: object, kind: Kind) -> str:
        """Give the part as one kind writes it; what is plain must not look like a list's joints."""
        text = replace(self, kind=kind).expand(value)
        if isinstance(kind, Array | Container) or not (self.explode and text.startswith(".")):
            return text
        return f".{_dotless(text[1:])}"

    def _parsed(self, raw: str, either: Either) -> object:
        """Give the value as the kind that its part of the path looks like."""
        text = raw[1:].replace(self._own(""), "")
        for kind in either.ordered(text.replace(raw[:1], ",") if self.explode else text):
            with suppress(ValueError):
                return replace(self, kind=kind).parse(raw)
        raise ValueError(raw)

    def _parts(self, value: object) -> list[Named]:
        if isinstance(self.kind, Container):
            return list(as_texts(value))
        if isinstance(self.kind, Array) and isinstance(value, Sequence):
            return [(None, self.kind.item.write(one)) for one in value]
        return [(None, self.kind.write(value))]

    def _pair(self, name: str | None, text: str) -> str:
        if name is not None:
            return f"{name}={text}"
        return text if self.style == "label" else self._own(text)

    def _own(self, text: str) -> str:
        return f"{percent_encode(self.wire)}={text}"

    def _value(self, text: str) -> str:
        """Give what follows the parameter's own name, where the style repeats it."""
        if self.style == "label":
            return text
        name, _, value = text.partition("=")
        if percent_decode(name) != self.wire:
            raise ValueError(text)
        return value


def _dotless(text: str) -> str:
    """Encode the dots of a text: there they would be taken for steps up a path, or for joints."""
    return text.replace(".", "%2E")


def _dotted(raw: str) -> str:
    """Undo that for a part of a path that is nothing but dots; in any other they belong to a value."""
    return "." * (len(raw) // 3) if _DOTS.fullmatch(raw) else raw
