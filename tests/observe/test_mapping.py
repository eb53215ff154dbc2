"""Pure functions between Flink's responses and a job."""

import pytest
from msgspec import structs

from flinkjobs_target.observe.deployments.records import DeploymentRecord, MatchRule
from flinkjobs_target.observe.flink.job_config import checkpoint_options
from flinkjobs_target.observe.flink.redaction import without_secrets
from flinkjobs_target.observe.flink.root_cause import parse_root_cause
from flinkjobs_target.observe.jobs.facts import Facts, Observation, Restored, Tasks, Transition
from flinkjobs_target.observe.jobs.mapping import build_job, job_id_of
from flinkjobs_target.observe.jobs.merging import merge
from flinkjobs_target.observe.jobs.states import has_run, map_state

ID = "bb9f66e4db41d3b6c1cdb26a431bc71e"
RECORD = DeploymentRecord(
    deployment_id="d", workspace="w", namespace="n", recognise=MatchRule(labels={"a": "b"})
)


def facts(state: str = "RUNNING", **fields: object) -> Facts:
    base = Facts(job_id=ID, name="job", flink_state=state, started=1_000_000)
    return structs.replace(base, **fields)


@pytest.mark.parametrize(
    ("flink_state", "is_started", "previous", "expected"),
    [
        ("INITIALIZING", False, None, "STARTING"),
        ("CREATED", False, None, "STARTING"),
        ("RUNNING", False, "STARTING", "STARTING"),
        ("RUNNING", True, "STARTING", "RUNNING"),
        ("RESTARTING", True, "RUNNING", "RUNNING"),
        ("FAILING", True, "RUNNING", "RUNNING"),
        ("FAILED", True, "RUNNING", "FAILED"),
        ("CANCELLING", True, "RUNNING", "CANCELLING"),
        ("CANCELED", True, "CANCELLING", "CANCELLED"),
        ("FINISHED", True, "RUNNING", "FINISHED"),
        ("SUSPENDED", True, "RUNNING", "RUNNING"),
        ("RECONCILING", True, "STARTING", "STARTING"),
        ("RECONCILING", False, None, "RUNNING"),
        ("SUSPENDED", False, None, None),
        ("HIBERNATING", True, "RUNNING", "RUNNING"),
        ("RUNNING", True, "FAILED", "FAILED"),
        ("CANCELED", True, "FINISHED", "FINISHED"),
    ],
)
def test_states(
    flink_state: str, is_started: bool, previous: str | None, expected: str | None
) -> None:
    """Each state of Flink maps to one of the API; a final one never changes."""
    assert map_state(facts(flink_state), previous, has_run=is_started) == expected


@pytest.mark.parametrize(
    ("mode", "tasks", "timestamps", "expected"),
    [
        ("STREAMING", Tasks(running=4, total=4), {}, True),
        ("STREAMING", Tasks(running=3, total=4), {}, False),
        ("STREAMING", Tasks(running=3, finished=1, total=4), {}, True),
        ("STREAMING", Tasks(), {}, False),
        ("STREAMING", Tasks(total=4), {"RESTARTING": 5}, True),
        ("BATCH", Tasks(running=1, total=4), {}, True),
        ("BATCH", Tasks(total=4), {}, False),
    ],
)
def test_a_job_has_run_when_its_tasks_have(
    mode: str, tasks: Tasks, timestamps: dict[str, int], expected: bool
) -> None:
    """All tasks of a stream; one task of a batch job, whose stages run one after the other."""
    assert has_run(facts(execution_mode=mode, tasks=tasks, timestamps=timestamps)) == expected


def test_transitions_between_polls_are_reconstructed() -> None:
    """They come from Flink's timestamps, in order; of each state the first time counts."""
    tasks = Tasks(running=4, total=4)
    first = merge(None, facts("CREATED", changed=1), "prod", [RECORD], 1)
    assert first is not None
    timestamps = {
        "INITIALIZING": 1_000_000,
        "CREATED": 1_000_020,
        "RUNNING": 1_000_050,
        "RESTARTING": 1_000_400,
        "CANCELLING": 1_002_000,
        "CANCELED": 1_002_025,
    }
    later = facts(
        "CANCELED", changed=1_002_025, ended=1_002_025, timestamps=timestamps, tasks=tasks
    )

    observation = merge(first, later, "prod", [RECORD], 2)

    assert observation is not None
    assert observation.transitions == (
        Transition(1_000_000, "STARTING"),
        Transition(1_000_050, "RUNNING"),
        Transition(1_002_000, "CANCELLING"),
        Transition(1_002_025, "CANCELLED"),
    )


