"""The pipeline from a specification to a package and its reference.

load ─► bundle ─► rules ─► normalise ─► parse ─► interpret ─► workflows ─► emit ─► format ─► verify
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .adapters.datamodel_code_generator import emit_models
from .adapters.openapi_python_client import parse
from .diagnostics import Diagnostic, SpecificationError
from .emit.contract_json import contract_files
from .emit.field_defaults import with_sent_defaults
from .emit.files import client_files, package_files, project_files, runtime_files
from .emit.renderers import equip, renderer
from .interpret import interpret
from .interpret.tags import constants
from .ir import Api
from .normalise import Specification, TypeModules, model_schemas, naming_document, normalise
from .openapi.bundle import bundle
from .openapi.source import Source, load
from .output.format import format_tree
from .output.manifest import write_manifest
from .output.verify import verify
from .reference import reference_files
from .rules import check
from .translations.catalogue import contract_translations
from .workflows import compile_workflows, load_arazzo

__all__ = ["build"]


def _ignore(_: Diagnostic) -> None:
    """Ignore a note."""


def build(
    specification: Path,
    package: str,
    workspace: Path,
    reference: Path | None = None,
    report: Callable[[Diagnostic], None] = _ignore,
    *,
    workflows: Path | None = None,
) -> list[Path]:
    """Build whole trees in an empty folder, `workspace`, and return their folders: a package, and
    its reference where one is to be in the folder `reference`. `workflows` is the Arazzo document of the
    package's workflows, where it has one.

    `report` is called with each note on what of the specification no call needs or sends.
    Raises SpecificationError with all faults of the specification.
    """
    with _without_garbage_collection():
        return _build(specification, package, workspace, reference, report, workflows)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Disable the search for reference cycles: a quarter of a run's time, which frees next to nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _build(
    specification: Path,
    package: str,
    workspace: Path,
    reference: Path | None,
    report: Callable[[Diagnostic], None],
    workflows: Path | None,
) -> list[Path]:
    ignored: list[Diagnostic] = []
    source = replace(
        bundle(load(specification), ignored.append),
        translations={
            **contract_translations(specification),
            **(contract_translations(workflows) if workflows else {}),
        },
    )
    for note in ignored:
        report(note)
    if faults := check(source, ignored=ignored):
        raise SpecificationError(faults)
    normalised = normalise(source)
    for note in normalised.notes:
        report(note)
    root, pages = workspace / package, workspace / "reference"
    api = _emit(source, normalised.specification, package, root, workflows)
    format_tree(root, package)
    verify(root, api)
    if reference:
        _write(pages, reference_files(source, api, reference), None)
    trees = [root, pages] if reference else [root]
    for tree in trees:
        write_manifest(tree, source.files, package, workflows)
    return trees


def _emit(
    source: Source,
    specification: Specification,
    package: str,
    root: Path,
    workflows: Path | None,
) -> Api:
    naming = naming_document(specification)
    project = parse(source, naming.document, package)
    equip(project.env)
    api = interpret(source, specification, naming.restore(project.operations()), package)
    if workflows:
        compiled = compile_workflows(load_arazzo(workflows), source.document, api)
        api = replace(api, workflows=compiled, workflows_name=workflows.name)
    render = renderer("package")
    inside = f"src/{package}"
    _write(root / inside, client_files(api, project.render), api)
    _write(root / inside, package_files(api, render), api)
    _write(root / inside / "models", _models(specification, api), api)
    _write(root / inside, runtime_files(api), None)
    _write(root / inside, contract_files(source.document, api), None)
    _write(root, project_files(api, render), None)
    return api


def _models(specification: Specification, api: Api) -> Iterator[tuple[str, str]]:
    inside = api.package
    bases = {
        model.type.annotation: f"{inside}.models._derived.{model.base}" for model in api.models
    }
    base = f"{inside}._runtime.models.base.Model"
    modules = TypeModules(f"{inside}.models._unions", f"{inside}._runtime.models.formats")
    texts = emit_models(
        model_schemas(specification, modules, constants(specification)),
        base=base,
        bases=bases,
    )
    yield from with_sent_defaults(texts, api)


def _write(root: Path, files: Iterable[tuple[str, str]], api: Api | None) -> None:
    """Write files; those made from a specification name it in their first line."""
    for name, text in files:
        path = root / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        first = (
            f"# Generated from {api.spec_name}; do not edit.\n"
            if api and path.suffix == ".py"
            else ""
        )
        path.write_text(first + text, "utf-8")
