//go:build fifthapi

package steps

import "appreg/internal/catalog"

func init() { onlyTested = ledger }

// ledger is what the steps say about the API that only tests have.
func ledger() api {
	return api{
		id:   catalog.Ledger,
		hint: "books and balances",
		start: func(Answers) []Block {
			return []Block{note("Books are closed on the first of each month.")}
		},
		beforeToken: func(Answers) []Block {
			return []Block{note("The Ledger takes the token once its books are open to the application.")}
		},
	}
}
