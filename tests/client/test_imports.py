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
    """Give the modules that a statement loads into a Python of its own."""
    command = [sys.executable, "-c", PROBE.format(statement=statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_what_a_client_loads() -> None:
    """The clients and the models load msgspec, no HTTP library, and nothing of the command line."""
    modules = loaded(CLIENT)

    assert "msgspec" in modules
    assert set() == modules & (LATER | COMMAND_LINE)


def test_how_much_is_loaded() -> None:
    """Importing loads few modules, those of Python included: less than 40, with a client 150."""
    assert len(loaded("import flinkjobs")) < 40
    assert len(loaded(CLIENT)) < 150


def test_what_the_command_line_loads() -> None:
    """The command line loads neither an HTTP library nor rich before it needs them."""
    assert set() == loaded("import flinkjobs.cli") & (LATER | {"rich"})
