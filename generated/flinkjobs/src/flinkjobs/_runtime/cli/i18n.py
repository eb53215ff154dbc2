"""Translation of the command line's texts, from English into the languages of a package.

A translation is loaded only when its language is chosen.
"""

import sys
from collections.abc import Mapping, Sequence

from ..messages import Argument, Message
from .command import Program

__all__ = ["ENGLISH", "Messages", "load_messages"]

ENGLISH = "en"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Messages:
    """The texts of one language; called with a message, or an English text without placeholders.

    Arguments of the client, as in errors, become the options that they are here.
    """

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = texts or {}

    def __call__(self, text: str | Message, /, **parameters: object) -> str:
        """Return the translation of a text, with its placeholders filled in."""
        message = text if isinstance(text, Message) else Message(text, **parameters)
        translated = self._texts.get(message.template) or message.template
        if not message.parameters:
            return translated
        values = {name: self._rendered(value) for name, value in message.parameters.items()}
        return translated.format(**values)

    def _rendered(self, value: object) -> object:
        if isinstance(value, Message):
            return self(value)
        if not isinstance(value, Argument):
            return value
        if value.option is not None:
            return self(value.option)
        return "--" + value.name.strip("_").replace("_", "-")

    def join(self, *sentences: str) -> str:
        """Join sentences with spaces, but for none after Chinese punctuation."""
        joined = ""
        for sentence in filter(None, sentences):
            space = "" if not joined or joined[-1] in "。：）" else " "
            joined += f"{space}{sentence}"
        return joined


def load_messages(
    program: Program, arguments: Sequence[str], environ: Mapping[str, str]
) -> Messages:
    """Load the language that `--lang`, the package's variable or the locale's variables choose."""
    chosen = _chosen(program, arguments, environ).lower()
    for code, load in program.languages.items():
        if chosen.startswith(code):
            texts = load()
            return Messages(texts if _is_encodable(texts) else None)
    return Messages()


def _chosen(program: Program, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    option = ""
    for index, argument in enumerate(arguments):
        if argument == "--lang":
            option = "".join(arguments[index + 1 : index + 2])
        elif argument.startswith("--lang="):
            option = argument.removeprefix("--lang=")
    variables = (program.api.variable("lang"), *_VARIABLES)
    return option or next((environ[name] for name in variables if environ.get(name)), "")


def _is_encodable(texts: Mapping[str, str]) -> bool:
    """Whether standard output can encode the language, judged by its first text."""
    try:
        next(iter(texts.values())).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
