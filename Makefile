# Everything a person does here, one command each. Each target sets up what it needs in .venv/; the README has the plain
# commands. Variables: PYTHON= (which Python), PORT= and HOST= (where to serve; HOST=0.0.0.0 for the network), BUILD= (options for build.py),
# TESTS= (for pytest), BENCH= (for tests/bench/run.py).

PORT ?= 8000
HOST ?= 127.0.0.1
VENV ?= .venv
TESTS ?=
BUILD ?=
BENCH ?=
PY := $(VENV)/bin/python
TOOL := PYTHONPATH=site $(PY) -m
export PYTHON
.DEFAULT_GOAL := help
.PHONY: help serve test build single dev bench shots looks lint clean pictures setup setup-test setup-hosts

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

serve: build ## build the site and serve it on http://127.0.0.1:$PORT/, with HOST=0.0.0.0 to the network
	@$(TOOL) builder.serve dist --port $(PORT) --host $(HOST)

test: setup-test setup-hosts ## run every check
	@$(TOOL) builder.browser all & $(MAKE) --no-print-directory lint build; made=$$?; wait $$! && exit $$made
	$(PY) -m pytest -n 2 --dist worksteal $(TESTS)

build: setup ## build the site into dist/
	$(PY) build.py $(BUILD)

single: build ## build the site, and with it all of it in one file: dist/pyground.html
	@ls -l dist/pyground.html

dev: setup ## build, serve, and build again whenever a source changes
	@$(TOOL) builder.dev --port $(PORT) -- $(BUILD)

bench: setup-test build ## measure how fast it trains and draws
	@$(TOOL) builder.browser
	$(PY) tests/bench/run.py $(BENCH)

shots: setup-test build ## take screenshots of every page into shots/
	@$(TOOL) builder.shots dist shots

looks: setup-test build ## renew the small pictures that the tests compare the playground with
	@$(TOOL) builder.looks dist tests/browser/shots

pictures: setup-hosts build ## renew the pictures of the recipes in docs/hosts/
	@$(TOOL) builder.browser
	PYGROUND_PICTURES=docs/hosts $(PY) -m pytest -q tests/hosts

lint: setup-test ## check style, imports and JavaScript types
	$(PY) -m ruff check .
	@$(TOOL) builder.typecheck

clean: ## delete what was made here
	rm -rf dist shots bench.json .dist-old .dist-new .pytest_cache .ruff_cache .hypothesis $(VENV)
	find . -name __pycache__ -prune -exec rm -rf {} +

setup:
	@python=$$(sh site/builder/find-python.sh) && "$$python" site/builder/setup.py $(VENV) build

setup-test:
	@python=$$(sh site/builder/find-python.sh) && "$$python" site/builder/setup.py $(VENV) build test

setup-hosts: setup-test
	@$(PY) site/builder/setup.py $(VENV)/hosts hosts
	@$(PY) tests/hosts/wheelhouse.py $(VENV)/hosts/wheels
	@$(TOOL) builder.apt jekyll
