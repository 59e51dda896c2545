# Side by Side: everything a person or a machine runs here. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
# Whatever this machine's pip is set up to do, here it installs what the locks say and nothing else.
PIP := PIP_CONSTRAINT=/dev/null PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
LOCKED := --require-hashes --compile --requirement

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check bench assets lock clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## make .venv, with the command line in .venv/bin/sidebyside

demo: install assets ## serve a lively demo network on http://127.0.0.1:8000 (PORT=... for another port)
	@$(BIN)/sidebyside demo --port $(PORT) --data .demo

test: .venv/installed-dev assets ## run every test, after setting up what they need (ARGS="tests/store -k scope" for some)
	@$(BIN)/python -m tests.support.prepare
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(ARGS)

check: .venv/installed-dev ## run the linters, the type checker and the rules of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m tests.support.drift

bench: .venv/installed-dev ## measure this machine against its own floors, into bench.json
	$(BIN)/python -m tests.load $(ARGS)

assets: install
	@$(BIN)/sidebyside assets || true

lock: ## lock the newest releases that work together
	@$(PYTHON) -m venv --clear .venv-lock
	@.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile $(LOCKING) --upgrade --output-file requirements.lock
	.venv-lock/bin/uv pip compile $(LOCKING) --upgrade --extra dev --output-file requirements-dev.lock
	@rm -r .venv-lock

LOCKING := pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header

clean: ## remove what make made here, the demo's data too
	rm -rf .venv .venv-lock .demo bench.json app/static/fetched
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find app migrations tests -name __pycache__ -prune -exec rm -r {} +

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Side by Side needs Python 3.11 or newer; name one with PYTHON=...")'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(PIP) $(LOCKED) requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app migrations
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(PIP) $(LOCKED) requirements-dev.lock
	@touch $@
