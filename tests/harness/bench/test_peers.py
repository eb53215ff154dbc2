"""Peers contain nothing of ours, and do what they are compared for."""

import ast
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from .peers.raw_socket import RawSocketClient
from .servers import prepared_tenant, running_server_process, running_target_server

FOLDER = Path(__file__).parent / "peers"
ALLOWED = {"alibabacloud_tea_openapi", "alibabacloud_tea_util", "alibabacloud_ververica20220718"}
ALLOWED |= {"granian", "msgspec", "orjson"}


def imported(path: Path) -> Iterator[str]:
    """Yield the package of each import of a module; a relative one begins with a dot."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_peer_imports_nothing_of_ours(path: Path) -> None:
    """Only the standard library and the libraries that it stands for."""
    foreign = set(imported(path)) - ALLOWED - sys.stdlib_module_names

    assert foreign == set()


@pytest.mark.parametrize(
    "statement", ["import flinkjobs.signing", "from .. import calls", "import tests"]
)
def test_an_import_of_ours_is_found(tmp_path: Path, statement: str) -> None:
    """Absolute or relative."""
    file = tmp_path / "peer.py"
    file.write_text(f"{statement}\n")

    assert set(imported(file)) - ALLOWED - sys.stdlib_module_names


def test_the_signature_by_hand_is_valid() -> None:
    """The target accepts its requests, and returns the page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        prepared_tenant(folder) as (tenant, key),
        running_target_server(folder, "--access-log=none") as (_, port),
    ):
        client = RawSocketClient(
            f"127.0.0.1:{port}",
            key=(key.id, key.secret),
            workspace=tenant.workspace,
            namespace=tenant.namespace,
            deployment=tenant.deployment_id,
        )
        pages = [client.page(index, 10) for index in (1, 2)]
        client.close()

    assert [len(page["data"]) for page in pages] == [10, 10]
    assert {page["success"] for page in pages} == {True}


def test_the_static_server_answers_the_bytes_of_its_file(tmp_path: Path) -> None:
    """Whatever it is asked."""
    file = tmp_path / "answer.json"
    file.write_bytes(b'{"a": 1}')

    with running_server_process(sys.executable, str(FOLDER / "static.py"), str(file)) as (_, port):
        response = urllib3.request("GET", f"http://127.0.0.1:{port}/b?c=d", retries=False)

    assert (response.status, response.data) == (200, b'{"a": 1}')
