# make demo | test | trials | lint | lock | bench | evaluate | clean. The first call makes .venv; nothing else is needed
# but Python 3.11 or newer, libcurl4 (for the embedded mongod) and, for the rendering test, Chromium.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
SCRAPY := $(BIN)/scrapy
UV_VERSION := 0.13.9
READY := .venv/.ready
export PYTHONDONTWRITEBYTECODE := # where it is set, every command would compile 900 modules anew: 3 s

help:
	@cat <<'TEXT'
	make demo      crawl three sources from our sample pages into an embedded MongoDB; no network
	make test      the tests, with a real mongod and the real engine; no network
	make trials    what must hold under trouble, minutes in all; one: make trials TRIALS=kill
	               kill: kill -9 of crawls            workers: several on one source   outage: MongoDB slow and gone
	               election: of a new primary         disk: full disks (as root)       again: run after run, edits
	               copies: near-duplicates, by kind   growth: cost at a million        throughput: records a second
	make lint      ruff, and the house rules over all sources
	make lock      new requirements.txt and requirements-dev.txt from the .in files
	make bench     milliseconds a page beside other extractors, pages a second beside a bare spider
	make evaluate  extraction quality on ../shared/corpus
	make clean     remove .venv and caches (var/ with its data stays)
	TEXT

# Installed again only when a lock file changed. uv takes 5 s; where it cannot be had, pip takes half a minute.
$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	    echo "Python 3.11 or newer is needed; say which with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	[ -x $(BIN)/python ] && $(BIN)/python -c '' 2>/dev/null || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	echo "installing into .venv ..."
	{ [ -x $(BIN)/uv ] || $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION); } &&
	    $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r requirements-dev.txt || {
	    $(BIN)/python -m pip install -q --disable-pip-version-check --upgrade pip
	    $(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt; }
	touch $(READY)

# What pip cannot bring. As root on Debian it is installed; otherwise one line says what is missing.
# A failure stops nothing here: whoever needs the package says so.
need = have() { $(2); }; have || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
	        echo "installing $(1) ..."; \
	        export DEBIAN_FRONTEND=noninteractive; \
	        timeout 600 apt-get install -y -qq --no-install-recommends $(1) >/dev/null 2>&1 || { \
	        timeout 300 apt-get update -qq >/dev/null 2>&1; \
	        timeout 600 apt-get install -y -qq --no-install-recommends $(1) >/dev/null 2>&1; }; } || true; \
	    have || echo "$(1) is missing: $(3) (Debian: apt-get install $(1))" >&2; }

.PHONY: help demo test trials lint lock bench evaluate clean libcurl chromium

libcurl:
	@$(call need,libcurl4,ldconfig -p 2>/dev/null | grep 'libcurl\.so\.4' >/dev/null,the embedded mongod cannot start)

chromium:
	@$(call need,chromium,[ -x "$${CHROMIUM:-/usr/bin/chromium}" ],the rendering test is skipped)

demo: $(READY) libcurl
	@bash tests/demo.sh

test: $(READY) libcurl chromium
	@$(BIN)/python -m pytest -n 2 $(ARGS)

TRIALS ?= kill workers outage election disk again copies growth throughput

trials: $(READY) libcurl
	@failed=""
	for trial in $(TRIALS); do $(BIN)/python -m tests.trials.$$trial $(ARGS) || failed="$$failed $$trial"; done
	[ -z "$$failed" ] || { echo "not held:$$failed" >&2; exit 1; }

lint: $(READY)
	@$(BIN)/ruff check .
	$(SCRAPY) check_sources

lock: $(READY)
	@compile="$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade"
	compile="$$compile --no-header --no-annotate --no-emit-index-url --no-emit-find-links"
	$$compile requirements.in -o requirements.txt
	$$compile requirements-dev.in -c requirements.txt -o requirements-dev.txt

# The extractors that ours is measured beside: no part of the project, installed apart. Without them ours runs alone.
PEERS := var/peers/.ready
$(PEERS): tests/benchmarks/peers.txt | $(READY)
	@echo "installing the peers into var/peers ..."
	$(BIN)/uv pip install -q --python $(BIN)/python --target var/peers -r $< && touch $@ || \
	    echo "the peers could not be installed: only our own figures follow" >&2

bench: $(READY) libcurl $(PEERS)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

evaluate: $(READY)
	@$(BIN)/python -m tests.evaluation $(ARGS)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
