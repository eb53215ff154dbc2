"""The list of survivors is current, and mutants are what they claim to be."""

import ast
from pathlib import Path

from .generated_mutant import find_mutants
from .modules import AREAS, ROOT, Module
from .survivors import read_survivors


def test_every_survivor_is_still_a_mutant() -> None:
    """A reason without its mutant is stale: the code has changed."""
    stale = [
        f"{path}: {key}"
        for path, reasons in read_survivors().items()
        for key in reasons.keys() - {mutant.key for mutant in find_mutants(Module(Path(path)))}
    ]

    assert stale == []


def test_every_survivor_has_a_reason() -> None:
    """A reason is a sentence, not a mark."""
    reasons = [reason for module in read_survivors().values() for reason in module.values()]

    assert [reason for reason in reasons if len(reason.split()) < 4] == []


def test_every_area_has_its_modules() -> None:
    """A module that is renamed is not left out in silence."""
    missing = [
        (area.name, file) for area in AREAS for file in area.files if not list(ROOT.glob(file))
    ]

    assert missing == []
    assert [area.name for area in AREAS if not area.modules] == []


def test_mutants_differ_from_their_module() -> None:
    """Each has a key of its own, and changes the code."""
    module = next(area for area in AREAS if area.name == "pagination").modules[0]
    source = ast.dump(ast.parse((ROOT / module.path).read_text("utf-8")))
    mutants = find_mutants(module)

    assert len(mutants) > 20
    assert len({mutant.key for mutant in mutants}) == len(mutants)
    assert [mutant.key for mutant in mutants if ast.dump(mutant.applied()) == source] == []
