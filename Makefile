# Everything that a person or a machine does with this project, one line of help each: `make help`.
# Where make is missing (Windows), `py tools\setup.py` and `.venv\Scripts\python app.py` do the same.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup ready run demo test fuzz check format strings lock pictures bench wheel clean

PY := .venv/bin/python
# The first Python on this machine that is new enough; `PYTHON=… make setup` names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo $$name && exit; done; echo python3)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: ## make .venv with locked libraries and fonts, and the tools for tests
	@$(PYTHON) tools/setup.py --dev

ready:
	@$(PYTHON) tools/setup.py

run: ready ## set up what is missing and serve on port 8000 (PORT=8080 make run: another one)
	@exec $(PY) app.py

demo: ready ## serve a demonstration on port 8001, made anew each time in a folder of its own
	@exec $(PY) app.py --demo

test: setup ## all tests, with the journey in a real browser (ARGS='-k name' for some)
	@TRAINING_CHROMIUM="$$($(PY) tools/find_chromium.py --install)"; export TRAINING_CHROMIUM; \
	exec $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(ARGS)

fuzz: setup ## the fuzz run of tests/fuzz with fifty requests where `make test` sends two
	@TRAINING_FUZZ="$${TRAINING_FUZZ:-50}" $(PY) -m pytest -q tests/fuzz

check: setup ## format, lint, types, import floors, translations, content packs
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m tools.catalogues check
	@$(PY) -m flask --app app modules check

format: setup ## put the code into the house format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

strings: setup ## collect the texts for translators into translations/
	@$(PY) -m tools.catalogues update

lock: setup ## choose the libraries' versions anew and write requirements/*.txt
	@$(PY) -m tools.lock

pictures: setup ## make docs/pictures anew from the demonstration (needs Chromium and pdftoppm)
	@$(PY) -m tools.pictures

bench: setup ## the measurements that docs/performance.md quotes
	@$(PY) -m bench

wheel: setup ## build dist/r2p_training-….whl, which runs without this folder
	@$(PY) -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist .

clean: ## remove what set-up and the tools made; data stays
	@rm -rf .venv .build .demo dist build training/assets .mypy_cache .ruff_cache .pytest_cache \
	.hypothesis .import_linter_cache *.egg-info
