"""Rules of the validation of SQL scripts: what every service can know of a script."""

from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import DeployLoop
from .rules import Rules

RULES = Rules()
_UNCLOSED = (
    ("INSERT INTO sink SELECT 'x", 1, 25),
    ("-- it's\nSELECT 1;\n\tSELECT 'a''", 3, 9),
    ("SET 'a' = 'b';\r\nSELECT /* ; 'x'\n", 2, 8),
    ("SELECT 'ä😀', `b", 1, 14),
)
_WHOLE = (
    "CREATE TEMPORARY TABLE a (b INT) WITH ('connector' = 'datagen');\n"
    "CREATE TEMPORARY TABLE c (b INT) WITH ('connector' = 'blackhole');\n"
    "-- it's no end; /* nor this\n"
    "EXECUTE STATEMENT SET BEGIN INSERT INTO c SELECT b FROM a; END;"
)


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about the validation of SQL."""
    yield from RULES.clauses(operation)


@RULES.of("ValidateSqlStatement")
def where_an_error_is(loop: DeployLoop) -> None:
    """An invalid script is a result with the line and column of its error, counted in characters."""
    for script, line, column in _UNCLOSED:
        for batch in (False, True):
            body = {"statement": script, "batchMode": batch}
            result = loop.ok("ValidateSqlStatement", body)
            error = result["errorDetails"]
            place = (error["lineNumber"], error["columnNumber"])
            loop.equal(False, result["success"], f"whether {script!r} is valid")
            loop.equal((str(line), str(column)), place, f"line and column in {script!r}")
            loop.checker.expect(bool(error["message"]), "the error has no message")
            named = "INVALID" in result["validationResult"]
            loop.checker.expect(named, f"{script!r} is {result['validationResult']}")


@RULES.of("ValidateSqlStatement")
def no_error_where_there_is_none(loop: DeployLoop) -> None:
    """A script without an error has none, wherever its quotation marks and comments stand."""
    body = {"statement": _WHOLE, "batchMode": False}
    result = loop.ok("ValidateSqlStatement", body)
    loop.equal(True, result["success"], "whether it is valid")
    loop.checker.expect(not result.get("errorDetails"), f"there is an error: {result}")
    known = str(result.get("validationResult") or "VALIDATION_RESULT_VALID_")
    loop.checker.expect("_VALID_" in known, f"it is {known}")


@RULES.of("ValidateSqlStatement")
def nothing_to_check(loop: DeployLoop) -> None:
    """A script of comments alone is invalid."""
    result = loop.ok("ValidateSqlStatement", {"statement": "-- nothing", "batchMode": False})
    loop.equal(False, result["success"], "whether it is valid")
