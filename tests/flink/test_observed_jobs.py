"""ListJobs and GetJob for jobs of a real cluster, in every state."""

import pytest

from flinkjobs.models import Job, RestoreStrategy

from .cluster import SECRET
from .observed_cluster import CLUSTER, DEPLOYMENT, NAMESPACE, WORKSPACE, ObservedCluster
from .timeline import Timeline
from .workload import Workload

# The states in which a job may be listed, in order, and those in which it must be.
STATES = {
    "bounded": (["STARTING", "RUNNING", "FINISHED"], {"FINISHED"}),
    "page": (["STARTING", "RUNNING"], {"RUNNING"}),
    "failing": (["STARTING", "RUNNING", "FAILED"], {"FAILED"}),
    "restarting": (["STARTING", "RUNNING"], {"RUNNING"}),
    "cancelled": (["STARTING", "RUNNING", "CANCELLING", "CANCELLED"], {"RUNNING", "CANCELLED"}),
    "stopped": (["STARTING", "RUNNING", "FINISHED"], {"RUNNING", "FINISHED"}),
    "restored": (["STARTING", "RUNNING"], {"RUNNING"}),
    "wide": (["STARTING", "CANCELLING", "CANCELLED"], {"STARTING", "CANCELLED"}),
}


@pytest.mark.parametrize("name", STATES)
def test_states_are_listed_in_order(timeline: Timeline, name: str) -> None:
    """A job never returns to an earlier state; lasting states are listed."""
    allowed, required = STATES[name]
    listed = timeline.states[name]

    assert required <= set(listed) <= set(allowed)
    assert listed == sorted(listed, key=allowed.index)


def test_jobs_are_listed_newest_first(observed: ObservedCluster) -> None:
    """A deployment lists only its own jobs, by the second of Flink's start time."""

    def sort_key(name: str) -> tuple[int, str]:
        return (observed.workload.read_job(name).start_time or 0) // 1000, observed.id_of(name)

    assert list(observed.list_jobs()) == sorted(STATES, key=sort_key, reverse=True)


def test_both_operations_return_the_same_job(observed: ObservedCluster) -> None:
    """GetJob returns the job that ListJobs lists."""
    listed = observed.list_jobs()

    for name in ("bounded", "failing", "cancelled", "stopped"):
        assert observed.get_job(name) == listed[name]


