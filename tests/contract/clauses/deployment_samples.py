"""Properties of deployments that rules send."""

from typing import Any

__all__ = ["KINDS", "SERVICE", "WORDS"]

WORDS: dict[str, Any] = {
    "description": "first",
    "engineVersion": "vvr-1",
    "flinkConf": {"a": "1", "b": "2"},
    "labels": {"team": "one", "stage": "test"},
    "localVariables": [{"name": "x", "value": "1"}],
    "deploymentTarget": {"mode": "SESSION", "name": "queue"},
    "logging": {"loggingProfile": "oss"},
    "referencedDeploymentDraftId": "draft",
    "streamingResourceSetting": {"resourceSettingMode": "BASIC"},
}
"""A value of each property that has no rule of its own."""
KINDS: dict[str, dict[str, Any]] = {
    "SQLSCRIPT": {"sqlArtifact": {"sqlScript": "SELECT 1"}},
    "JAR": {"jarArtifact": {"jarUri": "https://example.com/a.jar"}},
    "PYTHON": {"pythonArtifact": {"pythonArtifactUri": "https://example.com/a.py"}},
    "CDCYAML": {"cdcYamlArtifact": {"cdcYaml": "source: {}"}},
}
"""The kinds of artifacts, each with its part."""
SERVICE = [
    "deploymentId",
    "workspace",
    "namespace",
    "jobSummary",
    "deploymentHasChanged",
    "creator",
    "creatorName",
    "modifier",
    "modifierName",
    "createdAt",
    "modifiedAt",
]
"""The properties that only the service sets."""
