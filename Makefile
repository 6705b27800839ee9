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
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r task does; do printf '  make %-8s %s\n' "$$task" "$$does"; done

env: $(VENV)/.ready ## make .venv with the locked tools and this package, editable

# A changed lock makes the environment anew; a changed pyproject.toml only installs the package again.
$(VENV)/.tools: requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "replint needs Python 3.11 or later; $(PYTHON) is older: make PYTHON=python3.x ..." >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@

$(VENV)/.ready: $(VENV)/.tools pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
