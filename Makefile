# make demo: fresh machine -> .venv, install, sign a sentence into out/.   make test: the same .venv, then the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SENTENCE := Morgen regnet es im Norden.

export HF_HUB_OFFLINE := 1
export OMP_WAIT_POLICY := PASSIVE

.PHONY: venv demo demo-model test test-all lint clean

venv: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@echo "== making $(VENV) and installing signary (a few minutes on a fresh machine)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)
	@mkdir -p out
	@echo "== signing, by the embedded model: $(SENTENCE)"
	$(BIN)/signary generate "$(SENTENCE)" --language dgs -o out/demo.pose -o out/demo.gif --captions

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

test-all: $(STAMP)
	$(BIN)/python -m pytest -n auto -m "not gpu and not network"

demo-model: $(STAMP)
	$(BIN)/python scripts/train_demo.py --work runs/demo --output signary/demo

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) out build dist *.egg-info
