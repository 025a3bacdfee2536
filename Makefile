# make demo: fresh machine -> .venv, install, sign a sentence into out/.   make test: the same .venv, then the tests.
# make test-newest, test-lowest: the suite with the newest and the oldest versions that pyproject.toml allows, each in a
# .venv of its own; make test-kernels: what rounds, with the kernels of other processors; make test-wheel: what is built,
# in a fresh environment.   make test-readers: files as other programs read them, the page in a browser.   make lock: constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SENTENCE := Ich heiße Lena und suche meine Brille.

export HF_HUB_OFFLINE := 1
export OMP_WAIT_POLICY := PASSIVE

.PHONY: venv demo demo-model test test-all test-kernels test-newest test-lowest test-readers test-wheel lint lock clean

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

# Sums are rounded otherwise by other kernels (ATen, oneDNN) and by another number of threads.
test-kernels: $(STAMP)
	ATEN_CPU_CAPABILITY=default $(BIN)/python -m pytest -n auto -m kernels
	ATEN_CPU_CAPABILITY=avx2 $(BIN)/python -m pytest -n auto -m kernels
	ONEDNN_MAX_CPU_ISA=AVX2 $(BIN)/python -m pytest -n auto -m kernels
	$(BIN)/python -m pytest -n auto -m kernels --torch-threads 2

# torch stays at the locked build: other versions bring gigabytes of CUDA libraries.
test-newest: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)-newest
	grep '^torch==' constraints.txt > $(VENV)-newest/versions.txt
	$(VENV)-newest/bin/python -m pip install --disable-pip-version-check --quiet -c $(VENV)-newest/versions.txt -e '.[dev]'
	$(VENV)-newest/bin/python -m pip freeze --exclude-editable
	$(VENV)-newest/bin/python -m pytest -n auto

test-lowest: $(STAMP)
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --no-annotate --no-header --output-file $(VENV)-lowest/versions.txt pyproject.toml
	$(VENV)-lowest/bin/python -m pip install --disable-pip-version-check --quiet -c $(VENV)-lowest/versions.txt -e '.[dev]'
	$(VENV)-lowest/bin/python -m pip freeze --exclude-editable
	$(VENV)-lowest/bin/python -m pytest -n auto

# Files as other programs read them (the Khronos validator, three.js, three-vrm, Blender's importers, two BVH parsers) and
# the page in Debian's chromium. Needs npm, chromium, and Python 3.11 for bpy.
test-readers: $(STAMP)
	npm install --prefix tests/node --no-audit --no-fund --no-package-lock
	$(PYTHON) -m venv $(VENV)-readers
	$(VENV)-readers/bin/python -m pip install --disable-pip-version-check --quiet 'bpy>=5,<5.1' 'bvhio>=1.5,<2' 'pybvh>=0.9,<1'
	$(BIN)/python -m pytest -n 0 -m slow tests/pose/avatar/test_file_readers.py tests/serve/page

# Wheel and source archive in an environment that has nothing of this checkout: every stage of training, then a sentence.
test-wheel: $(STAMP)
	$(BIN)/python -m pytest -n 0 -m network tests/wheel

# Every package of every platform, the newest that pyproject.toml allows; torch as [tool.uv] pins it.
lock: $(STAMP)
	$(BIN)/uv pip compile --quiet --upgrade --universal --no-annotate --custom-compile-command 'make lock' --extra dev --extra serve --output-file constraints.txt pyproject.toml

demo-model: $(STAMP)
	$(BIN)/python scripts/train_demo.py --work runs/demo --output signary/demo

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) $(VENV)-newest $(VENV)-lowest $(VENV)-readers out build dist *.egg-info
