"""The cost of whole processes: importing, generating, checking."""

import tempfile
from collections.abc import Sequence

from .harness import cpu_of_process, interleaved, wall_of_process
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

_SDK = "import alibabacloud_ververica20220718.client"


def imports() -> Sequence[Finding]:
    """Compare the cost of imports beyond starting Python."""
    bare, package, client, sdk = interleaved(
        [
            cpu_of_process("-c", "pass"),
            cpu_of_process("-c", "import flinkjobs"),
            cpu_of_process("-c", "from flinkjobs import Client"),
            cpu_of_process("-c", _SDK),
        ],
        rounds=9,
    )
    return (
        compare(
            "import flinkjobs",
            package - bare,
            sdk - bare,
            at_least=10.0,
            peer="the vendor's client",
        ),
        compare(
            "from flinkjobs import Client", client - bare, sdk - bare, at_least=5.0, peer="the same"
        ),
    )


def generate() -> Sequence[Finding]:
    """Compare making one package, without its reference, with openapi-python-client alone."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = interleaved(
            [
                cpu_of_process(
                    "-m", "generator", "generate", "--package", "flinkjobs",
                    "--out", f"{folder}/flinkjobs",
                ),
                cpu_of_process(
                    "-m", "openapi_python_client", "generate", "--overwrite",
                    "--path", "spec/openapi.yaml", "--output-path", f"{folder}/stock",
                ),
            ],
            rounds=5,
        )  # fmt: skip
    return (
        compare("generate, cold", ours, stock, at_most=1.8, peer="openapi-python-client alone"),
    )


def check() -> Sequence[Finding]:
    """Measure the time of a check of all unchanged trees beyond starting Python."""
    nothing, command = ("-c", "pass"), ("-m", "generator", "check")
    bare, ours, bare_cpu, ours_cpu = interleaved(
        [
            wall_of_process(*nothing),
            wall_of_process(*command),
            cpu_of_process(*nothing),
            cpu_of_process(*command),
        ],
        rounds=15,
    )
    peer = "0.1 s"
    return (
        compare("check, unchanged, over bare Python", ours - bare, 0.1, at_most=1.0, peer=peer),
        compare("the same, CPU", ours_cpu - bare_cpu, 0.1, at_most=1.0, peer=peer),
    )


BENCHMARKS = (
    Benchmark("import", "CPU of an import", imports),
    Benchmark("generate", "CPU of making generated/flinkjobs alone, without docs/api", generate),
    Benchmark("check", "time of a check of both packages and docs/api", check),
)
