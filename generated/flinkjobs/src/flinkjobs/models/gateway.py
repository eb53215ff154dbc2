# Generated from openapi.yaml; do not edit.
"""Models of the contract: gateway."""

from __future__ import annotations

from typing import Literal

from flinkjobs.models._derived import AccessDeniedDetailBase, RefusalBase


class AccessDeniedDetail(AccessDeniedDetailBase, kw_only=True):
    """Denied permission, with policy, action and caller."""

    policy_type: str | None = None
    """Kind of policy that decided."""
    no_permission_type: Literal["ImplicitDeny", "ExplicitDeny"] | str | None = None
    """Whether no policy allowed the action or one denied it."""
    auth_action: str | None = None
    """Action that was not permitted."""
    auth_principal_type: str | None = None
    """Kind of caller."""
    auth_principal_display_name: str | None = None
    """Id of the calling user."""
    auth_principal_owner_id: str | None = None
    """Id of the account that the user belongs to."""


class Refusal(RefusalBase, kw_only=True):
    """Error response of the gateway. Callers decide by Code, since products use different statuses."""

    request_id: str | None = None
    """Id of the request, to quote when asking for help."""
    host_id: str | None = None
    """Host of the request."""
    code: str | None = None
    """Error code."""
    message: str | None = None
    """Readable error message."""
    recommend: str | None = None
    """Remedy, or a link to more information."""
    access_denied_detail: AccessDeniedDetail | None = None
    """Reason why permission was denied."""
