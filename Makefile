# `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(VENV)/.tools
READY := $(VENV)/.ready
NODE := target/explorer/node_modules/.ready
OUT ?= generated
DOCS ?= docs/api
PACKAGES := flinkjobs flinkrest
TARGET ?=
VERSION ?=
EXAMPLES ?= 100
RATE ?=
FORMAT ?=
SINCE ?=
CORPUS ?= corpus
SEED ?=
MINUTES ?=
ONLY ?=
CONFIG ?=
BASELINE ?=
RESUME ?=
WORKERS ?= auto

CONTRACT = $(BIN)/python -m tests.contract --target "$(TARGET)" $(if $(CONFIG),--config "$(CONFIG)") \
	--report dist/contract --examples $(EXAMPLES) $(if $(SEED),--seed $(SEED)) \
	$(if $(ONLY),--only "$(ONLY)") $(if $(BASELINE),--baseline "$(BASELINE)")
SURVIVAL = survival full_disk lost_connections altered many_replays hostile_clients nonsense isolation
MUTANTS = $(if $(ONLY),"$(ONLY)") $(if $(SEED),--seed $(SEED))

# What pip prints, as a line for every 20 packages.
define PROGRESS
/^Collecting / && ++count % 20 == 0 { print "  " count " packages collected"; fflush() }
/^Installing collected/ { print "  " count " packages collected; installing them"; fflush() }
/^FAILED/ { exit 1 }
endef
export PROGRESS

# Compiled modules are kept wherever Python is told not to: the tests' own take half a minute to compile.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*  \#\# .*/\1/p' $(MAKEFILE_LIST))

help:  ## list the targets
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY)  ## demo: generate, start the target, list the job of the product page, stop
	@$(BIN)/python docs/examples/tour.py

serve: $(READY)  ## serve the API and its web page at http://127.0.0.1:8080/ until ^C, with the user's data
	@$(BIN)/flinkjobs-target serve --access-log none

demo-flink: $(READY)  ## demo on a real Flink cluster: deploy, savepoint, stop, update, start from it (Java 17)
	@$(BIN)/python -m docs.examples.demo_flink

demo-observe: $(READY)  ## demo on a real Flink cluster: its jobs are observed while they start, run, fail, end (Java 17)
	@$(BIN)/python -m docs.examples.demo_observe

test: $(READY)  ## run the tests on all processors, or with WORKERS=1; tests/sizes.py says how to repeat more
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

test-flink: $(READY)  ## run the tests on real Flink clusters, 1.20 and 2.3 (Java 17; the first time, their jars are fetched)
	@$(BIN)/python -m pytest tests/flink

survival-flink: $(READY)  ## kill targets and JobManagers while jobs run on Flink, and write docs/reliability.md: 100 kills of a fake one, then real ones; half an hour
	@FLINKJOBS_RECORD=1 FLINKJOBS_CLUSTER_KILLS=100 $(BIN)/python -m pytest -v -n0 \
		tests/target/clusters/test_killed_targets.py tests/target/clusters/test_two_targets.py tests/flink/survival
	@$(BIN)/python -m tests.harness.soak.report

check: $(READY)  ## check generated files, translations, lint, format, types and import directions; changes nothing
	@$(BIN)/python -m generator check
	@$(BIN)/python -m generator.translations check
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/python -m pytest -q tests/architecture tests/explorer/test_built.py
	@$(BIN)/mypy generator tests docs/examples
	@$(BIN)/mypy $(PACKAGES:%=-p %) -p flinkjobs_target

diff: $(TOOLS)  ## compare the contract with its last recorded version, or SINCE=HEAD; breaks must be announced; FORMAT=markdown or github
	@$(BIN)/python -m generator diff $(if $(SINCE),--since "$(SINCE)") $(if $(FORMAT),--format $(FORMAT))

interface: $(READY)  ## record the public Python interface; breaking changes must be announced in docs/changelog.md
	@$(BIN)/python -m tests.types

generate: $(TOOLS)  ## generate the packages in generated/, and docs/api, from the specifications
	@$(BIN)/python -m generator generate --into $(OUT) --docs $(DOCS)

translations: $(TOOLS)  ## bring the catalogues of translations up to date, and name what they lack
	@$(BIN)/python -m generator.translations update

flink-runner: $(READY)  ## build the jar in the target that runs SQL scripts on Flink clusters; needs a JDK 17
	@$(BIN)/python -m tests.flink.runner_jar

explorer: $(NODE)  ## build the page that the target serves at / from target/explorer; needs Node
	@npm --prefix target/explorer run --silent build

screenshots: $(READY)  ## take the README's pictures of the explorer; needs Chromium
	@$(BIN)/python -m tests.explorer.screenshots

package: $(READY)  ## build the wheels into dist/, check their contents, and test them in empty environments
	@rm -rf dist
	@for folder in $(PACKAGES:%=generated/%) target; do \
		$(BIN)/python -m build --no-isolation --outdir dist $$folder >/dev/null || exit 1; done
	@for folder in tests/contract generator; do \
		$(BIN)/python -m build --no-isolation --wheel --outdir dist $$folder >/dev/null || exit 1; done
	@ls dist
	@$(BIN)/python -m tests.harness.packaging.wheels dist
	@$(BIN)/python -m tests.harness.packaging.bare dist

