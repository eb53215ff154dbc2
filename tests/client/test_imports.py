"""Importing the package is light: what it may need later is imported then."""

import json
import subprocess
import sys

PROBE = """
import sys
before = set(sys.modules)
{statement}
found = sorted(set(sys.modules) - before)
import json
print(json.dumps(found))
"""
CLIENT = "from flinkjobs import AsyncClient, Client, FlinkJobsError; import flinkjobs.models"
LATER = {"aiohttp", "asyncio", "http.client", "requests", "ssl", "urllib3", "yarl"}
COMMAND_LINE = {"argparse", "rich"}


def loaded(statement: str) -> set[str]:
    """Return the modules that a statement loads in a new interpreter."""
    command = [sys.executable, "-c", PROBE.format(statement=statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_modules_of_a_client() -> None:
    """The clients and the models load msgspec, no HTTP library, and nothing of the command line."""
    modules = loaded(CLIENT)

    assert "msgspec" in modules
    assert modules & (LATER | COMMAND_LINE) == set()


def test_number_of_modules() -> None:
    """Importing loads few modules, those of Python included: less than 40, with all models 160."""
    assert len(loaded("import flinkjobs")) < 40
    assert len(loaded(CLIENT)) < 160


def test_modules_of_the_command_line() -> None:
    """The command line loads neither an HTTP library nor rich before it needs them."""
    assert loaded("import flinkjobs.cli") & (LATER | {"rich"}) == set()
