package cli_test

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

	"appreg/internal/tenantsim"
)

// The keys with which all simulated tenants, and those outside of them, sign: making one takes a moment.
var (
	entraKey   = sync.OnceValues(newSimulatedKey)
	outsideKey = sync.OnceValues(newSimulatedKey)
)

func newSimulatedKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }

// newSimulator is a simulated tenant of a test's own.
func newSimulator(o tenantsim.Options) *tenantsim.Sim {
	o.Key, o.OutsideKey = entraKey, outsideKey
	return tenantsim.New(o)
}
