"""Texts for people as data: an English template and its parameters, rendered by an interface."""

__all__ = ["Argument", "Message"]


class Message:
    """A text with named placeholders; `str` renders it in English, for callers in Python.

    The template is the key of its translations. Parameters may be messages and arguments, which
    the interface that shows the text renders too; others are formatted as they are.
    """

    __slots__ = ("parameters", "template")

    def __init__(self, template: str, /, **parameters: object) -> None:
        self.template = template
        self.parameters = parameters

    def __str__(self) -> str:
        return self.template.format(**self.parameters) if self.parameters else self.template

    def __repr__(self) -> str:
        parameters = "".join(f", {name}={value!r}" for name, value in self.parameters.items())
        return f"Message({self.template!r}{parameters})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return (self.template, self.parameters) == (other.template, other.parameters)

    def __hash__(self) -> int:
        return hash(self.template)


class Argument:
    """An argument of the client, by its name in Python: `page_size`, or `--page-size`.

    `option` is what the command line has in its stead, unless that is an option of this name.
    """

    __slots__ = ("name", "option")

    def __init__(self, name: str, option: str | Message | None = None) -> None:
        self.name = name
        self.option = option

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Argument({self.name!r})"
