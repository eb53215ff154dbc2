"""Paths of the specification, matched against paths as they stand on the wire."""

import re
from collections.abc import Iterator, Mapping

__all__ = ["PathPattern"]

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class PathPattern:
    """A path template: a parameter is a segment, or a part of one, as in `{jobId}:stop`."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._names = _PARAMETER.findall(template)
        segments = map(_segment, template.split("/"))
        self._pattern = re.compile("/".join(segments), re.DOTALL)

    def match(self, path: str) -> Mapping[str, str] | None:
        """Return the path parameters, still percent-encoded; None when it is another path."""
        match = self._pattern.fullmatch(path)
        return None if match is None else dict(zip(self._names, match.groups(), strict=True))

    def encoded_literals(self) -> Iterator[str]:
        """Yield the template with its literals beside a parameter percent-encoded, in both cases."""
        for form in ("%{:02X}", "%{:02x}"):
            segments = [_encoded(segment, form) for segment in self._template.split("/")]
            if "/".join(segments) != self._template:
                yield "/".join(segments)


def _segment(template: str) -> str:
    literals = _PARAMETER.split(template)[::2]
    if len(literals) == 1:
        return re.escape(template)
    if not any(literals):
        return "([^/]*)"  # the operation's, even where it is empty
    return "([^/]+)".join("".join(map(_literal, literal)) for literal in literals)


def _literal(character: str) -> str:
    if _UNRESERVED.match(character):
        return re.escape(character)
    return f"(?:{re.escape(character)}|(?i:%{ord(character):02X}))"


def _encoded(segment: str, form: str) -> str:
    if not _PARAMETER.search(segment):
        return segment
    pieces = re.split(r"(\{[^{}]*\})", segment)
    return "".join(
        piece
        if piece.startswith("{")
        else re.sub(r"[^A-Za-z0-9._~-]", lambda match: form.format(ord(match[0])), piece)
        for piece in pieces
    )
