# Everything a person or a machine does with a checkout. `make run` and `make test`
# set themselves up: they need Python 3.11 or newer, and a package index the first time.
PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
# Of `make soak`.
MINUTES ?= 60
SEED ?= 0
BIN := $(VENV)/bin

.PHONY: run test lowest soak setup lint format bench bench-json models tour coverage wheel clean

run: setup
	$(BIN)/python main.py

# Rewriting every assertion takes each process ten seconds in a fresh checkout. A test that fails
# shows its values when it is run alone: $(BIN)/python -m pytest tests/that/test.py
test: setup
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --assert plain

lowest:
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python tests/lowest_versions.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pytest --numprocesses auto --dist worksteal

soak: setup
	PYTHONPATH=tests:tests/support $(BIN)/python -m soak --minutes $(MINUTES) --seed $(SEED)

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, found: $$($(PYTHON) --version). Name another one with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m benchmarks

bench-json: setup
	@$(BIN)/python -m benchmarks --json

models: setup
	@echo "Trains convnet-best and then mlp: about an hour and a quarter on two free cores."
	@date +%s > $(VENV)/models-began
	$(BIN)/python main.py train --recipe convnet-best --drawings --seed 0 --out resources/models/convnet-best.safetensors
	$(BIN)/python main.py train --recipe mlp --drawings --seed 0 --epochs 100 --dropout 0 --teacher convnet-best --teacher-share 0.9 --teacher-temperature 4 --out resources/models/mlp.safetensors
	@echo "It took $$(( ($$(date +%s) - $$(cat $(VENV)/models-began)) / 60 )) minutes."

tour: setup
	$(BIN)/python main.py tour tour

coverage: setup
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

wheel: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) $(LOWEST) dist build tour .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
