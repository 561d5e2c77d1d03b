# One line each; CI calls the same lines.
SWIFT ?= swift
RELEASE = -c release
# The page is served by a program of its own, beside the tool.
PAGE = $(SWIFT) build $(RELEASE) --product divergences && $(SWIFT) build $(RELEASE) --product divergences-sandbox
LEDGER = verify --data Examples/data/old-faithful.csv:waiting --format table --output output/ledger.csv

.PHONY: setup verify sandbox certificates prove test test-all page-tests page-pictures install uninstall bench notebooks docs lint format ci

setup: ; @./Scripts/setup
verify: setup ; $(SWIFT) build $(RELEASE) --product divergences && mkdir -p output && $(SWIFT) run $(RELEASE) --skip-build divergences $(LEDGER)
sandbox: ; @./Scripts/setup sandbox && $(PAGE) && exec $(SWIFT) run $(RELEASE) --skip-build divergences sandbox
certificates: ; @./Scripts/setup certificates
prove: ; @./Scripts/setup prove && ./Scripts/setup certificates && $(SWIFT) build $(RELEASE) --product divergences && ./Scripts/prove
test: setup ; $(SWIFT) test $(RELEASE) --disable-xctest
test-all: ; @./Scripts/setup readers && ./Scripts/setup certificates && OPTIONAL_TOOLS=required TEST_MULTIPLIER=4 $(SWIFT) test $(RELEASE) --disable-xctest
page-tests: ; @./Scripts/setup page-tests && $(PAGE) && .venv-page/bin/python3 Tests/Browser/run.py .build/release/divergences
page-pictures: ; @./Scripts/setup page-tests && $(PAGE) && .venv-page/bin/python3 Tests/Browser/pictures.py .build/release/divergences output/page && cp output/page/two-densities-laptop-light.png Examples/pictures/sandbox.png
install: setup ; @./Scripts/install
uninstall: ; @./Scripts/install uninstall
bench: setup ; @./Benchmarks/run
notebooks: ; @./Scripts/setup notebooks && ./Scripts/notebooks
docs: setup ; @./Scripts/docs
lint: ; git ls-files -z '*.swift' | xargs -0 $(SWIFT) format lint --strict --parallel
format: ; git ls-files -z '*.swift' | xargs -0 $(SWIFT) format --in-place --parallel
ci: ; .ci/run
