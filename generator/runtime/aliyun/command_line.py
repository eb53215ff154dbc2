"""Options of the command line that choose profile and region, and error texts that name options."""

from collections.abc import Mapping

from ..cli.command import Setting
from .gateway import REGION_VARIABLE, RegionalEndpoints

__all__ = ["ERROR_PHRASES", "settings"]

ERROR_PHRASES: Mapping[str, str] = {
    "pass access_key_id and access_key_secret,": "pass --profile,",
    "pass region or endpoint,": "pass --region or --endpoint,",
    "pass credentials=, for instance a client of alibabacloud-credentials": (
        "choose one of mode AK or StsToken with --profile, or set ALIBABA_CLOUD_ACCESS_KEY_ID, "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET and, of a temporary key, ALIBABA_CLOUD_SECURITY_TOKEN"
    ),
}
"""Phrases of errors that name arguments of Client, and what they are on the command line."""


def settings(endpoints: RegionalEndpoints | None) -> tuple[Setting, ...]:
    """Return the settings of a client that signs; without regional endpoints, no region."""
    profile = Setting(
        name="profile",
        help="Profile of the vendor's command line to take the access key from.",
        metavar="NAME",
    )
    if endpoints is None:
        return (profile,)
    region = Setting(
        name="region",
        help="Region to call.",
        metavar="REGION",
        variables=(REGION_VARIABLE,),
        suggestions=endpoints.regions,
        yields_to_endpoint=True,
    )
    return profile, region
