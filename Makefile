# Each target is one idea. `make` alone explains them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(VENV)/.tools
READY := $(VENV)/.ready
OUT ?= generated/flinkjobs
TARGET ?=
EXAMPLES ?= 100
SEED ?=
ONLY ?=

CONTRACT = $(BIN)/python -m pytest tests/contract --contract-target "$(TARGET)" \
	--contract-examples $(EXAMPLES) $(if $(SEED),--hypothesis-seed=$(SEED)) $(if $(ONLY),-k "$(ONLY)")
MUTANTS = $(if $(ONLY),"$(ONLY)") $(if $(SEED),--seed $(SEED))

.DEFAULT_GOAL := help
.PHONY: help run test check generate package contract mutants mutants-baseline mutants-stock contract-nightly contract-prism bench lock clean

help:  ## explain the targets
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

contract: $(READY)  ## hold a server to the contract: ours, TARGET=local, or TARGET=https://… (tests/contract/README.md); EXAMPLES= SEED= ONLY=
	@$(CONTRACT) --contract-report dist/contract --junitxml dist/contract/junit.xml

contract-nightly: EXAMPLES = 100000
contract-nightly: $(READY)  ## the same with 100,000 fuzzed cases
	@$(CONTRACT) --contract-report dist/contract --junitxml dist/contract/junit.xml

contract-prism: $(READY)  ## check the suite itself: hold Prism, which mocks the contract, to it
	@$(BIN)/python -m tests.contract.prism

mutants: $(READY)  ## try the contract tests on faults of our target, and write the score; ONLY=pages for some
	@$(BIN)/python -m tests.mutants suite $(MUTANTS)

mutants-baseline: $(READY)  ## try them on the target without a fault, with 20 seeds
	@$(BIN)/python -m tests.mutants baseline $(MUTANTS)

mutants-stock: $(READY)  ## try stock schemathesis on the same faults; takes an hour or two
	@$(BIN)/python -m tests.mutants stock $(MUTANTS)

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
