.DEFAULT_GOAL := help
.PHONY: help fmt test verify soak demo

MVN ?= mvn

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

fmt: ## Format all Java sources
	@$(MVN) -q -B -pl build-tools verify -Dformat=apply

test: ## Compile and run the unit tests, without the checks
	@$(MVN) -q -B -Dfast test

verify: ## Everything a pull request must pass
	@$(MVN) -B verify

soak: ## Long runs of the randomised suites
	@$(MVN) -B -Psoak verify

demo: ## Build and run the demo
	@samples/run-demo
