"""The cost of a command from its start: the help, and the first page of a listing."""

import sys
from collections.abc import Sequence
from pathlib import Path

from .canned import canned_server
from .harness import cpu_of_process, interleaved, wall_of_process
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

_KEY = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "FLINKJOBS_WORKSPACE": "w",
    "FLINKJOBS_NAMESPACE": "n",
}
_VENDOR = """
import sys
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718.client import Client
from alibabacloud_ververica20220718.models import ListJobsHeaders, ListJobsRequest
client = Client(Config(access_key_id="id", access_key_secret="secret", endpoint=sys.argv[1], protocol="HTTP"))
request = ListJobsRequest(deployment_id="d", page_index=1, page_size=10)
page = client.list_jobs_with_options("n", request, ListJobsHeaders(workspace="w"), RuntimeOptions())
for job in page.body.data:
    print(job.job_id, job.status.current_job_status, job.created_at)
"""
_PROGRAM = str(Path(sys.executable).with_name("flinkjobs"))
_LIST = (_PROGRAM, "jobs", "list", "--deployment-id", "d", "--page-size", "10")


def help_() -> Sequence[Finding]:
    """Measure the time of the help beyond starting Python, in both languages."""
    bare, english, chinese = interleaved(
        [
            cpu_of_process("-c", "pass"),
            cpu_of_process(_PROGRAM, "jobs", "list", "--help"),
            cpu_of_process(_PROGRAM, "--lang", "zh", "jobs", "list", "--help"),
        ],
        rounds=15,
    )
    peer = "0.15 s"
    return (
        compare("--help over bare Python, CPU", english - bare, 0.15, at_most=1.0, peer=peer),
        compare("the same in Chinese", chinese - bare, 0.15, at_most=1.0, peer=peer),
    )


def first_page() -> Sequence[Finding]:
    """Compare start to first page printed with a script of five lines that uses the vendor's SDK."""
    with canned_server() as address:
        environ = {**_KEY, "FLINKJOBS_ENDPOINT": f"http://{address}"}
        cpu, cpu_json, vendor_cpu, wall, vendor_wall = interleaved(
            [
                cpu_of_process(*_LIST, environ=environ),
                cpu_of_process(*_LIST, "-o", "json", environ=environ),
                cpu_of_process("-c", _VENDOR, address),
                wall_of_process(*_LIST, environ=environ),
                wall_of_process("-c", _VENDOR, address),
            ],
            rounds=9,
        )
    peer = "five lines with the vendor's SDK"
    return (
        compare("start to first page, table, CPU", cpu, vendor_cpu, at_least=4.0, peer=peer),
        compare("start to first page, json, CPU", cpu_json, vendor_cpu, at_least=4.0, peer=peer),
        compare("start to first page, table, wall", wall, vendor_wall, at_least=4.0, peer=peer),
    )


BENCHMARKS = (
    Benchmark("help", "CPU of the help", help_),
    Benchmark("first-page", "time from start to the first page", first_page),
)
