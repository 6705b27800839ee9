# Every task of this project by name. Needs git, make and Python 3.11 or later; the network is used through pip only.
# Choose the interpreter with `make PYTHON=python3.13 test`.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env

help: ## say what each task does
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r task does; do printf '  make %-10s %s\n' "$$task" "$$does"; done

env: $(VENV)/.ready ## make .venv with the locked tools and this package, editable

# An interpreter that is asked for by name and is not the one that .venv was made with makes it anew, too.
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -c 'import sys; print(sys.version)'),$(shell $(BIN)/python -c 'import sys; print(sys.version)' 2>&1))
$(shell rm -f $(VENV)/.tools)
endif
endif

# A changed lock makes the environment anew; a changed pyproject.toml only installs the package again.
$(VENV)/.tools: requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "replint needs Python 3.11 or later; $(PYTHON) is older: make PYTHON=python3.x ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@

$(VENV)/.ready: $(VENV)/.tools pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# `replint check` answers with its exit code, and another than the expected one is a fault of ours.
expect = @echo '$$ $(2)'; PATH="$(CURDIR)/$(BIN):$$PATH" $(2); was=$$?; test $$was -eq $(1) || { echo "exit $$was, not $(1)" >&2; exit 1; }

.PHONY: demo test format accept rules docs bench comparison deep mutants lock

demo: $(VENV)/.ready ## check the demo estate: three faults, then the same repaired
	$(call expect,1,replint check fixtures/_estates/demo/broken)
	$(call expect,0,replint check fixtures/_estates/demo/repaired)

test: $(VENV)/.ready ## run everything that CI runs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest

format: $(VENV)/.ready ## put the code in shape and repair what ruff can
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

accept: $(VENV)/.ready ## rewrite golden files and the outputs in the documents; read the diff
	$(BIN)/pytest --quiet --accept -m 'not last'

docs: $(VENV)/.ready ## rewrite the outputs in the documents, then check them
	$(BIN)/pytest --quiet --accept tests/test_docs.py
	$(BIN)/pytest --quiet tests/test_docs.py

rules: $(VENV)/.ready ## compile the built-in rules anew
	$(BIN)/python -m replint.packs

bench: $(VENV)/.ready ## measure whole runs against a bare interpreter
	$(BIN)/python -m bench

comparison: $(VENV)/.ready ## run cfn-lint, checkov and parliament on seeded faults; needs the network
	$(BIN)/python -m bench.comparison

deep: $(VENV)/.ready ## try the laws on 50 times as many examples
	HYPOTHESIS_PROFILE=deep $(BIN)/pytest -m 'not last'

mutants: $(VENV)-mutants/.tools ## change the kernel a little, many times, and count the changes that no test sees
	HYPOTHESIS_PROFILE=mutants $(VENV)-mutants/bin/mutmut run
	$(VENV)-mutants/bin/mutmut export-cicd-stats
	@$(VENV)-mutants/bin/python -c '$(kill_rate)'

kill_rate = import json, sys; told = json.load(open("mutants/mutmut-cicd-stats.json")); \
  dead = sum(told[way] for way in ("killed", "timeout", "segfault", "suspicious")); total = told["total"]; \
  print(f"{dead} of {total} mutants killed: {dead / total:.1%}"); sys.exit(dead < 0.9 * total)

$(VENV)-mutants/.tools: requirements/mutants.lock
	$(PYTHON) -m venv --clear $(VENV)-mutants
	$(VENV)-mutants/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement $<
	@touch $@

# Needs uv, which neither users nor CI need. A lock is written without the address it was made from.
lock: ## resolve the dependencies of pyproject.toml anew
	set -e; for name in runtime dev mutants; do \
	  groups=; test $$name = runtime || groups="--group $$name"; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links --output-file requirements/$$name.lock $$groups pyproject.toml; \
	done
