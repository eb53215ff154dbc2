"""Translation of the command line's texts, from English into the languages of a package.

A translation is loaded only when its language is chosen.
"""

import re
import sys
from collections.abc import Mapping, Sequence

from .command import Program, Translation

__all__ = ["ENGLISH", "Messages", "load_messages"]

ENGLISH = "en"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class Messages:
    """The texts of one language; called with an English text and the values of its placeholders."""

    def __init__(self, translation: Translation | None = None) -> None:
        self._texts = translation.texts if translation else {}
        self._patterns = tuple(translation.patterns) if translation else ()

    def __call__(self, text: str, **values: object) -> str:
        """Return the translation of a text, with its placeholders filled in."""
        translated = self._texts.get(text) or text
        return translated.format(**values) if values else translated

    def translate(self, sentence: str) -> str:
        """Return the translation of a sentence with variable parts, as far as patterns match it."""
        if sentence in self._texts:
            return self._texts[sentence]
        for pattern, replacement in self._patterns:
            sentence = re.sub(pattern, replacement, sentence)
        return sentence

    def join(self, *sentences: str) -> str:
        """Join sentences with spaces, but for none after Chinese punctuation."""
        joined = ""
        for sentence in filter(None, sentences):
            space = "" if not joined or joined[-1] in "。：" else " "
            joined += f"{space}{sentence}"
        return joined


def load_messages(
    program: Program, arguments: Sequence[str], environ: Mapping[str, str]
) -> Messages:
    """Load the language that `--lang`, the package's variable or the locale's variables choose."""
    chosen = _chosen(program, arguments, environ).lower()
    for code, load in program.languages.items():
        if chosen.startswith(code):
            translation = load()
            return Messages(translation if _is_encodable(translation) else None)
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


def _is_encodable(translation: Translation) -> bool:
    """Whether standard output can encode the language, judged by its first text."""
    try:
        next(iter(translation.texts.values())).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
