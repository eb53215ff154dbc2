# Each target is one idea. `make` alone explains them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(VENV)/.tools
READY := $(VENV)/.ready
OUT ?= generated/flinkjobs
TARGET ?=
EXAMPLES ?= 100
CORPUS ?= corpus

.DEFAULT_GOAL := help
.PHONY: help run test check generate package contract corpus bench lock clean

help:  ## explain the targets
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY)  ## show it: generate, start the target, list the product page's job, stop
	@$(BIN)/python docs/examples/tour.py

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest

check: $(READY)  ## drift, lint, format, types, directions of imports; changes nothing
	@$(BIN)/python -m generator check
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/python -m pytest -q tests/architecture
	@$(BIN)/mypy generator tests docs/examples
	@$(BIN)/mypy -p flinkjobs -p flinkjobs_target

generate: $(TOOLS)  ## write generated/flinkjobs from spec/openapi.yaml
	@$(BIN)/python -m generator generate --out $(OUT)

package: $(READY)  ## build the wheels into dist/, and use them in a bare environment
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --outdir dist generated/flinkjobs >/dev/null
	@$(BIN)/python -m build --no-isolation --outdir dist target >/dev/null
	@ls dist
	@$(BIN)/python -m tests.packaging.bare dist

contract: $(READY)  ## hold a server to the contract: ours, TARGET=local, or TARGET=https://… with a key in the environment and WORKSPACE= NAMESPACE= DEPLOYMENT= JOB=
	@$(BIN)/python -m pytest tests/contract --contract-target "$(TARGET)" --contract-examples $(EXAMPLES)

corpus: $(READY)  ## make a package of each specification in CORPUS=DIR and call all its operations; TYPES=1 checks types
	@$(BIN)/python -m tests.corpus "$(CORPUS)" $(if $(TYPES),--types)

bench: $(READY)  ## measure against the vendor's SDK; ONLY=decode for one
	@$(BIN)/python -m tests.bench $(ONLY)

lock: $(TOOLS)  ## resolve the dependencies anew into requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--group pyproject.toml:dev --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header -o requirements.lock

clean:  ## remove what was built; sources stay
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(TOOLS): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; choose one with make PYTHON=python3.12"; exit 1; }
	@echo "setting up $(VENV), once"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

generated/flinkjobs/pyproject.toml: | $(TOOLS)
	@$(BIN)/python -m generator generate

$(READY): $(TOOLS) target/pyproject.toml | generated/flinkjobs/pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
		--no-build-isolation -e generated/flinkjobs -e target
	@touch $@
