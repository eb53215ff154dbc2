"""Pages of the reference: their content, their languages, and foreign files beside them."""

import re
from pathlib import Path

import pytest

from generator.compare.history import read_version
from generator.reference.strings import CHINESE, ENGLISH
from generator.release.contract import recorded_text

from .generating import ROOT, SPEC, copy_of_spec, generator, translate

TEMPLATES = ROOT / "generator" / "emit" / "templates" / "reference"
CONSTRAINTS = ROOT / "generator" / "reference" / "constraints.py"
LOOP = ROOT / "tests" / "client" / "repeating" / "loop.yaml"
WRITES = {
    "startJob": "`jobId` makes it idempotent: ",
    "createClone": "`Client-Token` makes it idempotent: ",
    "createSavepoint": "It has no key that makes it idempotent",
}
PETS = Path(__file__).parent / "other" / "pets.yaml"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str | Path, ...]:
    """Options for the folders of the package and of its reference."""
    return "--out", tmp_path / "package", "--docs", tmp_path / "api"


def pages(folder: Path) -> set[str]:
    """Return the pages below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def test_another_contract(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """A contract without errors, permissions and versions has no pages about them."""
    done = generator("generate", "--spec", PETS, "--package", "pets", *folders)

    assert (done.returncode, done.stderr) == (0, "")
    assert pages(tmp_path / "api") == {"README.md", "operations.md", "models.md", "changes.md"}


def test_in_chinese(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """Chinese texts of a contract are on pages of their own; all others stay English."""
    before = "Owner:\n      type: object\n"
    described = before + "      description: Who feeds it.\n"
    spec = tmp_path / "pets.yaml"
    spec.write_text(PETS.read_text("utf-8").replace(before, described), "utf-8")
    translate(spec, {"Who feeds it.": "饲养者。"})
    generator("generate", "--spec", spec, "--package", "pets", *folders)
    english, shown, calls = (
        (tmp_path / "api" / page).read_text("utf-8")
        for page in ("models.md", "zh/models.md", "zh/operations.md")
    )

    assert "## Owner\n\n饲养者。" in shown
    assert "## Owner\n\nWho feeds it." in english
    assert "| query | 否 | 不小于 0 的数 |" in calls
    assert "zh/README.md" in (tmp_path / "api" / "README.md").read_text("utf-8")


def test_how_writes_are_repeated(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """The page of a write names its idempotency key and the operation that reads by it, if any."""
    generator("generate", "--spec", LOOP, "--package", "loopjobs", *folders)
    calls = (tmp_path / "api" / "operations.md").read_text("utf-8")
    sections = dict(section.split("\n", 1) for section in calls.split("\n## ")[1:])

    for name, expected in WRITES.items():
        assert expected in sections[name]
    assert "Before it repeats the call, it reads with `getJob`" in sections["startJob"]
    assert "idempotent" not in sections["getJob"] + sections["deleteJob"]


def test_no_label_is_missing() -> None:
    """Each language has every label that a page uses."""
    templates = [path for path in TEMPLATES.glob("*.jinja") if path.name != "changes.md.jinja"]
    used = {
        label
        for template in templates
        for label in re.findall(r'say\("(\w+)"', template.read_text("utf-8"))
    }
    constraints = set(re.findall(r'say\("(\w+)"', CONSTRAINTS.read_text("utf-8")))

    assert len(used) > 20
    assert used - ENGLISH.labels.keys() == set()
    assert (used | constraints) - CHINESE.labels.keys() == set()


def test_drift(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """A page that was edited is reported, with the command that regenerates it."""
    generator("generate", "--spec", SPEC, *folders)
    page = tmp_path / "api" / "errors.md"
    page.write_text(page.read_text("utf-8").replace("# Errors", "# Mistakes"), "utf-8")
    done = generator("check", "--spec", SPEC, *folders)

    assert done.returncode == 1
    assert "-# Mistakes" in done.stdout
    assert f"--docs {tmp_path / 'api'} --package flinkjobs" in done.stderr


def test_a_foreign_file(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """A page that was not generated is neither lost nor passed over."""
    generator("generate", "--spec", SPEC, *folders)
    (tmp_path / "api" / "mine.md").write_text("mine")
    checked = generator("check", "--spec", SPEC, *folders)
    generated = generator("generate", "--spec", SPEC, *folders)

    assert (checked.returncode, generated.returncode) == (1, 2)
    assert "mine.md: is not generated; remove it" in checked.stdout
    assert "mine.md, which was not generated and would be lost" in generated.stderr
    assert (tmp_path / "api" / "mine.md").read_text() == "mine"


def test_a_recorded_version(tmp_path: Path, folders: tuple[str | Path, ...]) -> None:
    """A version that is recorded anew makes the reference stale, and is shown in it."""
    history = tmp_path / "history" / "openapi"
    history.mkdir(parents=True)
    older = re.sub(r"\n  version: .*", "\n  version: 0.0.1", SPEC.read_text("utf-8"), count=1)
    lowered = older.replace("maximum: 100, default", "maximum: 90, default")
    spec = copy_of_spec(tmp_path)
    spec.write_text(lowered, "utf-8")
    recorded = recorded_text(read_version(spec))
    generator("generate", "--spec", copy_of_spec(tmp_path), *folders)
    (history / "0.0.1.yaml").write_text(recorded, "utf-8")

    assert generator("check", "--spec", spec, *folders).returncode == 1
    generator("generate", "--spec", spec, *folders)
    expected = "| ListJobs, parameter pageSize (query) | maximum raised from 90 to 100 | no | yes |"
    assert expected in (tmp_path / "api" / "changes.md").read_text("utf-8").splitlines()


BODY_CODECS = """\
openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders:
    post:
      operationId: sendOrder
      requestBody:
        required: true
        description: The order.
        content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
      responses:
        "200":
          description: Stored.
          content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
  /notes:
    $ref: "#/components/pathItems/Notes"
