"""The vendor's SDK reads Flink's API and the log of a start, and has SQL checked."""

import json

from alibabacloud_ververica20220718 import models

from .conftest import SCRIPT, Deployer
from .fields import unset_fields, wrongly_typed_fields


def test_flink_api_proxy_returns_flinks_json(deployer: Deployer) -> None:
    """As a string, with times in milliseconds; the SDK names the namespace in the query."""
    _, job_id = deployer.running()
    flink_id = job_id.replace("-", "")

    text = deployer.data(
        "FlinkApiProxy",
        namespace=deployer.tenant.namespace,
        resource_type="jobs",
        resource_id=job_id,
        flink_api_path=f"/jobs/{flink_id}",
    )
    job = deployer.data("GetJob", job_id)
    shown = json.loads(text)
    assert (shown["jid"], shown["state"]) == (flink_id, "RUNNING")
    assert shown["start-time"] == job.start_time * 1000


def test_get_latest_job_start_log_returns_a_text(deployer: Deployer) -> None:
    """Of the newest job."""
    deployment_id, job_id = deployer.running()

    log = deployer.data("GetLatestJobStartLog", deployment_id)
    assert f"start of job instance {job_id} requested by " in log


def test_validate_sql_statement_returns_every_field_of_an_error(deployer: Deployer) -> None:
    """But the settings, which no engine names yet; lines and columns are strings."""
    deployer.create()
    body = models.SqlStatementWithContext(
        statement=f"{SCRIPT};\nSELECT 'x",
        batch_mode=False,
        version_name="vvr-8.0.11-flink-1.17",
        flink_configuration={"table.exec.state.ttl": "36 h"},
        additional_dependencies=["https://oss/bucket/addition.jar"],
    )

    result = deployer.data("ValidateSqlStatement", body=body)
    assert unset_fields(result) == {"error_details.invalidflink_conf"}
    assert wrongly_typed_fields(result) == []
    error = result.error_details
    assert (result.success, error.line_number, error.column_number) == (False, "2", "8")
    assert result.validation_result == "VALIDATION_RESULT_INVALID_QUERY"


def test_validate_sql_statement_finds_no_error(deployer: Deployer) -> None:
    """And says what was not checked, here where no Flink is."""
    deployer.create()
    body = models.SqlStatementWithContext(statement=SCRIPT, batch_mode=False)

    result = deployer.data("ValidateSqlStatement", body=body)
    assert (result.success, result.validation_result, result.error_details) == (True, None, None)
    assert "only Flink knows tables" in result.message
