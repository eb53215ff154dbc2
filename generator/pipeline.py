"""The way from a specification to a package and its reference, stage by stage.

load ─► rules ─► normalise ─► parse ─► interpret ─► emit ─► format ─► verify
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from .adapters.datamodel_code_generator import emit_models
from .adapters.openapi_python_client import parse
from .diagnostics import Problem, SpecificationError
from .emit.contract_json import described_files
from .emit.files import client_files, package_files, project_files, runtime_files
from .emit.null_defaults import with_nulls
from .emit.renderers import equip, renderer
from .interpret import interpret, limits, methods
from .ir import Api
from .normalise import Normal, for_client, for_models, normalise
from .openapi.bundle import bundle
from .openapi.source import Source, load
from .output.format import format_tree
from .output.manifest import write_manifest
from .output.verify import verify
from .reference import reference_files
from .rules import check
from .uncollected import uncollected

__all__ = ["build"]


def _silent(_: Problem) -> None:
    """Tell nobody."""


@uncollected()
def build(
    specification: Path,
    package: str,
    workshop: Path,
    reference_at: Path | None = None,
    tell: Callable[[Problem], None] = _silent,
) -> list[Path]:
    """Make whole trees in an empty folder, `workshop`: a package, and the reference that is to lie
    at a place, where one is given. Give the trees' folders.

    `tell` is told what of the specification no call needs or sends.
    Raises SpecificationError with all that is wrong with the specification.
    """
    source = bundle(load(specification), tell)
    problems = check(source)
    if problems:
        raise SpecificationError(problems)
    normal = normalise(source)
    if normal.keeps_house_rules and (problems := (*limits(source), *methods(source))):
        raise SpecificationError(problems)
    for note in normal.notes:
        tell(note)
    root, pages = workshop / package, workshop / "reference"
    api = _emit(source, normal, package, root)
    format_tree(root, package)
    verify(root, api)
    if reference_at:
        _write(pages, reference_files(source, api, reference_at), None)
    trees = [root, pages] if reference_at else [root]
    for tree in trees:
        write_manifest(tree, source.files, package)
    return trees


def _emit(source: Source, normal: Normal, package: str, root: Path) -> Api:
    skeleton = for_client(normal.document)
    project = parse(source, skeleton.document, package)
    equip(project.env)
    api = interpret(source, normal.document, skeleton.restore(project.operations()), package)
    render = renderer("package")
    inside = f"src/{package}"
    _write(root / inside, client_files(api, project.render), api)
    _write(root / inside, package_files(api, render), api)
    _write(root / inside / "models", _models(normal.document, api), api)
    _write(root / inside, runtime_files(), None)
    _write(root / inside, described_files(normal.document, api), None)
    _write(root, project_files(api, render), None)
    return api


def _models(document: dict[str, Any], api: Api) -> Iterator[tuple[str, str]]:
    inside = api.package
    bases = {
        f"{model.type.module}.{model.type.name}".strip("."): f"{inside}.models._views.{model.base}"
        for model in api.models
    }
    base = f"{inside}._runtime.models.base.Model"
    modules = emit_models(for_models(document, f"{inside}.models._shapes"), base=base, bases=bases)
    yield from with_nulls(modules, api)


def _write(root: Path, files: Iterable[tuple[str, str]], api: Api | None) -> None:
    """Write files into the workshop; those made from the specification say so in their first line."""
    for name, text in files:
        path = root / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        first = (
            f"# Generated from {api.spec_name}; do not edit.\n"
            if api and path.suffix == ".py"
            else ""
        )
        path.write_text(first + text, "utf-8")
