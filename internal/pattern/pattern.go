// Package pattern holds regular expressions that are compiled when they are first used: compiling all of them at start
// would cost every command a millisecond.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression. Lazy makes one.
type Pattern struct {
	expr     string
	once     sync.Once
	compiled *regexp.Regexp
}

// Lazy returns the pattern of expr. It does nothing yet, and is so plain that the compiler makes package variables of it
// without any code that runs at start.
func Lazy(expr string) *Pattern { return &Pattern{expr: expr} }

// Regexp compiles the pattern at its first call. An expression that does not compile panics there, so every pattern needs
// a test that uses it.
func (p *Pattern) Regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.expr) })
	return p.compiled
}
