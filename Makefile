.DEFAULT_GOAL := help
TOOL := go tool -modfile=.ci/tools.mod
FUZZTIME ?= 20s
CHECKS ?= 1000

.PHONY: help build run test race bench lint fmt generate fuzz ci

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build ./amanat, a program without cgo
	CGO_ENABLED=0 go build -trimpath -o amanat .

run: ## serve on http://127.0.0.1:8080
	go run .

test: ## run every test, on SQLite and on PostgreSQL where it is found
	go test ./...

race: ## run every test with the race detector, and insist on PostgreSQL
	AMANAT_REQUIRE_POSTGRES=true AMANAT_REQUIRE_NODE=true go test -race ./...

bench: ## measure the API against its floors on PostgreSQL
	go test -run '^$$' -bench . ./api/tests/bench

lint: ## hold the code to .golangci.yml
	$(TOOL) golangci-lint run ./...

fmt: ## format with gofumpt
	$(TOOL) gofumpt -w .

generate: ## write docs/openapi.json anew from the handlers' comments
	go generate ./docs

fuzz: ## fuzz every parser for FUZZTIME (20s) each, and draw CHECKS (1000) cases of every law
	@grep -rl --include='*_test.go' '^func Fuzz' . | sed 's|/[^/]*$$||' | sort -u | while read -r package; do \
		for target in $$(grep -ho '^func Fuzz[A-Za-z0-9]*' "$$package"/*_test.go | cut -c6-); do \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
		done; \
	done
	@grep -rl --include='*_test.go' 'pgregory.net/rapid"' . | sed 's|/[^/]*$$||' | sort -u | while read -r package; do \
		go test -count=1 -timeout 2h "$$package" -rapid.checks=$(CHECKS) || exit 1; \
	done

ci: ## everything a change has to pass
	bash .ci/run
