"""Pure parts of the way from Flink's answers to a job."""

import pytest
from msgspec import structs

from flinkjobs_target.observe.deployments.records import DeploymentRecord, Recognition
from flinkjobs_target.observe.flink.job_config import checkpoint_options
from flinkjobs_target.observe.flink.redaction import without_secrets
from flinkjobs_target.observe.flink.root_cause import failure_of
from flinkjobs_target.observe.jobs.facts import Facts, Observation, Restored, Tasks, Transition
from flinkjobs_target.observe.jobs.mapping import job_id_of, job_of
from flinkjobs_target.observe.jobs.merging import merged
from flinkjobs_target.observe.jobs.states import has_run, state_of

ID = "bb9f66e4db41d3b6c1cdb26a431bc71e"
RECORD = DeploymentRecord(
    deployment_id="d", workspace="w", namespace="n", recognise=Recognition(labels={"a": "b"})
)


def facts(state: str = "RUNNING", **more: object) -> Facts:
    known = Facts(job_id=ID, name="job", flink_state=state, started=1_000_000)
    return structs.replace(known, **more)


@pytest.mark.parametrize(
    ("flink", "run", "before", "expected"),
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
        ("SUSPENDED", False, None, None),
        ("HIBERNATING", True, "RUNNING", "RUNNING"),
        ("RUNNING", True, "FAILED", "FAILED"),
        ("CANCELED", True, "FINISHED", "FINISHED"),
    ],
)
def test_states(flink: str, run: bool, before: str | None, expected: str | None) -> None:
    """Each state of Flink becomes one of the API; a final one never changes."""
    assert expected == state_of(facts(flink), before, run=run)


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
def test_running_is_told_by_the_tasks(
    mode: str, tasks: Tasks, timestamps: dict[str, int], expected: bool
) -> None:
    """All of them for a stream; the stages of a batch job run one after the other."""
    assert expected == has_run(facts(execution_mode=mode, tasks=tasks, timestamps=timestamps))


def test_what_was_faster_than_the_looks_is_rebuilt() -> None:
    """From Flink's timestamps, in their order; of a state the first time counts."""
    tasks = Tasks(running=4, total=4)
    first = merged(None, facts("CREATED", changed=1), "prod", [RECORD], 1)
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

    known = merged(first, later, "prod", [RECORD], 2)

    assert known is not None
    assert (
        Transition(1_000_000, "STARTING"),
        Transition(1_000_050, "RUNNING"),
        Transition(1_002_000, "CANCELLING"),
        Transition(1_002_025, "CANCELLED"),
    ) == known.transitions


def test_a_job_id_is_a_uuid() -> None:
    """The 32 digits, with hyphens."""
    assert "bb9f66e4-db41-d3b6-c1cd-b26a431bc71e" == job_id_of(ID)
    with pytest.raises(ValueError, match="is not a job id of Flink: 32 hexadecimal digits"):
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
    """Its class and its message, on one line and not too long."""
    failure = failure_of(stack, length=20)

    assert failure is not None
    assert (reason, message) == (failure.reason, failure.message)


def test_a_message_can_be_left_out() -> None:
    """It may carry a row of data; the class never does."""
    failure = failure_of("a.B: card 1234", length=0)

    assert failure is not None
    assert ("a.B", None) == (failure.reason, failure.message)
    assert failure_of("", length=20) is None


def test_secrets_are_left_out() -> None:
    """By key, whatever the spelling; and where a value carries one."""
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

    assert {"state.backend.type", "rest.address"} == set(without_secrets(entries))


def test_without_checkpoints_there_are_no_options_of_them() -> None:
    """Flink answers the largest number as their interval."""
    assert {} == checkpoint_options(
        mode="exactly_once",
        interval=2**63 - 1,
        timeout=1,
        min_pause=1,
        max_concurrent=1,
        unaligned=False,
        tolerable_failures=0,
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
    """A checkpoint may have been meant as the latest or as this one: nobody guesses."""
    known = Observation(
        cluster="prod", facts=facts(restored=restored), state="RUNNING", modified_at=1
    )

    strategy = job_of(known, RECORD).restore_strategy

    assert kind == (strategy.kind if strategy else None)


def test_a_job_that_was_seen_waiting_did_not_run_yet() -> None:
    """Flink's RUNNING may be minutes before its tasks run."""
    waiting = Tasks(running=0, total=4)
    timestamps = {"RUNNING": 1_000_050}
    first = facts(changed=1_000_050, timestamps=timestamps, tasks=waiting)
    known = merged(None, first, "prod", [RECORD], 1)
    waited = structs.replace(first, changed=1_060_000)
    known = merged(known, waited, "prod", [RECORD], 2)
    ran = structs.replace(first, changed=1_070_000, tasks=Tasks(running=4, total=4))

    known = merged(known, ran, "prod", [RECORD], 3)

    assert known is not None
    assert (
        Transition(1_000_000, "STARTING"),
        Transition(1_060_000, "RUNNING"),
    ) == known.transitions
