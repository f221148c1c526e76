# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
# The first of these that is new enough; name another one with `make PYTHON=/path/to/python demo`.
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
CPUS := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

.PHONY: bench-engine bench-audio bench-demand bench-slack bench-sources help demo test check lint bench lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

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

bench-sources: $(VENV)/.installed-bench  ## what reading costs; FEEDS=archive with real feeds
	@$(BIN)/python -m tests.bench.sources $(if $(FEEDS),--feeds $(FEEDS))

bench-demand: $(VENV)/.installed-bench  ## how quickly people are answered: docs/benchmarks/demand.md
	$(BIN)/python -m tests.bench.demand

bench-slack: $(VENV)/.installed-bench  ## is anything lost or doubled: docs/benchmarks/slack.md, about half an hour
	$(BIN)/python -m tests.bench.slack_pace
	$(BIN)/python -m tests.bench.slack

bench-audio: $(VENV)/.installed-bench  ## the figures of docs/benchmarks/audio.md, a few minutes
	$(BIN)/python -m tests.bench.audio

bench-engine: $(VENV)/.installed-bench  ## claims, search, idle cost and three hundred kill -9 on both databases
	$(BIN)/python -m tests.bench.engine

COMPILE := pip-compile -q --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
  --generate-hashes

lock: $(VENV)/.installed-dev  ## write the lock files anew
	$(BIN)/pip install -q --disable-pip-version-check pip-tools
	$(BIN)/$(COMPILE) -o requirements.lock pyproject.toml
	$(BIN)/$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:  ## remove what the targets made
	rm -rf $(VENV) out

# An interrupted installation leaves no mark, so the next `make` goes on with it; a broken .venv is made anew.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "digest_bot needs Python 3.11 or newer; name it: make PYTHON=/path/to/python demo" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo "Making $(VENV) with $$($(PYTHON) --version)"; rm -rf $(VENV); $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu its venv module is the package python3-venv" >&2; \
	  exit 1; }; }
	@echo "Installing $$(grep -c '==' requirements.lock) packages into $(VENV); this takes a minute, once"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@echo "Installing what the benchmarks compare with"
	@$(PIP) -e ".[bench]"
	@touch $@
