"""A script is split into its statements where SQL ends them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .driver import Driver, ScriptError

CASES = {
    "nothing": ("", []),
    "only white space and comments": (" \n-- a; b\n/* ; */ // it's; \n;;", []),
    "two": ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
    "empty statements": (";; SELECT 1 ;\n; SELECT 2;;", ["SELECT 1", "SELECT 2"]),
    "string": ("SELECT 'a;b'; SELECT 2", ["SELECT 'a;b'", "SELECT 2"]),
    "doubled quote": ("SELECT 'it''s; so'; B", ["SELECT 'it''s; so'", "B"]),
    "only quotes": ("SELECT ''''; SELECT '''', ';'; B", ["SELECT ''''", "SELECT '''', ';'", "B"]),
    "backslash ends no string": (r"SELECT 'a\'; B", [r"SELECT 'a\'", "B"]),
    "escape string": (r"SELECT E'it\'s; so'; B", [r"SELECT E'it\'s; so'", "B"]),
    "word before a string": (r"LIKE'a\'; B", [r"LIKE'a\'", "B"]),
    "unicode string": (r"SELECT U&'\0041;'; B", [r"SELECT U&'\0041;'", "B"]),
    "string over lines": ("SELECT 'a;\nb;'\n; B", ["SELECT 'a;\nb;'", "B"]),
    "backquotes": ("SELECT `a;``b;'`; B", ["SELECT `a;``b;'`", "B"]),
    "double quotes": ('SELECT "a;""b;\'"; B', ['SELECT "a;""b;\'"', "B"]),
    "quote in a comment": ("A -- it's; so\n, b; B", ["A -- it's; so\n, b", "B"]),
    "slashes begin a comment": ("A // it's; so\n, b; B", ["A // it's; so\n, b", "B"]),
    "comment ends with a carriage return": ("A -- ;\r, b; B", ["A -- ;\r, b", "B"]),
    "quote in a block comment": ("A /* it's; \n ** / */, b; B", ["A /* it's; \n ** / */, b", "B"]),
    "comments do not nest": ("A /* /* ; */ , b; B", ["A /* /* ; */ , b", "B"]),
    "smallest comment": ("A /**/; B", ["A", "B"]),
    "comment in a string": ("SELECT '-- /*'; B", ["SELECT '-- /*'", "B"]),
    "comments around": ("-- 1\nA -- 2\n; /* 3 */ B /* 4 */", ["A", "B"]),
    "hint": ("A /*+ OPTIONS('k'=';') */; B", ["A /*+ OPTIONS('k'=';') */", "B"]),
    "division, minus": ("SELECT 4/2 - -1; B", ["SELECT 4/2 - -1", "B"]),
    "variable": ("SELECT ${a--b}; B", ["SELECT ${a--b}", "B"]),
    "other spaces": ("\ufeff\u00a0A\u3000;\u00a0B\u2028", ["A", "B"]),
    "other characters": ("SELECT 'é;😀' AS `名;`; B", ["SELECT 'é;😀' AS `名;`", "B"]),
    "statement set": (
        "EXECUTE STATEMENT SET BEGIN INSERT 1; INSERT 2; END; B",
        ["EXECUTE STATEMENT SET BEGIN INSERT 1; INSERT 2; END", "B"],
    ),
    "statement set with CASE and comments": (
        "execute statement -- ;\n set begin\n a case when 1 then 2 end; 'end'; b; end\n; B",
        [
            "execute statement -- ;\n set begin\n a case when 1 then 2 end; 'end'; b; end",
            "B",
        ],
    ),
    "explained set": (
        "EXPLAIN STATEMENT SET BEGIN A; END; B",
        ["EXPLAIN STATEMENT SET BEGIN A; END", "B"],
    ),
    "block": ("BEGIN A; BEGIN B; END; END; C", ["BEGIN A; BEGIN B; END; END", "C"]),
    "opened set": (
        "BEGIN STATEMENT SET; A CASE B END; C; END; D",
        ["BEGIN STATEMENT SET", "A CASE B END", "C", "END", "D"],
    ),
    "BEGIN elsewhere": ("SELECT begin; B", ["SELECT begin", "B"]),
    "words that contain END": (
        "EXECUTE STATEMENT SET BEGIN window_end; `end`; END; B",
        ["EXECUTE STATEMENT SET BEGIN window_end; `end`; END", "B"],
    ),
}


@pytest.mark.parametrize(("script", "expected"), CASES.values(), ids=CASES)
def test_statements(driver: Driver, script: str, expected: list[str]) -> None:
    """A semicolon ends a statement outside of strings, names, comments and blocks."""
    assert driver.split(script) == expected


UNCLOSED = {
    "string": ("A;\n B 'it''s", "Statement 2, line 2, column 4: the string"),
    "name": ("A; B `x", "Statement 2, line 1, column 6: the quoted name"),
    "comment": ("A;\r\n\r\n/* B", "Statement 2, line 3, column 1: the comment"),
    "after wide characters": ("SELECT '😀', 'x", "Statement 1, line 1, column 13: the string"),
}


@pytest.mark.parametrize(("script", "expected"), UNCLOSED.values(), ids=UNCLOSED)
def test_unclosed(driver: Driver, script: str, expected: str) -> None:
    """A quotation or comment without an end is an error where it begins."""
    with pytest.raises(ScriptError, match=re.escape(f"{expected} that begins here has no end")):
        driver.split(script)


LINE_END = r"[\r\n]"
ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
NASTY = st.text("';\"`-/*\\ \n$x", max_size=8)
CONTENT = ANYTHING | NASTY
WORD = st.sampled_from(["SELECT", "FROM", "CASE", "END", "BEGIN", "SET", "x", "1", "=", "(", "*"])


def quoted(mark: str) -> st.SearchStrategy[str]:
    return CONTENT.map(lambda text: mark + text.replace(mark, mark * 2) + mark)


def comments() -> st.SearchStrategy[str]:
    block = CONTENT.map(lambda text: f"/* {text.replace('*', '+')} */")
    line = CONTENT.map(lambda text: f"-- {' '.join(re.split(LINE_END, text))}\n")
    return block | line


PIECE = WORD | quoted("'") | quoted("`") | quoted('"') | comments()
STATEMENT = st.lists(PIECE, max_size=6).map(lambda pieces: " ".join(["INSERT", *pieces, "x"]))
SEPARATOR = st.lists(comments() | st.sampled_from([";", " ", "\n"]), max_size=4).map(
    lambda pieces: " ".join([";", *pieces, ""])
)


@given(st.lists(st.tuples(STATEMENT, SEPARATOR), max_size=5))
def test_joined_statements_split_again(driver: Driver, statements: list[tuple[str, str]]) -> None:
    """Statements of quotations and comments, joined with separators, come back as they were."""
    script = "".join(statement + separator for statement, separator in statements)

    assert driver.split(script) == [statement for statement, _ in statements]