@pytest.mark.parametrize("name", ["bounded", "page", "failing", "cancelled", "stopped"])
def test_times_are_those_of_flink(observed: ObservedCluster, name: str) -> None:
    """Start and end are in seconds; a job that has not ended has no end."""
    flink, job = observed.workload.read_job(name), observed.get_job(name)
    assert flink.start_time and flink.end_time

    assert job.start_time == flink.start_time // 1000
    assert job.end_time == (flink.end_time // 1000 if flink.end_time > 0 else None)
    assert job.created_at == str(job.start_time)
    assert int(job.modified_at or 0) >= int(job.created_at or 0)


def test_wait_returns_a_job_that_starts_later(timeline: Timeline) -> None:
    """The job was submitted after `wait` was called."""
    job = timeline.snapshots["wait"]

    assert (job.job_id, job.state) == (timeline.observed.id_of("page"), "RUNNING")


def test_a_job_without_slots_is_starting(timeline: Timeline) -> None:
    """Flink reports it as RUNNING."""
    job = timeline.snapshots["without slots"]

    assert job.state == "STARTING"
    assert job.status is not None and job.status.running is None


def test_a_failed_job_has_its_root_cause(observed: ObservedCluster) -> None:
    """The failure has class, message and time of the root cause."""
    flink, job = observed.workload.read_job("failing"), observed.get_job("failing")
    assert job.status is not None and job.status.failure is not None and flink.timestamps

    failure = job.status.failure
    assert failure.reason == "java.lang.NumberFormatException"
    assert (failure.message or "").startswith("For input string: '")
    assert "\n" not in (failure.message or "\n")
    assert failure.failed_at == flink.timestamps["FAILED"] // 1000


def test_a_restarting_job_is_running(observed: ObservedCluster) -> None:
    """The status has Flink's own state and the number of restarts."""
    job = observed.get_job("restarting")
    assert job.status is not None and job.status.running is not None

    assert job.state == "RUNNING"
    assert job.status.running.observed_flink_job_status in (
        "RUNNING",
        "RESTARTING",
        "FAILING",
    )
    assert (job.status.running.observed_flink_job_restarts or 0) > 0


def test_resources_outlive_the_job(observed: ObservedCluster, timeline: Timeline) -> None:
    """The metric sums the job's slots, and stays after its end."""
    before, after = timeline.snapshots["before cancel"].metric, observed.get_job("cancelled").metric
    assert after is not None

    # A sixth of 128 MiB of heap, 128 MiB of managed memory and 64 MiB for the network.
    assert (after.total_cpu, after.total_memory_byte) == (1.0, (21 + 21 + 10) * 1024 * 1024)
    assert before in (None, after)


def test_restore_strategy(observed: ObservedCluster) -> None:
    """The strategy is NONE for the first job, and FROM_SAVEPOINT for the restored one."""
    assert observed.get_job("stopped").restore_strategy == RestoreStrategy(kind="NONE")
    assert observed.get_job("restored").restore_strategy == RestoreStrategy(kind="FROM_SAVEPOINT")


@pytest.mark.parametrize(("name", "mode"), [("bounded", "BATCH"), ("page", "STREAMING")])
def test_a_job_has_only_the_settings_of_its_mode(
    observed: ObservedCluster, name: str, mode: str
) -> None:
    """The settings of the other mode are absent."""
    job = observed.get_job(name)
    settings = {
        "BATCH": job.batch_resource_setting,
        "STREAMING": job.streaming_resource_setting,
    }
    own_settings = settings.pop(mode)

    assert job.execution_mode == mode
    assert own_settings is not None and own_settings.basic_resource_setting is not None
    assert own_settings.basic_resource_setting.parallelism == 1
    assert list(settings.values()) == [None]


def test_secrets_are_not_published(observed: ObservedCluster, workload: Workload) -> None:
    """A secret of the configuration that Flink exposes is in no job."""
    with workload.cluster.client() as client:
        settings = client.jobs.list_job_settings(job_id=workload.job_ids["page"])
    conf = observed.get_job("page").flink_conf or {}

    assert SECRET in {setting.value for setting in settings}
    assert SECRET not in str(conf)
    assert {setting.key for setting in settings} & conf.keys()


def test_version_cluster_and_configuration_are_those_of_flink(
    observed: ObservedCluster, workload: Workload
) -> None:
    """The configuration includes the job's checkpoint interval."""
    job = observed.get_job("page")

    assert job.engine_version == f"flink-{workload.cluster.release.version}"
    assert job.session_cluster_name == CLUSTER
    assert job.flink_conf
    assert "1000 ms" in str(job.flink_conf) or "1s" in str(job.flink_conf)


def test_other_fields_come_from_the_record(observed: ObservedCluster) -> None:
    """The deployment record that matches the job's labels provides them."""
    job = observed.get_job("page")

    assert (job.workspace, job.namespace) == (WORKSPACE, NAMESPACE)
    assert (job.deployment_id, job.deployment_name) == (DEPLOYMENT, "vvp_ds_0522")
    assert job.creator == "183899668*******"
    assert job.artifact is not None and job.artifact.sql_artifact is not None
    assert "'connector' = 'datagen'" in (job.artifact.sql_artifact.sql_script or "")


def test_unknown_fields_are_absent(observed: ObservedCluster) -> None:
    """Fields that neither Flink nor the record has are None."""
    job = observed.get_job("page")

    absent = (job.creator_name, job.modifier, job.logging, job.local_variables)
    assert absent == (None,) * 4
    assert job.status is not None
    assert (job.status.risk_level, job.status.health_score) == (None, None)


def test_a_record_matches_by_name(observed: ObservedCluster) -> None:
    """A job without labels belongs to the record with its cluster and job name."""
    assert states(observed.list_jobs("by-name")) == {"named": "FINISHED"}


def test_own_labels_of_a_job_need_no_record(observed: ObservedCluster) -> None:
    """The deployment is that of the labels; its name is the job name in Flink."""
    (job,) = observed.list_jobs("own").values()

    assert (job.job_id, job.deployment_name) == (observed.id_of("own"), "own")


def test_an_unmatched_job_is_unassigned(observed: ObservedCluster) -> None:
    """`flinkjobs-target unassigned` lists it with the reason."""
    (line,) = observed.run_command("unassigned").splitlines()

    assert observed.id_of("stray") in line
    assert line.endswith("stray  (no deployment record matches, and it has no labels)")


def states(jobs: dict[str, Job]) -> dict[str, str | None]:
    return {name: job.state for name, job in jobs.items()}