release: $(TOOLS)  ## prepare VERSION=x.y.z: versions, contract, changelog, tested wheels; commits and publishes nothing
	@$(BIN)/python -m generator.release "$(VERSION)"
	@$(MAKE) --silent generate package
	@echo "$(VERSION) is ready in dist/. Now: git add --all; read git diff --cached; make test check; commit; git tag -m $(VERSION) v$(VERSION); git push --follow-tags"

contract: $(READY)  ## test a server against the contract: ours, TARGET=local, or TARGET=https://… (tests/contract/README.md); CONFIG= EXAMPLES= SEED= ONLY= BASELINE=
	@$(CONTRACT)

corpus: $(READY)  ## generate a package from each specification in CORPUS=DIR and call all operations; TYPES=1 checks types
	@$(BIN)/python -m tests.harness.corpus "$(CORPUS)" $(if $(TYPES),--types)

contract-nightly: $(READY)  ## the contract tests, then more than 100,000 fuzzed requests, on all processors
	@$(CONTRACT)
	@$(BIN)/python -m tests.contract.nightly --target "$(TARGET)" --config "$(CONFIG)" $(if $(SEED),--seed $(SEED))

contract-prism: $(READY)  ## check the contract tests themselves on Prism, a mock server
	@$(BIN)/python -m tests.contract.prism

mutants: $(READY)  ## run the contract tests on faulty targets, and write the score; ONLY=pages for some
	@$(BIN)/python -m tests.harness.mutants suite $(MUTANTS) $(if $(RESUME),--resume)

mutants-served: $(READY)  ## run them on faulty targets over HTTP, with everything given and with a URL alone
	@$(BIN)/python -m tests.harness.mutants served $(MUTANTS) $(if $(RESUME),--resume)

mutants-baseline: $(READY)  ## run them on the correct target, with 20 seeds
	@$(BIN)/python -m tests.harness.mutants baseline $(MUTANTS)

mutants-fuzzing: $(READY)  ## run their fuzzing alone on the same faults, as many as MINUTES=20 allow
	@$(BIN)/python -m tests.harness.mutants fuzzing $(MUTANTS) $(if $(MINUTES),--minutes $(MINUTES))

mutants-stock: $(READY)  ## run stock schemathesis on the same faults, as many as MINUTES=20 allow
	@$(BIN)/python -m tests.harness.mutants stock $(MUTANTS) $(if $(MINUTES),--minutes $(MINUTES))

mutants-generated: $(READY)  ## run the tests of signing, pagination, retries and comparison on 300 generated mutants; SEED=2 ONLY=retry
	@$(BIN)/python -m tests.harness.generated_mutants $(MUTANTS) $(if $(MINUTES),--minutes $(MINUTES))

bench: $(READY)  ## run the benchmarks and write docs/performance.md; ONLY=decode prints one, RECORD=1 records it
	@CORPUS="$(CORPUS)" $(BIN)/python -m tests.harness.bench $(if $(ONLY),$(if $(RECORD),--record),--record) $(ONLY)

bench-profile: $(READY)  ## profile one call
	@$(BIN)/python -m tests.harness.bench.profile

soak: $(READY)  ## run targets on both databases under load, and write docs/reliability.md; MINUTES=60 RATE=50 ONLY=SQLite
	@$(BIN)/python -m tests.harness.soak --minutes $(or $(MINUTES),60) --rate $(or $(RATE),50) $(if $(ONLY),--only $(ONLY))

survival: $(READY)  ## run the robustness tests at full size: 100 kills, full disks, 10,000 altered requests, 9,000 idle connections
	@ulimit -n $$(ulimit -Hn); FLINKJOBS_KILLS=100 FLINKJOBS_TEST_ALTERATIONS=10000 FLINKJOBS_TEST_IDLE=9000 \
		$(BIN)/python -m pytest -q $(addprefix tests/target/test_,$(SURVIVAL:%=%.py))

licences: $(READY)  ## print the licence and the version of every dependency
	@$(BIN)/python -m tests.harness.packaging.licences

lock: $(TOOLS)  ## resolve the dependencies into requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--group pyproject.toml:dev --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header -o requirements.lock

clean:  ## remove build results; sources stay
	rm -rf $(VENV) dist target/explorer/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(NODE): target/explorer/package-lock.json
	@npm --prefix target/explorer ci --silent
	@touch $@

$(TOOLS): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; choose one with make PYTHON=python3.12"; exit 1; }
	@echo "setting up $(VENV), once: a minute or two"
	@$(PYTHON) -m venv --clear $(VENV)
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
		-r requirements.lock || echo FAILED; } | awk "$$PROGRESS"
	@touch $@

generated/%/pyproject.toml: | $(TOOLS)
	@$(BIN)/python -m generator generate

$(READY): $(TOOLS) Makefile target/pyproject.toml | $(PACKAGES:%=generated/%/pyproject.toml)
	@echo "installing our own packages into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps \
		--no-build-isolation $(PACKAGES:%=-e generated/%) -e target
	@$(BIN)/python -m compileall -q $(PACKAGES:%=generated/%/src) target/src generator
	@touch $@
