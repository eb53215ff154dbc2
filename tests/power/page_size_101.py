"""The fault: the target's server lets a page of 101 pass. Clients and tests know nothing of it."""

from msgspec.structs import replace

from flinkjobs import server
from flinkjobs.operations import LIST_JOBS

server.LIST_JOBS = replace(  # type: ignore[attr-defined]
    LIST_JOBS,
    parameters=tuple(
        replace(one, kind=replace(one.kind, maximum=101)) if one.name == "page_size" else one
        for one in LIST_JOBS.parameters
    ),
)
