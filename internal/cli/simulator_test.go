package cli_test

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

	"appreg/internal/tenantsim"
)

// The keys with which all simulated tenants, and those outside of them, sign: making one takes a moment. They are short,
// because a short one signs in a third of the time, and here nobody checks who has signed.
var (
	entraKey   = sync.OnceValues(newSimulatedKey)
	outsideKey = sync.OnceValues(newSimulatedKey)
)

func newSimulatedKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) }

// newSimulator is a simulated tenant of a test's own.
func newSimulator(o tenantsim.Options) *tenantsim.Sim {
	o.Key, o.OutsideKey = entraKey, outsideKey
	return tenantsim.New(o)
}
