# Everything runs in .venv, which is made and refreshed when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
unexport PYTHONDONTWRITEBYTECODE  # every command that tests run would compile all again

.PHONY: site test browser attack bench torture edits moves outbox mailserver readers lint lock fonts clean

site: .venv/site.stamp  ## build the example site and serve it at http://127.0.0.1:8000/
	$(BIN)/mkdocs serve

test: browser .venv/test.stamp  ## run all tests; where CI is set, measure the core, too
	$(if $(CI),$(BIN)/python -m coverage erase)
	$(BIN)/python $(if $(CI),-m coverage run) -m pytest --numprocesses auto --dist loadfile
	$(if $(CI),$(BIN)/python -m coverage combine --quiet)
	$(if $(CI),$(BIN)/python -m coverage report --skip-covered --skip-empty)

browser:  ## find a browser for the tests, or install Chromium
	@$(PYTHON) -m tests.machine

bench: .venv/bench.stamp  ## compare speed and size with other tools; QUICK=1 takes minutes
	$(BIN)/python -m tests.bench $(if $(QUICK),--quick)

attack: .venv/test.stamp  ## send hostile things by every way in; SEED= repeats them
	$(BIN)/python -m tests.attack $(if $(SEED),--seed $(SEED))

torture: .venv/test.stamp  ## kill, starve and race every command; SEED= repeats one
	$(BIN)/python -m tests.torture $(if $(SEED),--seed $(SEED))

edits: .venv/test.stamp  ## edit a site at random and compare rebuilds; SEED= repeats one
	$(BIN)/python -m tests.e2e.edits $(if $(SEED),--seed $(SEED))

moves: .venv/test.stamp  ## move blogs of Material's made by chance; SEED= repeats one
	$(BIN)/python -m tests.e2e.moves $(if $(SEED),--seed $(SEED))

outbox: .venv/test.stamp  ## send to 1,000 readers while all fails; SEED= repeats one
	$(BIN)/python -m tests.outbox $(if $(SEED),--seed $(SEED))

mailserver: .venv/test.stamp  ## send an issue through Exim, and through Mailman
	@command -v exim4 > /dev/null || test -x /usr/sbin/exim4 \
	  || apt-get install --quiet=2 --yes exim4-daemon-light > /dev/null 2>&1 \
	  || { echo "make mailserver: Exim is not there, and cannot be installed" >&2; exit 1; }
	@test -x /usr/lib/mailman3/bin/master \
	  || apt-get install --quiet=2 --yes --no-install-recommends mailman3 > /dev/null 2>&1 \
	  || echo "make mailserver: Mailman 3 cannot be installed; its tests are left out" >&2
	$(BIN)/python -m pytest -q -m mailserver tests/e2e/test_mailserver.py tests/e2e/test_mailman.py

readers: .venv/test.stamp  ## see the site as newsboat and rsync do, behind nginx
	@for each in nginx newsboat rsync; do command -v $$each > /dev/null && continue; \
	  apt-get install --quiet=2 --yes $$each > /dev/null 2>&1 \
	  || { echo "make readers: $$each is not there, and cannot be installed" >&2; exit 1; }; done
	$(BIN)/python -m pytest -q -m readers tests/e2e/test_readers.py

fonts: .venv/test.stamp  ## cut the shipped typeface anew; takes its family from npm
	$(BIN)/python plugins/cut_fonts.py

lint: .venv/test.stamp  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --upgrade --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.12 \
	--python-platform linux

lock: .venv/test.stamp  ## renew what workflows install, with the hash of every file
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) .github/locks/build.in --output-file .github/locks/build.txt
	$(LOCK) pyproject.toml --output-file .github/locks/site.txt
	$(LOCK) pyproject.toml --extra intake --output-file .github/locks/intake.txt

clean:  ## remove everything that can be made again
	rm -rf .venv .cache site dist

.venv/site.stamp: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/test.stamp: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[test,plugins]'
	touch $@

.venv/bench.stamp: .venv/test.stamp
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@
