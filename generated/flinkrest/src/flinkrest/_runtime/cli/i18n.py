"""English or Chinese: which one, and the words of it.

English is what all texts are written in; a catalogue gives the Chinese of each. It is loaded only
when Chinese is wanted.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from .command import Program

__all__ = ["LANGUAGES", "Words", "words_of"]

LANGUAGES = ("en", "zh")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
Pattern = tuple[str, str]


class Words:
    """Says a text in a language: called with the English text, and with what fills its holes."""

    def __init__(
        self, language: str, texts: Mapping[str, str] = {}, patterns: Iterable[Pattern] = ()
    ) -> None:
        self.language = language
        self._texts = texts
        self._patterns = tuple(patterns)

    def __call__(self, text: str, **values: object) -> str:
        """Say a text of ours or of the contract."""
        said = self._texts.get(text) or text
        return said.format(**values) if values else said

    def sentence(self, text: str) -> str:
        """Say a text that was put together elsewhere, as far as its pattern is known."""
        if text in self._texts:
            return self._texts[text]
        for pattern, chinese in self._patterns:
            text = re.sub(pattern, chinese, text)
        return text

    def together(self, *sentences: str) -> str:
        """Put sentences side by side; a Chinese one ends without a blank."""
        found = [one for one in sentences if one]
        return "".join(
            one if place == 0 or found[place - 1][-1] in "。：" else f" {one}"
            for place, one in enumerate(found)
        )


def words_of(program: Program, arguments: Sequence[str], environ: Mapping[str, str]) -> Words:
    """Choose the language by `--lang`, the package's variable, or the locale's variables."""
    if not _is_chinese(_wish(program, arguments, environ)) or not _can_show():
        return Words("en")
    from .chinese import PATTERNS, TEXTS

    return Words("zh", {**TEXTS, **program.chinese()}, PATTERNS)


def _wish(program: Program, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    given = ""
    for place, word in enumerate(arguments):
        if word == "--lang":
            given = "".join(arguments[place + 1 : place + 2])
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    variables = (program.api.variable("lang"), *_VARIABLES)
    return given or next((environ[name] for name in variables if environ.get(name)), "")


def _is_chinese(wish: str) -> bool:
    return wish.lower().startswith("zh")


def _can_show() -> bool:
    try:
        "中文".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