def test_a_job_id_is_a_uuid() -> None:
    """The 32 digits get hyphens; anything else is rejected."""
    assert job_id_of(ID) == "bb9f66e4-db41-d3b6-c1cd-b26a431bc71e"
    with pytest.raises(ValueError, match="is not a Flink job id"):
        job_id_of("../../etc")


@pytest.mark.parametrize(
    ("stack", "reason", "message"),
    [
        (
            "a.B: outer\n\tat x.Y(Z.java:1)\nCaused by: c.D: middle\n\tat x\n"
            "Caused by: java.lang.NumberFormatException: For input: 'a: b'\n\tat x\n",
            "java.lang.NumberFormatException",
            "For input: 'a: b'",
        ),
        ("org.E$Inner\n\tat x\n", "org.E$Inner", None),
        ("a.B: one\x1b[2J\n\tat x", "a.B", "one [2J"),
        ("a.B: " + "x" * 50, "a.B", "x" * 19 + "…"),
    ],
)
def test_the_failure_is_the_root_cause(stack: str, reason: str, message: str | None) -> None:
    """Its class and its message, on one line of limited length."""
    failure = parse_root_cause(stack, length=20)

    assert failure is not None
    assert (failure.reason, failure.message) == (reason, message)


def test_a_message_can_be_left_out() -> None:
    """It may contain a row of user data; the class never does."""
    failure = parse_root_cause("a.B: card 1234", length=0)

    assert failure is not None
    assert (failure.reason, failure.message) == ("a.B", None)
    assert parse_root_cause("", length=20) is None


def test_secrets_are_left_out() -> None:
    """Entries are dropped by key, whatever its spelling, and by value."""
    entries = {
        "s3.access-key": "x",
        "s3.secret.key": "x",
        "fs.azure.account.key.store": "x",
        "security.ssl.rest.keystore-password": "x",
        "my.apiKey": "x",
        "DB_PASSWD": "x",
        "db.pwd": "x",
        "blob.url": "https://store.example/x?sv=1&sig=abc",
        "hidden": "******",
        "jdbc.url": "jdbc:mysql://root:pw@db/x",
        "env.java.opts": "-Dfoo=1 -Ddb.password=pw",
        "state.backend.type": "rocksdb",
        "rest.address": "localhost",
    }

    assert set(without_secrets(entries)) == {"state.backend.type", "rest.address"}


def test_a_job_without_checkpoints_has_no_checkpoint_options() -> None:
    """Flink reports the largest number as their interval."""
    assert (
        checkpoint_options(
            mode="exactly_once",
            interval=2**63 - 1,
            timeout=1,
            min_pause=1,
            max_concurrent=1,
            unaligned=False,
            tolerable_failures=0,
        )
        == {}
    )


@pytest.mark.parametrize(
    ("restored", "kind"),
    [
        (None, None),
        (Restored(any=False), "NONE"),
        (Restored(any=True, savepoint=True), "FROM_SAVEPOINT"),
        (Restored(any=True), None),
    ],
)
def test_restore_strategy(restored: Restored | None, kind: str | None) -> None:
    """The strategy of a start from a checkpoint is ambiguous, and stays absent."""
    observation = Observation(
        cluster="prod", facts=facts(restored=restored), state="RUNNING", modified_at=1
    )

    strategy = build_job(observation, RECORD).restore_strategy

    assert (strategy.kind if strategy else None) == kind


def test_running_begins_when_a_waiting_job_gets_its_tasks() -> None:
    """Flink reports RUNNING minutes before the tasks run."""
    waiting = Tasks(running=0, total=4)
    timestamps = {"RUNNING": 1_000_050}
    first = facts(changed=1_000_050, timestamps=timestamps, tasks=waiting)
    observation = merge(None, first, "prod", [RECORD], 1)
    waited = structs.replace(first, changed=1_060_000)
    observation = merge(observation, waited, "prod", [RECORD], 2)
    ran = structs.replace(first, changed=1_070_000, tasks=Tasks(running=4, total=4))

    observation = merge(observation, ran, "prod", [RECORD], 3)

    assert observation is not None
    assert observation.transitions == (
        Transition(1_000_000, "STARTING"),
        Transition(1_060_000, "RUNNING"),
    )
