"""What whole processes cost: importing, generating, checking."""

import tempfile
import time
from collections.abc import Callable, Sequence

from .harness import Benchmark, Result, cpu_of_process, in_turn

__all__ = ["BENCHMARKS"]

_SDK = "import alibabacloud_ververica20220718.client"


def imports() -> Sequence[Result]:
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
        Result("import flinkjobs", package - bare, sdk - bare, 10.0, True, "the vendor's client"),
        Result("from flinkjobs import Client", client - bare, sdk - bare, 5.0, True, "the same"),
    )


def generate() -> Sequence[Result]:
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
    return (Result("generate, cold", ours, stock, 1.8, False, "openapi-python-client alone"),)


def check() -> Sequence[Result]:
    """Measure what a check of an unchanged tree takes over starting Python."""
    bare, ours = in_turn(
        [_wall(cpu_of_process("-c", "pass")), _wall(cpu_of_process("-m", "generator", "check"))],
        rounds=9,
    )
    return (Result("check, unchanged, over bare Python", ours - bare, 0.1, 1.0, False, "0.1 s"),)


def _wall(run: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        begin = time.perf_counter()
        run()
        return time.perf_counter() - begin

    return measure


BENCHMARKS = (
    Benchmark("import", "CPU of an import", imports),
    Benchmark("generate", "CPU of making the whole package", generate),
    Benchmark("check", "wall time of a check", check),
)
