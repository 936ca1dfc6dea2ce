# make            install what is missing into .venv, then build the review into results/
# make check      look for mistakes in the review's files, and build nothing
# make test       lint, types and tests of the engine, then build the review
# make test-long  follow the tutorial, run the commands of CI, build in two settings: minutes more
# make test-tools install the browser and the office that tests use (Debian and Ubuntu, as root)
# make reproduce  build the last commit twice, in two settings, and compare all files
# make benchmark  measure builds against the bare tools; the result is docs/benchmarks.md
# make docs       write the generated pages below docs/ and CITATION.cff anew, from their sources
# make site       build the review, and make its web site in site/
# make clean      remove all that was built, results/ and site/ included; .venv stays
# make lock       write requirements.lock anew from requirements.in
# make upgrade    the same, with the newest version of everything
# make help       show this list

# Which Python to start from; all else is installed by its means.
PYTHON ?= python3

SHELL := /bin/bash
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.PHONY: build check test test-long test-tools lint types tests reproduce benchmark site docs clean lock upgrade help setup

# What someone has set for other Python projects must not reach into this one.
unexport PYTHONHOME PYTHONPATH PYTHONSTARTUP SNAKEMAKE_PROFILE VIRTUAL_ENV
unexport PIP_CONSTRAINT PIP_NO_BINARY PIP_ONLY_BINARY PIP_PREFIX PIP_ROOT PIP_TARGET
export PIP_REQUIRE_HASHES := 0
export PIP_REQUIRE_VIRTUALENV := 0
export PIP_USER := 0
export PYTHONUTF8 := 1

# Not the commands in .venv/bin: they know the folder in which they were installed by its full path.
RUN := .venv/bin/python -m

# One set-up or build at a time in this folder, the next one waits. The lock is on an open file, this
# one: it ends with the processes that hold it, even if they are killed. Snakemake's own lock, which
# a killed build leaves behind, serves only where there is no flock.
FLOCK := $(shell command -v flock)
LOCK := exec 9<Makefile; $(if $(FLOCK),flock --nonblock 9 || \
	{ echo "waiting for another make in this folder"; flock 9; },true)

# Snakemake tells in any case that it has read its profile. All its other messages pass, until someone
# presses Ctrl-C: what the steps then say while they end is of no use.
MESSAGES = trap 'exec cat >/dev/null' INT; while IFS= read -r line || [[ $$line ]]; do \
	[[ $$line == "Using workflow specific profile"* ]] || echo "$$line" >&2; done
SNAKEMAKE = XDG_CACHE_HOME="$(CURDIR)/.snakemake" $(RUN) snakemake \
	--workflow-profile workflow/profiles/default $(if $(FLOCK),--nolock) 2> >($(MESSAGES))

build: setup
	@$(LOCK); $(SNAKEMAKE)

check: setup
	@$(RUN) livereview check

# A review that was begun with `livereview new` has the engine, and not the engine's tests.
test: $(if $(wildcard tests),lint types tests) build

lint: setup
	@echo "lint"
	@$(RUN) ruff check --quiet
	@$(RUN) ruff format --quiet --check
	@$(RUN) snakefmt --check Snakefile workflow/rules
	@$(RUN) snakemake --lint

types: setup
	@echo "types"
	@$(RUN) mypy

tests: setup
	@[ "$$(id -u)" != 0 ] || $(MAKE) --no-print-directory test-tools
	@echo "tests"
	@$(RUN) pytest -n 2

# A review that was begun with `livereview new` has neither tests nor benchmarks.
OF_THE_ENGINE = @[ -d tests ] || { echo "make $@ works in the engine's own repository alone"; exit 1; }

# What takes many builds; the service runs it too.
test-long: setup
	$(OF_THE_ENGINE)
	@echo "long tests"
	@$(RUN) pytest -n 2 -m long

# The only step that wants root, and `make test` takes it where it is root. Without these programs
# the tests in them are skipped, and say so; where CI is set, they fail.
test-tools:
	@wanted=$$(command -v chromium chromium-browser google-chrome >/dev/null || echo chromium; \
	  command -v lowriter >/dev/null || echo libreoffice-writer; \
	  command -v localc >/dev/null || echo libreoffice-calc; \
	  command -v java >/dev/null || echo default-jre-headless); \
	set -- $$wanted; [ $$# = 0 ] && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "as root, on Debian or Ubuntu: apt-get install $$*"; exit 1; fi; \
	echo "installing $$*, once, for tests in real programs"; \
	export DEBIAN_FRONTEND=noninteractive; apt-get update --quiet=2 && \
	apt-get install --quiet=2 --yes --no-install-recommends "$$@" >/dev/null

reproduce: setup
	@$(RUN) livereview.reproducing

benchmark: setup
	$(OF_THE_ENGINE)
	@$(RUN) benchmarks.benchmark

site: build
	@$(RUN) livereview site

docs: setup
	@$(RUN) livereview.reference
	@$(RUN) livereview.citation_file

clean:
	@$(LOCK); rm -rf .snakemake work results site

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile $(if $(wildcard tests),,| \
	  grep --invert-match --extended-regexp '^make (test-long|test-tools|benchmark)')

# --- set-up: two stamps, each written as the last act, so that a set-up that was cut short counts as
# none. The first is a copy of the lock file, the second names this folder, in case it was moved.

SETUP_LOG := .venv/set-up.log
INSTALL := .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check
FAILED = { cat $(SETUP_LOG); echo "set-up failed; the messages above are those of pip"; exit 1; }

setup: .venv/installed

.venv/requirements.lock: requirements.lock
	@$(LOCK); cmp --silent $< $@ && touch $@ && exit; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "Python's venv module is missing; Debian and Ubuntu: apt install python3-venv"; exit 1; }; \
	echo "set-up: installing into .venv, once and for about a minute"; \
	rm -rf .venv && $(PYTHON) -m venv .venv && \
	{ $(INSTALL) --require-hashes -r requirements.lock >$(SETUP_LOG) 2>&1 || $(FAILED); } && \
	cp $< $@

ifneq ($(shell cat .venv/installed 2>/dev/null),$(CURDIR))
.PHONY: .venv/installed
endif

.venv/installed: .venv/requirements.lock pyproject.toml
	@$(LOCK); \
	{ $(INSTALL) --no-deps --no-build-isolation --editable . >$(SETUP_LOG) 2>&1 || $(FAILED); } && \
	echo "$(CURDIR)" >$@

# --- maintenance

COMPILE := $(RUN) uv pip compile --no-config --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --prerelease disallow --generate-hashes --no-annotate \
	--custom-compile-command "make lock" requirements.in --output-file requirements.lock

lock: setup
	@$(COMPILE)

upgrade: setup
	@$(COMPILE) --upgrade
