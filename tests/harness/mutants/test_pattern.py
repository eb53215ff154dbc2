"""Patterns match what is written differently and means the same, and nothing else."""

import ast

import pytest

from .mutant import Mutant, MutantError


def _applied(source: str, find: str, replace: str, *where: str, text: bool = False) -> str:
    mutant = Mutant("topic", "a fault", "module", find, replace, where, text)
    return ast.unparse(mutant.applied(source))


@pytest.mark.parametrize(
    ("source", "find", "replace", "expected"),
    [
        ("f(a . b)  # why", "$x.b", "$x.c", "f(a.c)"),
        ("x = (\n    'a'\n)", '"a"', '"b"', "x = 'b'"),
        ("f(a, a) + f(a, b)", "f($x, $x)", "$x", "a + f(a, b)"),
        ("a = b.get(c)", "$x = $_.get($y)", "$x = $y", "a = c"),
        ("f(1, x=2, y=3)", "f(..., y=$v)", "f(..., y=$v + 1)", "f(1, x=2, y=3 + 1)"),
        ("f(y=3, x=2)", "f(x=$a, y=$b)", "f(x=$b, y=$a)", "f(x=3, y=2)"),
        ("f(x=2, y=3)", "f(..., x=2)", "f(...)", "f(y=3)"),
        ("{1: a, 2: b, 3: c}", "{**..., 2: $v}", "{**..., 2: 0}", "{1: a, 2: 0, 3: c}"),
        ("[a, b, c]", "[..., c]", "[c, ...]", "[c, a, b]"),
        ("a = 1\nb = 2\nc = 3", "$x = 2", "$x = 2; d = 4", "a = 1\nb = 2\nd = 4\nc = 3"),
        ("a = 1\nb = 2\nc = 3", "a = 1; $y = 2", "$y = 1", "b = 1\nc = 3"),
        (
            "if a:\n    b()\n    c()",
            "if $x: ...",
            "if not $x: ...",
            "if not a:\n    b()\n    c()",
        ),
        (
            "try:\n    a()\nexcept ValueError as e:\n    b(e)",
            "try: ...\nexcept ValueError as $e: ...",
            "try: ...\nexcept KeyError as $e: ...",
            "try:\n    a()\nexcept KeyError as e:\n    b(e)",
        ),
    ],
)
def test_syntax_is_replaced(source: str, find: str, replace: str, expected: str) -> None:
    """A pattern finds its node by structure; what `...` stands for is kept."""
    assert _applied(source, find, replace) == expected


@pytest.mark.parametrize(
    ("source", "find"),
    [
        ("f(1, 2)", "f(1)"),
        ("f(1, x=2)", "f(1)"),
        ("{1: a, 2: b}", "{1: $v}"),
        ("f(a, b)", "f($x, $x)"),
        ("if a:\n    b\nelse:\n    c", "if $x: ..."),
        ("f'{a}b'", '"b"'),
    ],
)
def test_other_syntax_is_not_found(source: str, find: str) -> None:
    """A pattern without `...` matches the whole of a node only."""
    with pytest.raises(MutantError, match="0 times"):
        _applied(source, find, "0")


@pytest.mark.parametrize(
    ("source", "find", "replace", "expected"),
    [
        ("x = 'WHERE  a = ? ' 'AND b = ?'", "a = ? AND", "AND", "x = 'WHERE  AND b = ?'"),
        ("x = f'BY {a} {b}'", "BY {$v}", "BY {$v.c}", "x = f'BY {a.c} {b}'"),
        ("x = 'a b'", "b", "{$v}", "x = f'a {v}'"),
        ("x = f'a {b}'", " {$b}", "", "x = 'a'"),
        ("'a text'\nx = 'a'", "a", "b", '"""a text"""\nx = \'b\''),
    ],
)
def test_a_part_of_a_text_is_replaced(source: str, find: str, replace: str, expected: str) -> None:
    """White space in a string constant does not count, nor where the source breaks it."""
    where = ("$v = 1",) if "$v}" in replace and "$v" not in find else ()

    assert _applied(f"{source}\nv = 1", find, replace, *where, text=True) == f"{expected}\nv = 1"


def test_where_binds_what_only_the_replacement_has() -> None:
    """A `where` gives the replacement names of the symbol that the pattern does not mention."""
    source = "def page(self, key, size):\n    return self._read(key)"

    actual = _applied(source, "$read($key)", "$read($size)", "def $_(self, $key, $size): ...")

    assert actual == "def page(self, key, size):\n    return self._read(size)"
