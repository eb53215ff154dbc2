"""The contract's models have the fields of the SDK's models, no fewer and no more."""

import inspect
import re
from typing import Any

import pytest
from alibabacloud_ververica20220718 import models as sdk
from msgspec.structs import fields

from flinkjobs import models as ours

NAMES = {
    "DeploymentRestoreStrategy": "RestoreRequest",
    "StartJobRequestBody": "StartJobRequest",
    "StopJobRequestBody": "StopJobRequest",
    "BasicResourceSettingSpec": "ResourceSpec",
    "JobStatusRunning": "RunningStatus",
    "SqlStatementWithContext": "SqlStatement",
    "SqlStatementValidationResult": "SqlValidation",
    "ErrorDetails": "SqlError",
    "ResourceSpec": "ResourceAmount",
    "EngineVersionMetadataIndex": "EngineVersionIndex",
    "EngineVersionMetadata": "EngineVersion",
    "EngineVersionSupportedFeatures": "EngineFeatures",
    **{
        name: name
        for name in (
            *("Deployment", "BriefDeploymentTarget", "JobSummary", "LocalVariable"),
            *("Artifact", "SqlArtifact", "JarArtifact", "PythonArtifact", "CdcYamlArtifact"),
            *("StreamingResourceSetting", "BatchResourceSetting", "BasicResourceSetting"),
            *("ExpertResourceSetting", "Logging", "Log4jLogger", "LogReservePolicy"),
            *("Job", "JobStatus", "JobFailure", "JobMetric"),
            *("JobStartParameters", "BriefResourceSetting"),
            *("Event", "Variable", "DeploymentTarget", "ResourceQuota"),
            *("Savepoint", "SavepointStatus", "SavepointFailure", "CreateSavepointRequest"),
        )
    },
}
"""The names of the SDK's models, and those of the contract's."""


def sdk_fields(model: type[Any]) -> set[str]:
    """Return the wire names of the fields of a model of the SDK, from the code that sends them."""
    return set(re.findall(r"result\['(\w+)'\]", inspect.getsource(model.to_map)))


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_are_those_of_the_sdk(name: str) -> None:
    """By their names on the wire."""
    model = getattr(ours, NAMES[name])

    names = {field.encode_name for field in fields(model)} - {"(additional properties)"}
    assert names == sdk_fields(getattr(sdk, name))
