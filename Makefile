# One command per wish; `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := config publisher retries platforms videos notifications
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint format check screenshots lock chaos contract-peertube kill-matrix bench bench-sweep install install-dev

help: ## what can be wished for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## start everything, ready to try; PORT=8001 and SANDBOX_PORT=8101 choose other ports
	@exec $(BIN)/python -m config.run

test: install-dev ## the whole suite on the embedded defaults; ARGS="tests/videos" for a part of it
	$(BIN)/python -m pytest -n auto -m "not processes and not browser" $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -n auto -m "browser and not processes" $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "processes and not slow" $(ARGS) || [ $$? -eq 5 ]

test-long: install-dev ## what `make test` leaves out, hours of it: every pair of deaths, every kill on every queue, a file of 10 GB
	$(BIN)/python -m pytest -n 0 -m slow $(ARGS) || [ $$? -eq 5 ]
	CRASH=long KILL_MATRIX=full $(BIN)/python -m pytest -n 0 tests/crash tests/publisher/week tests/runtime/test_kill_matrix.py $(ARGS)
	API_FUZZ=1000 $(BIN)/python -m pytest -n 0 tests/publisher/api/test_schemathesis.py $(ARGS)

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

chaos: install-dev ## kill -9 and pauses on real workers: never twice, never lost; SECONDS=600 SEED=7 PLATFORM=… choose how long, which and where
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.crash.chaos $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED)) $(if $(PLATFORM),--platform $(PLATFORM)) $(ARGS)

contract-peertube: install-dev ## PeerTube's adapter against a real instance: PEERTUBE_URL, PEERTUBE_USER and PEERTUBE_PASSWORD name it and an account
	$(BIN)/python -m pytest -n 0 tests/contract/test_instance.py -k given $(ARGS)

kill-matrix: install-dev ## kill -9 each process of the worker, on each queue that answers here
	KILL_MATRIX=full $(BIN)/python -m pytest -n 0 tests/runtime/test_kill_matrix.py $(ARGS)

bench: ## what can be measured
	@grep -h '^bench-' Makefile | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

bench-sweep: install-dev ## the sweep and the numbers with 1,000,000 publications stored, beside 10,000; STORED=100000 for fewer
	$(BIN)/python -m benchmarks.sweep $(if $(STORED),--stored $(STORED)) $(ARGS)

screenshots: install-dev ## walk the path in Chromium, and photograph it for the README
	$(BIN)/python -m tests.browser.screenshots

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
