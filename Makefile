# Two commands do everything: `make run` and `make test`. Each sets up what it needs.

VENV   := .venv
PYTHON := $(VENV)/bin/python
PORT   ?= 8000
# Two more than cores: tests wait for a browser, for PostgreSQL and for sites that they start.
WORKERS = $$(( $$(nproc) + 2 ))
export PORT

.PHONY: help run dev test check style messages audit bench bench-relevance bench-latency screenshots browser clean

help:  ## Show this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 18

run: $(VENV)/run  ## Serve the site on 127.0.0.1:PORT (8000), demo content on the first start.
	@exec $(PYTHON) -m helpcenter.run

dev: $(VENV)/run  ## The same with DEBUG and reload on every change.
	@exec $(PYTHON) -m helpcenter.run --reload

test: browser style  ## Run every check and test, those in a real browser too.
	$(PYTHON) -m pytest --numprocesses $(WORKERS) --dist worksteal $(ARGS)

check: style  ## Lint, types and migrations, which `make test` looks at, too.
	$(PYTHON) -m mypy
	$(PYTHON) manage.py makemigrations --check --dry-run

style: $(VENV)/dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

messages: $(VENV)/run  ## Collect the words of the public pages, tell which lack a translation, compile.
	@$(PYTHON) -m helpcenter.catalogue $(ARGS)

bench: $(VENV)/dev  ## Measure the pages beside a bare Django view (ARGS="--help" for options).
	$(PYTHON) -m bench.pages $(ARGS)

bench-relevance: $(VENV)/dev  ## Measure search on judged questions beside other engines (ARGS="DIR ...").
	$(PYTHON) -m bench.relevance $(ARGS)

bench-latency: $(VENV)/dev  ## Measure search at 1,000 to 100,000 articles (ARGS="--help" for options).
	$(PYTHON) -m bench.latency $(ARGS)

audit: $(VENV)/dev  ## Rate the pages of a running site with Lighthouse (ARGS="--site URL"); needs Node.
	$(PYTHON) -m bench.audit $(ARGS)

screenshots: $(VENV)/dev browser  ## Take the pictures of README and docs again.
	$(PYTHON) -m docs.screenshots

clean:  ## Remove the environment; data in var/ stays.
	rm -rf $(VENV)

# The environment. A stamp file is newer than the requirements that were installed. Python compiles
# what it imports, once, and keeps it; compiling all that was installed took a third of the time.
export PYTHONDONTWRITEBYTECODE =

# Written last: what was interrupted before is made again.
$(VENV)/bin/activate:
	@sh .ci/make-venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/activate
	@echo "Installing packages ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt requirements.txt | $(VENV)/bin/activate
	@echo "Installing packages for tests ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $(VENV)/run $@

browser:
	@sh .ci/find-browser
