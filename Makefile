# make demo   sets up everything and plans the embedded Jindo day
# make test   sets up everything and runs all checks and tests
# make help   the other targets

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILD_TOOLS := scikit-build-core nanobind cmake ninja
KERNELS := CMakeLists.txt $(wildcard geo/kernels/*.cpp geo/kernels/*.h routing/kernels/*.cpp routing/kernels/*.h)
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := demo
DEMO_DATE := 2026-03-10
DEMO_SECONDS := 10

.PHONY: help demo test lint sanitize bench kernels setup setup-test clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      set up everything and plan the embedded Jindo day into $(DEMO)/"
	@echo "make test      set up everything, lint, type-check and run all tests"
	@echo "make lint      ruff and mypy only"
	@echo "make sanitize  run the kernels' tests with address and undefined-behaviour sanitizers"
	@echo "make kernels   build the C++ kernels beside the Python sources"
	@echo "make clean     remove what the targets above have made"

# -- set-up -----------------------------------------------------------------------------------------------

$(BIN)/python:
	@sh tools/check_machine.sh "$(PYTHON)"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.tools: $(BIN)/python constraints.txt
	$(PIP) install -q -c constraints.txt $(BUILD_TOOLS)
	@touch $@

$(VENV)/.naru: $(VENV)/.tools pyproject.toml $(KERNELS)
	$(PIP) install -q -c constraints.txt --no-build-isolation -e .
	@touch $@

$(VENV)/.naru-test: $(VENV)/.naru
	$(PIP) install -q -c constraints.txt --no-build-isolation -e '.[test]'
	@touch $@

setup: $(VENV)/.naru
setup-test: $(VENV)/.naru-test
kernels: $(VENV)/.naru

# -- the embedded day -------------------------------------------------------------------------------------

demo: setup
	@mkdir -p $(DEMO)
	$(BIN)/python -m examples.jindo.draw_map $(DEMO)/jindo.osm.pbf
	$(BIN)/naru map build $(DEMO)/jindo.osm.pbf --timetable examples/jindo/timetable --out $(DEMO)/map
	$(BIN)/python -m examples.jindo.generate --size baseline --seed 1 --date $(DEMO_DATE) --out $(DEMO)/day
	$(BIN)/naru plan $(DEMO)/day --map $(DEMO)/map --out $(DEMO)/plan --seconds $(DEMO_SECONDS) --seed 1
	$(BIN)/naru check $(DEMO)/plan/plan.json $(DEMO)/day --map $(DEMO)/map
	@echo
	@echo "Open / 열어 보세요:  $(DEMO)/plan/sheets.pdf   $(DEMO)/plan/map.geojson   $(DEMO)/plan/plan.json"

# -- checks -----------------------------------------------------------------------------------------------

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest
	$(MAKE) --no-print-directory sanitize

SANITIZED := build/sanitize
sanitize: setup-test
	sh tools/sanitize.sh $(SANITIZED)

clean:
	rm -rf $(VENV) build $(DEMO) geo/_kernels*.so routing/_kernels*.so
	find . -name __pycache__ -prune -exec rm -rf {} +
