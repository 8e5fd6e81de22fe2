# `make serve` and `make test` do all the set-up that they need; the rest is for maintainers.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: help serve dev test test-fast test-long coverage check check-image lint lock clean chromium wrk
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

serve: .venv/installed node_modules/installed  ## Prepare everything and serve on http://127.0.0.1:8000
	$(BIN)/menukaart serve

dev: .venv/installed-dev node_modules/installed-dev  ## Serve; saved code starts it anew, a saved content file is checked and published
	@exec $(BIN)/python scripts/dev.py

# Each worker has an engine and a PostgreSQL of its own, so more than four gain little.
IN_PARALLEL := --numprocesses auto --maxprocesses 4 --dist worksteal
TEST_TOOLS := .venv/installed-dev node_modules/installed-dev chromium wrk

test: $(TEST_TOOLS) $(if $(T),,lint check)  ## Prepare everything and run every check and test; T=path: these tests alone
	$(PYTEST) $(or $(T),$(IN_PARALLEL))

test-fast: .venv/installed-dev node_modules/installed-dev  ## Run the tests that need no server, in under a minute
	$(PYTEST) $(IN_PARALLEL) -m pure

test-long: $(TEST_TOOLS)  ## Kill publishing 25 times per database at random; check the image where buildah is
	KILLS=25 $(PYTEST) $(IN_PARALLEL) -m long
	@if command -v buildah >/dev/null; then scripts/check-image.sh; else echo "the image is not checked: there is no buildah"; fi

coverage: $(TEST_TOOLS)  ## Report the lines and branches that no test reaches (T=path: of the tests there)
	$(PYTEST) --cov --cov-report=term --cov-report=html:var/coverage $(or $(T),$(IN_PARALLEL))

check: .venv/installed  ## Check the content
	$(BIN)/menukaart check

check-image: node_modules/installed  ## Build the image and search in it (root, with buildah and mmdebstrap)
	scripts/check-image.sh

chromium:
	@command -v chromium >/dev/null || { echo "installing chromium for the tests of the site"; apt-get install -y -qq chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || { echo "The tests of the site need Chromium, and only root can install it: apt install chromium"; exit 1; }; }

wrk:
	@command -v wrk >/dev/null || { echo "installing wrk, which makes the load of benchmarks"; apt-get install -y -qq wrk >/dev/null || { apt-get update -qq && apt-get install -y -qq wrk >/dev/null; } || { echo "The benchmarks and their tests need wrk, and only root can install it: apt install wrk"; exit 1; }; }

lint: .venv/installed-dev node_modules/installed-dev  ## Check code, types, imports, dependencies, templates, scripts and styles
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/djlint app/web --lint --quiet
	npx --no-install eslint --max-warnings 0 .
	npx --no-install stylelint --max-warnings 0 "app/web/**/*.css"

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

NODE_FILES := package.json package-lock.json $(wildcard scripts/*.mjs) $(shell find app/web -path '*/static/vendor' -prune -o -type f ! -name '*.py*' -print)
node_modules/installed: $(NODE_FILES)
	@command -v npm >/dev/null || { echo "Menukaart needs Node.js 20 or newer with npm: apt install nodejs npm"; exit 1; }
	@echo "installing the search engine and the static files"
	npm ci --silent --omit=dev
	npm run --silent build
	@touch $@

node_modules/installed-dev: $(NODE_FILES)
	@command -v npm >/dev/null || { echo "Menukaart needs Node.js 20 or newer with npm: apt install nodejs npm"; exit 1; }
	@echo "installing the search engine, the static files and the linters"
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