components:
  pathItems:
    Notes:
      put:
        operationId: putNote
        requestBody:
          content:
            application/json:
              schema: {type: object, properties: {a/b: {type: string, description: A note.}}}
        responses: {"204": {description: Stored.}}
  schemas:
    Order:
      allOf:
        - {type: object, required: [item], properties: {item: {type: string}}}
        - type: object
          properties:
            placedAt:
              type: string
              readOnly: true
              description: When it was placed.
"""


@pytest.fixture
def reference_of_bodies(tmp_path: Path, folders: tuple[str | Path, ...]) -> Path:
    """The folder of the reference of a contract whose operations have request bodies."""
    spec = tmp_path / "orders.yaml"
    spec.write_text(BODY_CODECS, "utf-8")
    translate(spec, {"The order.": "订单。", "When it was placed.": "下单时间。"})
    done = generator("generate", "--spec", spec, "--package", "orders", *folders)
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path / "api"


def test_request_body(reference_of_bodies: Path) -> None:
    """A request body has a table of its properties, and a link to its model."""
    lines = (reference_of_bodies / "operations.md").read_text("utf-8").splitlines()
    pointer = "/paths/~1orders/post/requestBody"

    assert (
        "`body` · [`Order`](models.md#order) · required · application/json · "
        f"`#{pointer}` [7](../orders.yaml#L7)"
    ) in lines
    assert "| `item` | `item` | `str` | yes | no |  | [30](../orders.yaml#L30) |" in lines
    assert (
        "| `placedAt` | `placed_at` | `str` | no | yes | When it was placed. "
        "| [33](../orders.yaml#L33) |"
    ) in lines


def test_inline_request_body(reference_of_bodies: Path) -> None:
    """A body and a response without a named schema are linked to the models made of them."""
    text = (reference_of_bodies / "operations.md").read_text("utf-8")

    assert "`body` · [`PutNoteBodyModel`](models.md#putnotebodymodel) · optional" in text
    assert "| `a/b` | `a_b` | `str` | no | no | A note. | [25](../orders.yaml#L25) |" in text
    assert "| 200 | Stored. | [SendOrderResponse](models.md#sendorderresponse) |" in text


def test_request_body_in_chinese(reference_of_bodies: Path) -> None:
    """The texts of a body are translated, with those of its properties."""
    text = (reference_of_bodies / "zh" / "operations.md").read_text("utf-8")

    assert "### 请求体\n\n订单。\n\n`body` · [`Order`](models.md#order) · 必填" in text
    assert "| `placedAt` | `placed_at` | `str` | 否 | 是 | 下单时间。 |" in text
