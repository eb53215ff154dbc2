"""Names: from the wire to Python and back."""

import re
from keyword import iskeyword

__all__ = ["constant", "pascal", "python_name", "snake", "verb", "wire_of"]

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*|[0-9]+")


def snake(name: str) -> str:
    """Write a camel-case or Pascal-case name in snake case."""
    return "_".join(word.lower() for word in _WORDS.findall(name))


def python_name(name: str) -> str:
    """Write a name as the models do: in snake case, with an underscore after a keyword."""
    plain = snake(name)
    return f"{plain}_" if iskeyword(plain) else plain


def pascal(name: str) -> str:
    """Write a name in Pascal case."""
    return "".join(word[:1].upper() + word[1:] for word in snake(name).split("_"))


def constant(name: str) -> str:
    """Write a name as a constant."""
    return snake(name).upper()


def wire_of(name: str) -> str:
    """Write a snake-case name in camel case, as the models' base class does."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def verb(function: str, noun: str) -> str:
    """Take the noun out of an operation's name: `list_jobs` of `jobs` becomes `list`."""
    for ending in (f"_{noun}", f"_{noun.removesuffix('s')}"):
        if function.endswith(ending):
            return function.removesuffix(ending)
    return function
