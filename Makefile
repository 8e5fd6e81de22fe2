# `make serve` and `make test` do all the set-up that they need; the rest is for maintainers.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help serve test test-fast test-long check lint lock clean chromium
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

serve: .venv/installed node_modules/installed  ## Prepare everything and serve on http://127.0.0.1:8000
	$(BIN)/menukaart serve

# Each worker has an engine and a PostgreSQL of its own, so more than four gain little.
WORKERS := --numprocesses auto --maxprocesses 4 --dist worksteal
TEST_TOOLS := .venv/installed-dev node_modules/installed-dev chromium

test: $(TEST_TOOLS) $(if $(T),,lint check)  ## Prepare everything and run every check and test; T=path: these tests alone
	$(BIN)/python -m pytest $(or $(T),$(WORKERS))

test-fast: .venv/installed-dev node_modules/installed-dev  ## Run the tests that need no server, in under a minute
	$(BIN)/python -m pytest $(WORKERS) -m pure

test-long: $(TEST_TOOLS)  ## Run the longer version of tests that depend on chance
	KILLS=25 $(BIN)/python -m pytest $(WORKERS) -m long

chromium:
	@command -v chromium >/dev/null || { echo "installing chromium for the tests of the site"; apt-get install -y -qq chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || { echo "The tests of the site need Chromium, and only root can install it: apt install chromium"; exit 1; }; }

check: .venv/installed  ## Check the content
	$(BIN)/menukaart check

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Menukaart needs Python 3.11 or newer; set PYTHON to it: make PYTHON=python3.12 serve"; exit 1; }
	@echo "making the environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/installed: .venv/bin/python requirements.txt pyproject.toml
	@echo "installing the Python packages (pinned by hash)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "installing the Python packages for tests (pinned by hash)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

NODE_FILES := package.json package-lock.json $(wildcard scripts/*.mjs app/web/site/static/* app/web/site/templates/*)
node_modules/installed: $(NODE_FILES)
	@command -v npm >/dev/null || { echo "Menukaart needs Node.js 20 or newer with npm: apt install nodejs npm"; exit 1; }
	@echo "installing the search engine and the static files"
	npm ci --silent --omit=dev
	npm run --silent build
	@touch $@

node_modules/installed-dev: $(NODE_FILES)
	@command -v npm >/dev/null || { echo "Menukaart needs Node.js 20 or newer with npm: apt install nodejs npm"; exit 1; }
	@echo "installing the search engine, the static files and the API linter"
	npm ci --silent
	npm run --silent build
	@touch $@ node_modules/installed

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" --quiet
lock:  ## Pin the newest packages that pyproject.toml allows (needs uv)
	$(LOCK) --upgrade pyproject.toml -o requirements.txt
	$(LOCK) --upgrade --extra dev pyproject.toml -o requirements-dev.txt
	npm install --package-lock-only

clean:  ## Remove everything that can be made again; var/ stays
	rm -rf .venv node_modules app/web/static/vendor
