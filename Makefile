# The front door: each target installs, configures and builds what it needs.
# `make` alone lists them. Everything here is a line you can also type yourself.
SHELL := /bin/bash
PREFIX ?= /usr/local
BENCH ?=

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install packages and the JavaScript engine's source
	@tools/setup

demo: setup ## build, start a server, run examples/quickstart.js against it, print the summary
	@tools/demo

test: setup ## build with checks on and run every test
	@cmake --preset dev --log-level=WARNING
	@cmake --build --preset dev
	@ctest --preset dev

check: setup ## format, clang-tidy, limits, module layers, header self-containment
	@tools/check

asan: setup ## run every test under address and undefined-behaviour sanitizers
	@cmake --preset asan --log-level=WARNING
	@cmake --build --preset asan
	@ctest --preset asan

tsan: setup ## run every test under the thread sanitizer
	@cmake --preset tsan --log-level=WARNING
	@cmake --build --preset tsan
	@ctest --preset tsan

fuzz: setup ## run every fuzz target over its corpus and 20,000 more inputs
	@cmake --preset fuzz --log-level=WARNING
	@cmake --build --preset fuzz
	@ctest --preset fuzz

release: setup ## build build/release/headroom
	@cmake --preset release --log-level=WARNING
	@cmake --build --preset release --target headroom

bench: release ## compare with wrk, h2load and k6, and write docs/performance.md
	@tools/bench $(BENCH)

install: release ## install headroom, man pages and completion under PREFIX (default /usr/local)
	@cmake --install build/release --prefix "$(DESTDIR)$(PREFIX)"

format: setup ## rewrite all C++ files in the house format
	@git ls-files '*.h' '*.cc' | xargs clang-format-19 -i

graph: setup ## print the modules and what each may use
	@cmake --preset dev --log-level=WARNING
	@tools/graph build/dev

.PHONY: help setup demo test check asan tsan fuzz release bench install format graph
.DEFAULT_GOAL := help
