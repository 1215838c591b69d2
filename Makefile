# The few commands everybody needs. Each works on a fresh Debian 12 with a Swift toolchain, and
# installs the Debian packages it misses (as root or by sudo; otherwise it names them and stops).

ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
# Static: the program runs where there is no Swift, and starts in two thirds of the time.
RELEASE := -c release --static-swift-stdlib
# A misspelt or undeclared import between targets is an error, not luck.
SWIFT_FLAGS := --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help run test demo build check bench bench-build bench-stages bench-graph

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' "$(ROOT)/Makefile" | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: build ## build for release and start the collector with config/calltrace.yaml
	@cd "$(ROOT)" && exec .build/release/calltrace serve --config config/calltrace.yaml

demo: build ## play a recorded call into a scratch collector and print its trace
	@"$(ROOT)/scripts/install-packages" demo
	@"$(ROOT)/scripts/demo" --binary "$(ROOT)/.build/release/calltrace"

build: ## build for release
	@"$(ROOT)/scripts/install-packages" build
	@"$(ROOT)/scripts/build" $(RELEASE) --product calltrace

test: ## build, then unit tests, black-box tests, a live run with Kamailio and SIPp, checks
	@"$(ROOT)/scripts/install-packages" build demo
	@"$(ROOT)/scripts/install-packages" --optional test live
	@"$(ROOT)/scripts/build" --build-tests $(SWIFT_FLAGS)
	@cd "$(ROOT)" && swift test --skip-build --disable-xctest --quiet $(SWIFT_FLAGS)
	@"$(ROOT)/Tests/BlackBox/run" --binary "$(ROOT)/.build/debug/calltrace"
	@"$(ROOT)/scripts/live-run" --binary "$(ROOT)/.build/debug/calltrace" || [ $$? -eq 77 ]
	@"$(ROOT)/scripts/check"

check: ## formatting, file lengths, forbidden words: quick, builds nothing
	@"$(ROOT)/scripts/check"

bench: build bench-build ## measure the collector under load, about 18 minutes (BENCH=--quick for a short one)
	@cd "$(ROOT)" && exec .build/release/CollectorFigures $(BENCH)

bench-build:
	@"$(ROOT)/scripts/install-packages" build
	@"$(ROOT)/scripts/install-packages" --optional bench
	@"$(ROOT)/scripts/build" $(RELEASE) --product hepgen
	@"$(ROOT)/scripts/build" $(RELEASE) --product CollectorFigures

bench-stages: ## measure what each stage of a message's way costs, against thresholds
	@"$(ROOT)/scripts/install-packages" build
	@"$(ROOT)/scripts/install-packages" --optional bench
	@"$(ROOT)/scripts/build" $(RELEASE) --product StageFigures
	@cd "$(ROOT)" && exec .build/release/StageFigures

bench-graph: ## measure the memory and the walk of the graph of live calls
	@"$(ROOT)/scripts/install-packages" build
	@"$(ROOT)/scripts/build" $(RELEASE) --product GraphFigures
	@cd "$(ROOT)" && exec .build/release/GraphFigures
