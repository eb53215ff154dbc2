"""What whole processes cost: importing, generating, checking."""

import tempfile
from collections.abc import Sequence

from .harness import cpu_of_process, in_turn, wall_of
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

_SDK = "import alibabacloud_ververica20220718.client"


def imports() -> Sequence[Finding]:
    """Compare what importing costs over starting Python."""
    bare, package, client, sdk = in_turn(
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
    """Compare a whole generation with openapi-python-client alone."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = in_turn(
            [
                cpu_of_process("-m", "generator", "generate", "--out", f"{folder}/flinkjobs"),
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
    """Measure what a check of an unchanged tree takes over starting Python."""
    bare, ours = in_turn(
        [
            wall_of(cpu_of_process("-c", "pass")),
            wall_of(cpu_of_process("-m", "generator", "check")),
        ],
        rounds=9,
    )
    return (
        compare("check, unchanged, over bare Python", ours - bare, 0.1, at_most=1.0, peer="0.1 s"),
    )


BENCHMARKS = (
    Benchmark("import", "CPU of an import", imports),
    Benchmark("generate", "CPU of making the whole package", generate),
    Benchmark("check", "wall time of a check", check),
)
