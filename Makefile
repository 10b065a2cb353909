# Everything a newcomer needs: `make run` and `make test`. They want Python 3.11 or newer, and make.
# Another Python: make run PYTHON=python3.12 · another port: make run PORT=8001

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all:
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"
SIZES ?= 1000 10000
ROUNDS ?= 3
REQUESTS ?= 300
SECONDS ?= 4
CASES ?= 160
ADMIN_REQUESTS ?= 5000
ADDRESSES ?= 20000
TESTS ?= tests
FUZZ_DATABASE ?= sqlite://:memory:
SITE ?= http://127.0.0.1:8000
DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/test
CACHE_URL ?= redis://127.0.0.1:6379/7

# Each process takes one half of the tests, in order, so that what a class or folder sets up is set up once.
SIDE_BY_SIDE := -n 2 --dist worksteal
# A few that failed are tried once more, alone: on a machine that two processes and a browser fill, what waits can be
# late. Who reads the output sees both; what fails twice has a fault.
ONCE_MORE = test -s var/failed-tests.txt && echo "--- Once more, alone: $$(cat var/failed-tests.txt)" && \
	$(BIN)/python -m pytest @var/failed-tests.txt

.PHONY: help run test test-postgres fuzz drill walk lint messages bench pictures requirements

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' $(MAKEFILE_LIST)

run: .venv/runtime  ## the site with its demo content, on 127.0.0.1:8000
	@$(BIN)/python manage.py start

test: lint .venv/tools  ## every check, then the tests on SQLite
	export DATABASE_URL=sqlite://:memory:; $(BIN)/python -m pytest $(SIDE_BY_SIDE) || { $(ONCE_MORE); }

# What a browser shows is the same on both databases, and so is what uses none. A part of them: TESTS="tests/search …"
test-postgres: .venv/dev  ## the tests of the database on PostgreSQL (DATABASE_URL) and Redis (CACHE_URL), without a browser
	export DATABASE_URL=$(DATABASE_URL) CACHE_URL=$(CACHE_URL); \
		$(BIN)/python -m pytest $(SIDE_BY_SIDE) --only-database -m "not browser" $(TESTS) || { $(ONCE_MORE); }

# Other questions each time. The same on PostgreSQL: make fuzz FUZZ_DATABASE=postgres://…
fuzz: .venv/dev  ## 4,000 questions to each API, against its OpenAPI document, 5,000 odd requests to the admin, 20,000 addresses
	DATABASE_URL=$(FUZZ_DATABASE) SCHEMATHESIS_CASES=$(CASES) ADMIN_REQUESTS=$(ADMIN_REQUESTS) ADDRESSES=$(ADDRESSES) \
		$(BIN)/python -m pytest -s tests/api/test_schemathesis.py tests/permissions/test_fuzz.py tests/caching/test_crowds.py

drill: .venv/dev  ## break what a site needs, under load, and count what visitors notice, into docs/drills.md; half an hour
	DATABASE_URL=sqlite://:memory: $(BIN)/python -m pytest --drill tests/faults

walk: .venv/dev  ## follow docs/operations.md on an empty Debian; needs root, mmdebstrap and systemd-nspawn; ten minutes
	$(BIN)/python -m pytest --walk tests/deploy/test_manual.py

lint: .venv/dev  ## every check that is not a test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(50))") ALLOWED_HOSTS=example.org \
		$(BIN)/python manage.py check --settings cms.settings.base --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages --check

messages: .venv/dev  ## bring the Dutch catalogue in line with the sources
	$(BIN)/python manage.py messages

bench: .venv/dev  ## what a request costs beside a hello world, into docs/benchmarks.md; needs Linux and wrk
	$(BIN)/python -m bench --sizes $(SIZES) --rounds $(ROUNDS) --requests $(REQUESTS) --seconds $(SECONDS) \
		--server "$(if $(filter file,$(origin DATABASE_URL)),,$(DATABASE_URL))"

pictures: .venv/dev  ## the pictures of README and docs, from the site that `make run` shows (SITE)
	$(BIN)/python docs/images/take.py $(SITE)

requirements: .venv/dev  ## pin what pyproject.toml asks for, with hashes
	$(PIP) uv
	$(COMPILE) --upgrade --extra postgres --extra redis --extra s3 --extra sentry --output-file requirements.txt pyproject.toml
	$(COMPILE) --upgrade --all-extras --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml
	echo semgrep | $(COMPILE) --upgrade --output-file tests/tooling/semgrep/requirements.txt -

# A `make` that was killed while it made .venv left one without pip: it is made again.
HAS_PIP = $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv

# Stamps: a second `make` installs nothing as long as the pinned requirements stay the same.
.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing packages: a minute or two, the first time only."
	@$(HAS_PIP)
	@$(PIP) --require-hashes --requirement $<
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing packages and tools: a minute or two, the first time only."
	@$(HAS_PIP)
	@$(PIP) --require-hashes --requirement $<
	@touch $@ .venv/runtime

# The checkers of HTML and accessibility. Without npm their tests are skipped, and fail in CI.
.venv/tools: tests/tools/package-lock.json | .venv/bin/python
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --prefix tests/tools; fi
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
		echo "Streekwijzer needs Python 3.11 or newer, and $(PYTHON) is not that. Name another: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12"; \
		exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
