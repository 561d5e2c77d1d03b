# One line each; CI calls the same lines.
SWIFT ?= swift
RELEASE = -c release

.PHONY: setup verify test lint format ci

setup: ; @./Scripts/setup
verify: setup ; @$(SWIFT) run $(RELEASE) -q divergences verify
test: setup ; $(SWIFT) test $(RELEASE) --disable-xctest
lint: ; $(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests notebooks-as-scripts
format: ; $(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests notebooks-as-scripts
ci: ; .ci/run
