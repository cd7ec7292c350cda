# One command per wish; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := config publisher retries platforms videos notifications
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test lint format check lock chaos kill-matrix install install-dev

help: ## what can be wished for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## start everything, ready to try; PORT=8001 and SANDBOX_PORT=8101 choose other ports
	@exec $(BIN)/python -m config.run

test: install-dev ## the whole suite on the embedded defaults; ARGS="tests/videos" for a part of it
	$(BIN)/python -m pytest -n auto -m "not processes and not browser" $(ARGS)
	$(BIN)/python -m pytest -n 0 -m "processes or browser" $(ARGS)

lint: install-dev ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/lint-imports
	@if find templates -name '*.html' | grep -q .; then $(BIN)/djlint --check templates; fi

format: install-dev ## put code and templates into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@if find templates -name '*.html' | grep -q .; then $(BIN)/djlint --reformat --quiet templates; fi

check: install ## look for wrong settings and missing migrations
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

chaos: install-dev ## kill -9 and pauses on real workers: never twice, never lost; SECONDS=600 SEED=7 choose how long and which
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.crash.chaos $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(ARGS)

kill-matrix: install-dev ## kill -9 each process of the worker, on each queue that answers here
	KILL_MATRIX=full $(BIN)/python -m pytest -n 0 tests/runtime/test_kill_matrix.py $(ARGS)

lock: install-dev ## choose the versions of all requirements anew
	$(BIN)/python -m pip install --quiet uv
	CUSTOM="--universal --python-version 3.11 --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade"; \
	export UV_CUSTOM_COMPILE_COMMAND="make lock"; \
	$(BIN)/uv pip compile $$CUSTOM pyproject.toml -o requirements.txt && \
	$(BIN)/uv pip compile $$CUSTOM pyproject.toml --group dev -o requirements-dev.txt

install:
	@command -v $(PYTHON) >/dev/null || { echo "Retake needs Python 3.11 or newer: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) config/install.py

install-dev:
	@command -v $(PYTHON) >/dev/null || { echo "Retake needs Python 3.11 or newer: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) config/install.py --dev
