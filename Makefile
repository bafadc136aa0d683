# Wenbao (问报). `make help` lists every target.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORT ?= samples/云汀市_2024.txt samples/云汀市_2025.txt
SHARED ?= ../shared
TORCH_INDEX ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev install-ocr run test lint types eval eval-shared embedding screenshots lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新版本，现在是 %s" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(if $(TORCH_INDEX),$(BIN)/python -m pip install --disable-pip-version-check --index-url $(TORCH_INDEX) $$(grep '^torch==' requirements.txt))
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	touch $@

$(VENV)/.installed-ocr: requirements-ocr.txt $(VENV)/.installed
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-ocr.txt
	touch $@

install: $(VENV)/.installed ## make .venv with all that running and evaluating need (TORCH_INDEX=... for a CPU build of torch)

install-dev: $(VENV)/.installed-dev ## the same, and what tests and training need

install-ocr: $(VENV)/.installed-ocr ## the same, and what reads scans and pictures (rapidocr, about 200 MB)

run: $(VENV)/.installed ## ingest the samples (or REPORT="file ...") and serve the chat
	$(BIN)/python -m ingest $(REPORT)
	$(BIN)/python app.py

test: $(VENV)/.installed-dev lint types ## lint, types and all tests
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo "没有找到 Chromium：浏览器测试会跳过。Debian/Ubuntu 可运行 apt-get install chromium fonts-noto-cjk 安装。"
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile tests/browser

lint: $(VENV)/.installed-dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## mypy --strict
	$(BIN)/mypy

eval: $(VENV)/.installed ## answer the samples' questions and fail below the floors
	$(BIN)/python -m evals.all --out out/eval

embedding: $(VENV)/.installed-dev ## rebuild the bundled embedding from SHARED (default ../shared), about an hour on 2 cores
	$(BIN)/python -m training.embedding --shared $(SHARED) --out models/wenbao-static

screenshots: $(VENV)/.installed-dev ## pictures for README and docs, from the running app
	$(BIN)/python scripts/screenshots.py

lock: $(VENV)/.installed-dev ## pin every version again: pyproject.toml -> requirements*.txt
	$(BIN)/python scripts/lock.py

clean: ## remove what can be made again; the index in data/ stays
	rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis
