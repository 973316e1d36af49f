# Two commands do everything on a machine with Python 3.11 and make: `make study` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
STAMP := $(VENV)/.installed
BIN := $(VENV)/bin
CORPUS ?= data/articles
OUT ?=
# Tests of different files beside one another, four at most: a process of tests needs up to 2 GB.
BESIDE := -n auto --maxprocesses 4 --dist loadfile

.PHONY: study lab test test-fast acceptance-tests browser-tests evaluate bench lint clean

# The environment is rebuilt whenever the pins or the package's own metadata change.
$(STAMP): constraints.txt pyproject.toml
	rm -rf $(VENV)
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if v >= (3, 11) else f"newsthemes needs Python 3.11 or newer, this is {v[0]}.{v[1]}: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# Without OUT: the bundled corpus, the committed notebooks and figures. With OUT: all of it there, nothing here.
study: $(STAMP)
ifeq ($(OUT),)
	@test "$(CORPUS)" = data/articles || { echo "make study: name a folder for the results of $(CORPUS), OUT=folder" >&2; exit 1; }
	$(BIN)/newsthemes run $(CORPUS) --out .cache/study
	$(BIN)/newsthemes notebooks --out .cache/study --in-place
else
	$(BIN)/newsthemes run $(CORPUS) --out $(OUT)
	$(BIN)/newsthemes notebooks --out $(OUT)
endif

# JupyterLab on the notebooks, in the project's own environment.
lab: $(STAMP)
	$(BIN)/jupyter lab notebooks

test: $(STAMP)
	$(BIN)/python -m pytest $(BESIDE)

# What takes longest: notebooks on other corpora, redrawn figures, very many words, damaged results. In .ci/run.
acceptance-tests: $(STAMP)
	$(BIN)/python -m pytest -m acceptance

# A newcomer's loop: no notebooks, browsers, clusters, child processes or whole runs.
test-fast: $(STAMP)
	$(BIN)/python -m pytest $(BESIDE) -m "not slow and not acceptance" tests

# Needs Debian's chromium and its driver: apt-get install -y chromium chromium-driver
browser-tests: $(STAMP)
	@command -v chromium > /dev/null && command -v chromedriver > /dev/null || { echo "browser-tests needs a browser: apt-get install -y chromium chromium-driver" >&2; exit 1; }
	$(BIN)/python -m pytest -m "" tests/report/test_report_browser.py tests/widgets/test_explorer_browser.py

evaluate: $(STAMP)
	$(BIN)/python benchmarks/run.py evaluate $(if $(PARALLEL),--parallel $(PARALLEL)) $(if $(NEWS),--news $(NEWS))

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py bench

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) .cache
