# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CPUS := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

.PHONY: help demo test check lint bench lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(VENV)/.installed  ## make a digest of corpus/ into out/demo: text, page, sound
	@$(BIN)/digest-bot demo

test: $(VENV)/.installed-dev lint  ## run every test, the linters and the type checker
	$(BIN)/pytest -n $(CPUS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test  ## everything of `test`, and the house figures
	$(BIN)/python tests/bench/house.py

bench: $(VENV)/.installed-bench  ## the table of docs/benchmarks.md; DATA=folder with the development sets
	$(BIN)/python -m tests.bench.bench $(DATA)

COMPILE := pip-compile -q --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
  --generate-hashes

lock: $(VENV)/.installed-dev  ## write the lock files anew
	$(BIN)/pip install -q --disable-pip-version-check pip-tools
	$(BIN)/$(COMPILE) -o requirements.lock pyproject.toml
	$(BIN)/$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:  ## remove what the targets made
	rm -rf $(VENV) out

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest_bot needs Python 3.11 or newer; try: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[bench]"
	@touch $@
