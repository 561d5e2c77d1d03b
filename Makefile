# One line each; CI calls the same lines.
SWIFT ?= swift
RELEASE = -c release
LEDGER = verify --data Examples/data/old-faithful.csv:waiting --format table --output output/ledger.csv

.PHONY: setup verify test test-all install uninstall bench notebooks docs lint format ci

setup: ; @./Scripts/setup
verify: setup ; $(SWIFT) build $(RELEASE) --product divergences && mkdir -p output && $(SWIFT) run $(RELEASE) --skip-build divergences $(LEDGER)
test: setup ; $(SWIFT) test $(RELEASE) --disable-xctest
test-all: ; @./Scripts/setup readers && OPTIONAL_TOOLS=required $(SWIFT) test $(RELEASE) --disable-xctest
install: setup ; @./Scripts/install
uninstall: ; @./Scripts/install uninstall
bench: setup ; @./Benchmarks/run
notebooks: ; @./Scripts/setup notebooks && ./Scripts/notebooks
docs: setup ; @./Scripts/docs
lint: ; git ls-files -z '*.swift' | xargs -0 $(SWIFT) format lint --strict --parallel
format: ; git ls-files -z '*.swift' | xargs -0 $(SWIFT) format --in-place --parallel
ci: ; .ci/run
