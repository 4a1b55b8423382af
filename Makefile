# Every target sets up what it needs; set-up is done once and again only when its inputs change.

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Cargo's target directory is shared by the wheel, the tests, the server and the lints.
export CARGO_TARGET_DIR := $(CURDIR)/native/target

RUST_SOURCES := $(shell find native -path native/target -prune -o -type f \( -name '*.rs' -o -name '*.toml' -o -name Cargo.lock \) -print 2>/dev/null)

# make campaign N=20000 SEED=1
N    ?= 2000
SEED ?= 0

.PHONY: help setup demo test test-rust campaign bench docs lint fmt build clean

help:
	@echo 'make demo      build the counter, install it, call it in process and over HTTP'
	@echo 'make test      the whole Python test suite'
	@echo 'make test-rust the Rust test suite'
	@echo 'make lint      ruff, mypy, cargo fmt, cargo clippy'
	@echo 'make fmt       format Python and Rust'
	@echo 'make campaign  compare generated programs with CPython, survive broken ones: N=20000 SEED=1'
	@echo 'make bench     benchmarks beside named peers'
	@echo 'make docs      the guide and the reference, in build/site'
	@echo 'make build     the two wheels, in dist/'

setup: $(VENV)/.python-stamp $(VENV)/.native-stamp

$(VENV)/.python-stamp: pyproject.toml
	@test -n '$(PYTHON)' || { echo 'make: no Python >= 3.11 found; set PYTHON=/path/to/python' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

ifneq ($(wildcard native/pyproject.toml),)
$(VENV)/.native-stamp: $(VENV)/.python-stamp $(RUST_SOURCES) tcc/ir/ops.json native/pyproject.toml
	@command -v cargo >/dev/null || { echo 'make: cargo not found; install Rust from https://rustup.rs' >&2; exit 1; }
	cd native && VIRTUAL_ENV='$(CURDIR)/$(VENV)' '$(CURDIR)/$(BIN)/maturin' develop --release --quiet
	@touch $@
else
$(VENV)/.native-stamp: $(VENV)/.python-stamp
endif

demo: setup
	$(BIN)/python -m examples.demo

test: setup
	$(BIN)/python -m pytest -q

test-rust:
	cd native && cargo test --quiet --workspace

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd native && cargo fmt --all --check
	cd native && cargo clippy --quiet --workspace --all-targets -- -D warnings

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd native && cargo fmt --all

campaign: setup
	$(BIN)/python -m tests.property.campaign --programs $(N) --seed $(SEED)
	$(BIN)/python -m tests.property.robustness --programs $(N) --seed $(SEED)

docs: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	$(BIN)/mkdocs build --quiet

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m bench

build: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist .
	cd native && '$(CURDIR)/$(BIN)/maturin' build --release --quiet --out ../dist

clean:
	rm -rf $(VENV) dist build native/target
