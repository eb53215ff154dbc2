"""The table of sources in docs/compatibility.md is what the marks of the contract say."""

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"
WORDS = {"doc": "page", "sdk": "SDK", "meta": "metadata", "ours": "ours"}
HEAD = """\
| operation | its method and path | its parameters | its access level |
|---|---|---|---|
"""


def source(node: dict[str, Any]) -> str:
    """Return the word for who states a node; the page, where the contract does not say."""
    return WORDS[node.get("x-source", "doc")]


def rows() -> Iterator[str]:
    """Yield a row for each operation."""
    text = (resources.files("flinkjobs") / "openapi.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    shared = document["components"]["parameters"]
    for item in document["paths"].values():
        for operation in item.values():
            if "operationId" not in operation:
                continue
            names: dict[str, list[str]] = {}
            for parameter in [*item.get("parameters", ()), *operation.get("parameters", ())]:
                node = (
                    shared[parameter["$ref"].rpartition("/")[2]]
                    if "$ref" in parameter
                    else parameter
                )
                names.setdefault(source(node), []).append(node["name"])
            parameters = "; ".join(
                f"{word}: {', '.join(f'`{name}`' for name in names[word])}"
                for word in WORDS.values()
                if word in names
            )
            ram = operation["x-ram"]
            level = f"{ram['accessLevel']}, {source(ram)}"
            yield f"| {operation['operationId']} | {source(operation)} | {parameters} | {level} |\n"


def test_the_table_of_sources() -> None:
    """Replace the block with the expected one when this fails."""
    expected = HEAD + "".join(rows())

    block = re.search(
        r"<!-- sources -->\n(.*?)<!-- /sources -->", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert block is not None
    assert block[1] == expected
