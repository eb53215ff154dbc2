"""Servers to send requests to, each in a process of its own, and callers who may be answered."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from flinkjobs import AccessKey
from flinkjobs._runtime.client.request import build_request
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs.server import ListJobsParameters
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant, TenantFactory

from .results import MissingTool

__all__ = [
    "EXAMPLE",
    "RunningServer",
    "new_nonce",
    "nginx",
    "parameters_of",
    "prepared_tenant",
    "running_server_process",
    "running_target_server",
    "signed_headers",
    "signed_request",
]

RunningServer: TypeAlias = tuple["subprocess.Popen[str]", int]
"""A server's process, and its port."""

EXAMPLE = Path(__file__).parents[3] / "spec" / "examples" / "list-jobs.json"
ALLOW = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"stream:List*","Resource":"*"}]}'
_nonces = count(time.time_ns())


def new_nonce() -> str:
    """Make up a nonce that this machine has not seen."""
    return str(next(_nonces))


@contextmanager
def prepared_tenant(location: Path | str) -> Iterator[tuple[Tenant, KeyRecord]]:
    """Make a deployment with jobs, and a user who may list them."""
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    with open_storage(location) as data:
        tenants = TenantFactory(data)
        tenant = tenants.create("")
        ids = {
            "workspace": tenant.workspace,
            "namespace": tenant.namespace,
            "deploymentId": tenant.deployment_id,
        }
        tenants.add_jobs(tenant, [{**each, **ids} for each in varied_jobs(job, 200)])
        key = Keyring(data.keys).create(tenant.account, "alice", policies=[ALLOW])
    yield tenant, key


def signed_headers(tenant: Tenant, key: KeyRecord, host: str) -> tuple[Any, dict[str, str]]:
    values = {
        "workspace": tenant.workspace,
        "namespace": tenant.namespace,
        "deployment_id": tenant.deployment_id,
    }
    request = build_request(LIST_JOBS, values)
    access, nonce = AccessKey(key.id, key.secret), new_nonce()
    return request, SIGNER.sign(access, request, host=host, now=datetime.now(UTC), nonce=nonce)


def signed_request(tenant: Tenant, key: KeyRecord, port: int) -> bytes:
    request, headers = signed_headers(tenant, key, f"127.0.0.1:{port}")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {request.path}?{request.query} HTTP/1.1\r\n{lines}\r\n".encode()


def parameters_of(tenant: Tenant) -> ListJobsParameters:
    """Return the parameters of the request that is signed."""
    return ListJobsParameters(
        workspace=tenant.workspace, namespace=tenant.namespace, deployment_id=tenant.deployment_id
    )


@contextmanager
def running_target_server(location: Path | str, *flags: str) -> Iterator[RunningServer]:
    """Start a target."""
    command = ["-m", "flinkjobs_target", "serve", "--port=0", f"--data={location}"]
    with running_server_process(sys.executable, *command, *flags) as running:
        yield running


@contextmanager
def running_server_process(*command: str) -> Iterator[RunningServer]:
    """Start a server that prints its address last before it listens; stop it in the end."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = ""
            while not line.startswith("listening on "):
                line = process.stdout.readline()
                assert line, "the server did not start"
            yield process, int(line.rpartition(":")[2])
        finally:
            process.terminate()


@contextmanager
def nginx(folder: Path, answer: Path) -> Iterator[RunningServer]:
    """Start nginx with one worker that answers a file to everything."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise MissingTool("there is no nginx; install the Debian package nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    configuration = _NGINX.format(folder=folder, port=port, answer=answer.name)
    (folder / "nginx.conf").write_text(configuration, "utf-8")
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            time.sleep(0.5)
            yield process, port
        finally:
            process.terminate()


_NGINX = """daemon off; master_process off; pid {folder}/pid; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; default_type application/json; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s; keepalive_requests 1000000; open_file_cache max=10;
  server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ try_files /{answer} =404; }} }}
}}
"""
