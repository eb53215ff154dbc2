"""Repeat counts of tests: small at a desk, as large as CI has time for with `FLINKJOBS_TEST_SIZES=full`.

`.ci/run` sets that. Each size also has a variable of its own, which wins; `make survival` sets some.
"""

import os
from collections.abc import Mapping
from typing import Final

__all__ = [
    "ALTERATIONS",
    "CLUSTER_KILLS",
    "CONTRACT_EXAMPLES",
    "EXAMPLES",
    "IDLE",
    "KILLS",
    "LISTINGS",
    "LIVES",
    "MALFORMED",
    "OPERATIONS",
    "RACES",
    "REFERENCE_FAULTS",
    "REFERENCE_SEEDS",
    "REFERENCE_VARIANTS",
    "REPLAYS",
    "ROUNDS",
    "SAMPLED",
    "WALKS",
    "WORKFLOW_FAULTS",
]


FULL: Final = os.environ.get("FLINKJOBS_TEST_SIZES") == "full"


def _size(name: str, small: int, full: int) -> int:
    return int(os.environ.get(name, full if FULL else small))


EXAMPLES = _size("FLINKJOBS_TEST_EXAMPLES", 30, 60)
"""Examples of each property that Hypothesis checks."""
CONTRACT_EXAMPLES = _size("FLINKJOBS_TEST_CONTRACT_EXAMPLES", 15, 30)
"""Fuzzed requests of each operation, unless `--contract-examples` is given."""
REPLAYS = _size("FLINKJOBS_TEST_REPLAYS", 300, 1000)
"""Replayed requests."""
ALTERATIONS = _size("FLINKJOBS_TEST_ALTERATIONS", 300, 300)
"""Altered copies of signed requests."""
KILLS = _size("FLINKJOBS_KILLS", 2, 3)
"""Kills of a target that is written to."""
CLUSTER_KILLS = _size("FLINKJOBS_CLUSTER_KILLS", 5, 5)
"""Kills of a target that runs jobs on a cluster, for each storage; `make survival-flink` takes 100."""
RACES = _size("FLINKJOBS_TEST_RACES", 5, 15)
"""Repetitions of each race for one deployment."""
IDLE = _size("FLINKJOBS_TEST_IDLE", 300, 1000)
"""Connections that send nothing."""
ROUNDS = _size("FLINKJOBS_ROUNDS", 30, 60)
"""Random changes of a listing whose positions are indexed."""
MALFORMED = _size("FLINKJOBS_TEST_MALFORMED", 150, 500)
"""Requests of random bytes."""
OPERATIONS = _size("FLINKJOBS_TEST_OPERATIONS", 200, 400)
"""Operations of a large specification."""
LISTINGS = _size("LISTINGS", 40, 60)
"""Listings through a proxy that breaks connections."""
LIVES = _size("FLINKJOBS_TEST_LIVES", 300, 300)
"""Random lives of an observed cluster."""
WALKS = _size("WALKS", 100, 300)
"""Iterations over listings that change meanwhile."""
REFERENCE_FAULTS = _size("FLINKJOBS_TEST_REFERENCE_FAULTS", 10, 60)
"""Faults of the reference server, about: at most all of them."""
REFERENCE_VARIANTS = _size("FLINKJOBS_TEST_REFERENCE_VARIANTS", 4, 10)
"""Correct variants of the reference server: at most all of them."""
REFERENCE_SEEDS = _size("FLINKJOBS_TEST_REFERENCE_SEEDS", 1, 1)
"""Seeds of each variant; `python -m tests.suite.reference variants` takes 20."""
WORKFLOW_FAULTS = _size("FLINKJOBS_TEST_WORKFLOW_FAULTS", 1, 2)
"""Kinds of faults at each request of a workflow: at most all of them."""
SAMPLED: Final[Mapping[str, int]] = (
    {
        "compare/test_schema_kinds.py": 2,
        "contract/test_clauses.py": 12,  # `make contract TARGET=local` takes all
        "explorer": 2,
        "generator/test_constructs.py": 3,
        "harness/mutants": 4,
        "hostile/test_hostile.py": 4,
        "suite/test_invalid_targets.py": 2,
        "suite/test_operations_with_bodies.py": 2,
        "suite/test_reference_servers.py": 2,
        "suite/test_schemathesis_hooks.py": 2,
        "suite/test_unusable_targets.py": 2,
        "target/deploying/test_permissions.py": 2,
        "target/test_isolation.py": 3,
    }
    if FULL
    else {
        "cli/test_completion.py": 4,
        "compare/test_schema_kinds.py": 4,
        "compare/test_whole.py": 3,
        "contract/test_clauses.py": 6,
        "docs/test_command_line.py": 0,
        "docs/test_contributing.py": 0,
        "docs/test_guide.py": 0,
        "explorer": 3,
        "explorer/test_accessibility.py": 8,
        "generator/test_adding_an_operation.py": 0,
        "generator/test_check.py": 3,
        "generator/test_constructs.py": 8,
        "generator/test_generate.py": 3,
        "generator/test_reference.py": 3,
        "harness/mutants": 10,
        "harness/packaging/test_release.py": 4,
        "harness/soak": 0,
        "hostile/test_hostile.py": 12,
        "hostile/test_size.py": 0,
        "spec/test_linters.py": 0,
        "suite/test_invalid_targets.py": 4,
        "suite/test_nightly.py": 0,
        "suite/test_operations_with_bodies.py": 4,
        "suite/test_reading_failures.py": 0,
        "suite/test_reference_servers.py": 4,
        "suite/test_runs.py": 0,
        "suite/test_schemathesis_hooks.py": 5,
        "suite/test_settings.py": 3,
        "suite/test_unusable_targets.py": 5,
        "target/clusters/test_killed_targets.py": 2,
        "target/clusters/test_two_targets.py": 0,
        "target/deploying/test_permissions.py": 3,
        "target/test_full_disk.py": 3,
        "target/test_isolation.py": 6,
        "target/test_position_index.py": 3,
        "target/test_readme.py": 0,
        "target/test_survival.py": 2,
        "workflows/test_interrupted_runs.py": 2,
        "workflows/test_third_party_runner.py": 0,
    }
)
"""The longest files and folders: a run of all tests takes one test of so many, by its seed; none for 0."""
