# The targets that people and CI use. `make` alone lists them.

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build docs notices recording pictures test test-all fidelity lint bench cross ci

help: ## list the targets
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: .*## /\t/'

build: ## build the binary as it is released
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o appreg .

docs: ## write the command reference, the man pages and what the README shows
	APPREG_TEST_LONG=1 .ci/with-keyring go test ./internal/cli -run 'TestManual|TestReadme' -manual -readme

notices: ## write the licenses of what is linked
	.ci/notices >THIRD_PARTY_NOTICES.md

recording: build ## record the demo of the README
	docs/recording/record ./appreg docs/recording/demo.svg

pictures: build ## take the pictures of the screens
	docs/pictures/take ./appreg

test: ## the README's test command: what needs only Go, git and curl, and of many like cases a share
	go test ./...

test-all: ## with the race detector, a real keyring, tmux and kill -9
	APPREG_TEST_LONG=1 .ci/with-keyring go test -race -count=1 -timeout 20m ./...

fidelity: ## clients and parsers of others, and Chromium, against the simulator; needs Node.js
	for used in parsers identity; do npm ci --prefix internal/fidelity/$$used --ignore-scripts --no-audit --no-fund || exit 1; done
	go test -C internal/fidelity -race -count=1 -timeout 10m ./...

lint: ## format, vet, staticcheck, exhaustive switches, modules
	@test -z "$$(git ls-files '*.go' | xargs gofmt -l)" || { git ls-files '*.go' | xargs gofmt -l; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	.ci/exhaustive
	go mod tidy -diff

bench: ## the speed bars
	go test -run '^$$' -bench . ./...

ci: ## what CI runs, on a clean Debian
	.ci/run
