# Commonhearth. Two commands matter: `make demo` to see it, `make test` to trust it.
#
# Needs: Python 3.11 with python3-venv, git, make. Everything Python comes from the hash-locked
# files in requirements/; the runtime environment (.venv) holds no development tool.

# The system's own Python before one that somebody built: it gets its repairs from the system, and is built to run
# half as fast again. Any of them must be able to make an environment (Debian keeps that in python3-venv).
PYTHON ?= $(shell for one in /usr/bin/python3.11 python3.11 python3; do \
  "$$one" -c 'import ensurepip' 2>/dev/null && { echo "$$one"; exit; }; done; echo python3)
HEARTH := .venv/bin/hearth
DEV := .venv-dev/bin/python
PIP_QUIET := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
UV := $(shell command -v uv)

.DEFAULT_GOAL := help
.PHONY: reference help setup pdf demo run test test-fast check audit faults bench lock pot clean

help: ## show what can be typed here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ready ## make .venv from the locked requirements (nothing else)

pdf: setup ## let this host make PDF files; needs Debian's libpango-1.0-0 and libpangoft2-1.0-0
	@$(call environment,.venv,requirements/pdf.txt)
	@.venv/bin/python -m commonhearth.kit.paper

demo: setup ## fill the demo host in var/demo and serve it
	@HEARTH_DATA="$${HEARTH_DATA:-var/demo}" $(HEARTH) demo

run: setup ## serve your own host in var/host; the first visitor becomes its operator
	@HEARTH_DATA="$${HEARTH_DATA:-var/host}" $(HEARTH) serve

test: .venv/.ready .venv-dev/.ready ## check, then every test: SQLite, PostgreSQL, browser
	@$(DEV) -m tests.suite all

test-fast: .venv-dev/.ready ## an answer in under a minute, without PostgreSQL or a browser
	@$(DEV) -m tests.suite fast

check: .venv-dev/.ready ## linters, types, import floors, migrations, deployment, translations, map
	@$(DEV) -m tests.suite check

audit: .venv-dev/.ready ## ask the public advisory list about the locked packages; fails when it finds one
	@$(DEV) -m tests.suite audit

faults: .venv-dev/.ready ## the long fault rounds: kill -9, busy writers, broken files
	@$(DEV) -m tests.suite faults

bench: .venv-dev/.ready ## measure pages, memory and imports on a generated host
	@$(DEV) -m bench

pot: .venv-dev/.ready ## collect the sentences to translate into locale/commonhearth.pot
	@$(DEV) -m tests.suite pot

reference: .venv-dev/.ready ## write docs/reference/access.md from the rules
	@mkdir -p docs/reference var/reference
	@HEARTH_DATA=var/reference DJANGO_SETTINGS_MODULE=commonhearth.site.settings $(DEV) -m commonhearth.site.reference > docs/reference/access.md

lock: ## resolve pyproject.toml again into requirements/*.txt (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(UV) pip compile pyproject.toml -o requirements/run.txt $(LOCK)
	$(UV) pip compile pyproject.toml --extra pdf -c requirements/run.txt -o requirements/pdf.txt $(LOCK)
	$(UV) pip compile pyproject.toml --extra pdf --extra dev -c requirements/run.txt -o requirements/dev.txt $(LOCK)

LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate

clean: ## remove both environments; hosts in var/ stay
	rm -rf .venv .venv-dev

# --- The two environments --------------------------------------------------------------------------
# The checkout is put on the path by a .pth file rather than installed: that needs no build tool and
# no second download, so a bare machine does it in a moment and offline.

.venv/.ready: requirements/run.txt Makefile
	@$(call environment,.venv,requirements/run.txt)
	@$(call launcher) > .venv/bin/hearth
	@chmod +x .venv/bin/hearth
	@touch $@

.venv-dev/.ready: requirements/run.txt requirements/dev.txt Makefile
	@$(call environment,.venv-dev,requirements/dev.txt)
	@touch $@

define environment
set -eu; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || { echo "Commonhearth needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=/path/to/python3.11"; exit 1; }; \
test -x $(1)/bin/python || "$(PYTHON)" -m venv $(1) \
  || { rm -rf $(1); echo "Could not make $(1). On Debian type: apt-get install python3-venv"; exit 1; }; \
echo "Installing $(2) into $(1) ..."; \
$(PIP_QUIET) $(1)/bin/python -m pip install --quiet --require-hashes --no-deps -r $(2); \
pwd > "$$($(1)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/commonhearth.pth"
endef

define launcher
printf '%s\n' '#!/bin/sh' '# The hearth command of the checkout that this environment belongs to.' \
  'exec "$$(dirname "$$(readlink -f "$$0")")/python" -P -c "import sys; from commonhearth.site.command import main; sys.exit(main())" "$$@"'
endef
