"""Pages of jobs: the first ones in one statement, any other one through a position index."""

from collections.abc import Sequence

from .database.interface import Database
from .deployments import SELECT_OWN_TOTAL, Deployments
from .position_index import TREE_PARAMETERS, PositionIndex, TreeParameters
from .sort_keys import COLUMNS, SortOrder
from .types import DeploymentKey, Page

__all__ = ["check_listing", "first_page_statement", "read_page"]


def check_listing(database: Database) -> None:
    """Run the statements of a first and of a deep page, of no deployment."""
    database.check()
    for name in COLUMNS:
        database.all(first_page_statement(SortOrder(name, "asc"), skips=False), (b"", "", b"", 1))
        PositionIndex(database, b"", name, TREE_PARAMETERS).update((), (), 0)


def read_page(
    database: Database,
    tree: TreeParameters,
    account: str,
    key: DeploymentKey,
    order: SortOrder,
    *,
    limit: int,
    offset: int,
) -> Page:
    """Read any page with its total, from one snapshot."""
    with database.snapshot():
        total = Deployments(database).total(account, key)
        count = max(0, min(limit, total - offset))
        index = PositionIndex(database, key.digest(), order.name, tree)
        documents = _read_documents(index, order, offset, count, total) if count else []
    return Page(documents=documents, total=total)


def _read_documents(
    index: PositionIndex, order: SortOrder, offset: int, count: int, total: int
) -> Sequence[bytes]:
    """Read a page through the position index."""
    ascending = order.direction == "asc"
    start = offset if ascending else total - offset - count
    sort_key, skip = index.locate(start)
    documents = _from_sort_key(index, sort_key, skip, count)
    return documents if ascending else documents[::-1]


def _from_sort_key(index: PositionIndex, sort_key: bytes, skip: int, count: int) -> list[bytes]:
    """Read documents in ascending order, from a number of jobs after a sort key."""
    column = COLUMNS[index.order]
    rows = index.database.all(
        f"SELECT document FROM jobs WHERE deployment = ? AND {column} >= "
        f"(SELECT {column} FROM jobs WHERE deployment = ? AND {column} >= ? "
        f"ORDER BY {column} LIMIT 1 OFFSET ?) ORDER BY {column} LIMIT ?",
        (index.deployment, index.deployment, sort_key, skip, count),
    )
    return [document for (document,) in rows]


def first_page_statement(order: SortOrder, *, skips: bool) -> str:
    """Return the statement that reads documents, each with the total, from an offset on.

    Skipped jobs are read from the sort order's index only.
    """
    column = COLUMNS[order.name]
    by, at = (f"{column} DESC", "<=") if order.direction == "desc" else (column, ">=")
    first = f"SELECT {column} FROM jobs WHERE deployment = ? ORDER BY {by} LIMIT 1 OFFSET ?"
    return (
        f"SELECT document, ({SELECT_OWN_TOTAL}) FROM jobs WHERE deployment = ? "
        f"{f'AND {column} {at} ({first}) ' if skips else ''}ORDER BY {by} LIMIT ?"
    )
