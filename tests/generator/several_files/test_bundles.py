"""A specification may lie in several files of one folder, and in no other."""

import hashlib
from pathlib import Path

import pytest

from generator.output.manifest import is_current

from ..generating import generator, python
from .specification import ROOT_FILE, SHARED, generate


def test_files_become_one_package(folder: Path) -> None:
    """Other files contribute operations and models as if all were one file."""
    out = folder.parent / "out"
    done = generate(folder, out)
    code = "from pets import models as m; print(m.Pet(parent=m.Pet(local=m.Local(a='x'))).parent.local.a)"

    assert (done.returncode, done.stderr) == (0, "")
    assert python("-c", code, PYTHONPATH=str(out / "src")).stdout == "x\n"
    assert "LIST_PETS" in (out / "src" / "pets" / "operations.py").read_text("utf-8")


REFUSED = [
    ("../secret.yaml#/Pet", "leads out of the specification's folder"),
    ("link.yaml#/Pet", "is in another file"),
    ("none.yaml#/Pet", "which is no file"),
    ("shared.yaml#/None", "leads nowhere"),
]


@pytest.mark.parametrize(("reference", "expected"), REFUSED)
def test_references_that_are_refused(folder: Path, reference: str, expected: str) -> None:
    """A reference out of the folder, through a link or to nothing is refused with its line."""
    (folder.parent / "secret.yaml").write_text(SHARED, "utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    whole = ROOT_FILE.replace("{type: string}", f'{{$ref: "{reference}"}}')
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    out = folder.parent / "out"
    done = generate(folder, out)

    assert (done.returncode, expected in done.stderr) == (2, True), done.stderr
    assert not out.exists()


def test_references_that_openapi_does_not_allow(folder: Path) -> None:
    """An operation, a map of properties and a text may lie in other files, too."""
    (folder / "about.md").write_text("About pets.", "utf-8")
    operation = """\
operationId: ping
requestBody: {content: {application/json: {schema: {type: object, properties: {$ref: "shared.yaml#/Pet/properties"}}}}}
responses: {"204": {description: Done.}}
"""
    (folder / "ping.yaml").write_text(operation, "utf-8")
    whole = ROOT_FILE.replace("title: T", "title: T, description: {$ref: about.md}")
    whole = whole.replace("paths:\n", "paths:\n  /ping: {post: {$ref: ping.yaml}}\n")
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    out = folder.parent / "out"
    done = generate(folder, out)
    text = (out / "src" / "pets" / "operations.py").read_text("utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert "    PING,\n" in text
    assert "About pets." in (out / "README.md").read_text("utf-8")


UNION = """\
Animal:
  oneOf: [{$ref: "#/Cat"}, {$ref: "kinds/dog.yaml"}]
  discriminator: {propertyName: kind, mapping: {c: "#/Cat", d: kinds/dog.yaml}}
Cat: {type: object, properties: {kind: {type: string}, name: {type: string}}}
"""
DOG = "{type: object, properties: {kind: {type: string}, name: {type: string}}}"


def test_discriminators_lead_into_other_files(folder: Path) -> None:
    """The values of a discriminator may name schemas of other files."""
    (folder / "kinds").mkdir()
    (folder / "kinds" / "dog.yaml").write_text(DOG, "utf-8")
    (folder / "animals.yaml").write_text(UNION, "utf-8")
    whole = ROOT_FILE.replace("{type: string}", '{$ref: "animals.yaml#/Animal"}')
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    out = folder.parent / "out"
    done = generate(folder, out)
    code = (
        "import msgspec; from pets import models as m; from pets._runtime.models.unions import decode_union;"
        'print([type(msgspec.json.decode(b\'{"a": {"kind": "%s"}}\' % k, type=m.Local,'
        " dec_hook=decode_union).a).__name__ for k in (b'c', b'd')])"
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert python("-c", code, PYTHONPATH=str(out / "src")).stdout == "['Cat', 'Dog']\n"


def models_of(out: Path) -> str:
    """Return the names of a package's models."""
    code = (
        "from pets import models as m; print(*(n for n in dir(m) if n.istitle() and n != 'Model'))"
    )
    return python("-c", code, PYTHONPATH=str(out / "src")).stdout.strip()


PET = """\
$anchor: whole
type: object
properties:
  inner: {$ref: "#inner"}
  again: {$ref: "../schemas/pet.yaml"}
  beside: {$ref: owner.yaml}
  local: {$ref: "../openapi.yaml#/components/schemas/Local"}
$defs: {Toy: {$anchor: inner, type: object, properties: {name: {type: string}}}}
"""
OWNER = '{type: object, properties: {pet: {$ref: "./pet.yaml#whole"}, name: {type: string}}}'


def with_schemas(folder: Path, reference: str) -> None:
    """Add two schemas that refer to each other, and one of the root that refers to one of them."""
    (folder / "schemas").mkdir()
    (folder / "schemas" / "pet.yaml").write_text(PET, "utf-8")
    (folder / "schemas" / "owner.yaml").write_text(OWNER, "utf-8")
    own = f'{{$ref: "{reference}"}}, b: {{$ref: "openapi.yaml#/components/schemas/Local"}}'
    whole = ROOT_FILE.replace("{type: string}", own)
    (folder / "openapi.yaml").write_text(whole, "utf-8")


def test_one_target_is_one_model(folder: Path) -> None:
    """Targets of several references become one model each, whatever the references look like."""
    with_schemas(folder, "./schemas/pet.yaml")
    (folder / "paths" / "pets.yaml").write_text(
        'get: {operationId: ping, responses: {"204": {description: Done.}}}', "utf-8"
    )
    out = folder.parent / "out"
    done = generate(folder, out)

    assert (done.returncode, done.stderr) == (0, "")
    assert models_of(out) == "Local Owner Pet Toy"


def test_a_fragment_that_is_no_pointer(folder: Path) -> None:
    """A fragment that is neither a JSON pointer nor an anchor does not stand for the whole file."""
    with_schemas(folder, "schemas/pet.yaml#Pet")
    out = folder.parent / "out"
    done = generate(folder, out)

    assert done.returncode == 2
    expected = (
        "$ref 'schemas/pet.yaml#Pet' is no JSON pointer, and no $anchor alone; write it as #/…"
    )
    assert expected in done.stderr


def test_files_without_end(folder: Path) -> None:
    """A value that is put in place and leads back to itself is refused for that reason."""
    (folder / "about.yaml").write_text("x: {$ref: about.yaml}", "utf-8")
    whole = ROOT_FILE.replace("title: T", "title: T, contact: {$ref: about.yaml}")
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    out = folder.parent / "out"
    done = generate(folder, out)

    assert done.returncode == 2
    assert "$ref 'about.yaml' is reached through 100 others; let no file lead back" in done.stderr


def test_every_file_counts(folder: Path) -> None:
    """A check of several files is quick while they stay as they are, and sees a change in each."""
    out = folder.parent / "out"
    done = generate(folder, out)
    spec = folder / "openapi.yaml"
    assert (done.returncode, done.stderr) == (0, "")
    known = is_current(out, spec, "pets")
    shared = folder / "shared.yaml"
    shared.write_text(shared.read_text("utf-8").replace("limit, in", "most, in"), "utf-8")

    assert (known, is_current(out, spec, "pets")) == (True, False)
    assert generator("check", "--spec", spec, "--out", out, "--package", "pets").returncode == 1


def test_the_contract_is_all_its_files(folder: Path) -> None:
    """The hash that a package states is that of all files, in the order in which they were read."""
    out = folder.parent / "out"
    generate(folder, out)
    code = "import pets; print(pets.CONTRACT_HASH)"
    names = ["openapi.yaml", "paths/pets.yaml", "shared.yaml"]
    whole = b"".join((folder / name).read_bytes() for name in names)

    expected = hashlib.sha256(whole).hexdigest()
    assert python("-c", code, PYTHONPATH=str(out / "src")).stdout.strip() == expected


def test_a_security_scheme_in_another_file(folder: Path) -> None:
    """A security scheme may lie in another file; credentials go by the name it has in this one."""
    scheme = "{type: http, scheme: bearer}"
    (folder / "shared.yaml").write_text(f"{SHARED}schemes: {{Token: {scheme}}}\n", "utf-8")
    stated = 'securitySchemes: {Token: {$ref: "shared.yaml#/schemes/Token"}}'
    whole = ROOT_FILE.replace(
        "components: {", f"security: [{{Token: []}}]\ncomponents: {{{stated}, "
    )
    (folder / "openapi.yaml").write_text(whole, "utf-8")
    done = generate(folder, folder.parent / "out")
    code = "from pets import Client; print(Client(endpoint='http://127.0.0.1:1', token='secret'))"
    used = python("-c", code, PYTHONPATH=str(folder.parent / "out" / "src"))

    assert (done.returncode, done.stderr) == (0, "")
    assert (used.stderr, used.returncode) == ("", 0)
