# Two commands do everything, set-up included: `make demo` and `make test`.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STORE  ?= demo-data
PORT   ?= 8000

# Quiet, and versions as pinned.
PIP    := $(BIN)/python -m pip --disable-pip-version-check
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help

.PHONY: help
help: ## list what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Attested needs Python 3.11 to 3.13; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: setup
setup: $(READY) ## make the virtual environment in .venv and install everything into it

.PHONY: build
build: $(READY) ## build the graph from the bundled example reports
	$(BIN)/kg build --store $(STORE) examples/articles

.PHONY: demo
demo: build ## build the graph from the bundled example reports and serve it
	$(BIN)/kg serve --store $(STORE) --port $(PORT)

.PHONY: lint
lint: $(READY) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: test
test: lint ## style, types and every test
	$(BIN)/python -m pytest

.PHONY: quick
quick: $(READY) ## the tests that need no language pipeline
	$(BIN)/python -m pytest -m "not slow"

.PHONY: bench-quality
bench-quality: $(READY) ## how good the reading is, on every annotated set at hand
	$(BIN)/python benchmarks/quality.py

.PHONY: bench-speed
bench-speed: $(READY) ## words per CPU second, and what each step costs beside the bare language pipeline
	$(BIN)/python benchmarks/speed.py

.PHONY: calibrate
calibrate: $(READY) ## fit the confidence of findings anew on the annotated reports, once rules have changed
	$(BIN)/python benchmarks/calibrate.py

.PHONY: constraints
constraints: ## write constraints.txt anew from the newest releases that pyproject.toml allows
	rm -rf .venv-constraints
	$(PYTHON) -m venv .venv-constraints
	.venv-constraints/bin/python -m pip --disable-pip-version-check install --quiet '.[dev]'
	.venv-constraints/bin/python -m pip --disable-pip-version-check freeze --exclude attested > constraints.txt
	rm -rf .venv-constraints

.PHONY: clean
clean: ## remove the virtual environment, caches and the demo's store
	rm -rf $(VENV) $(STORE) .pytest_cache .mypy_cache .ruff_cache build dist
