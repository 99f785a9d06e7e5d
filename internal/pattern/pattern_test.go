package pattern_test

import (
	"regexp"
	"sync"
	"testing"

	"appreg/internal/pattern"
)

func TestLazyMatches(t *testing.T) {
	digits := pattern.Lazy(`^\d+$`)
	if !digits.Regexp().MatchString("42") || digits.Regexp().MatchString("x") {
		t.Error("the pattern does not match what it says")
	}
}

// TestLazyCompilesOnce: also when many ask for it at the same time.
func TestLazyCompilesOnce(t *testing.T) {
	digits := pattern.Lazy(`^\d+$`)
	var all sync.WaitGroup
	var compiled [8]*regexp.Regexp
	for i := range compiled {
		all.Go(func() { compiled[i] = digits.Regexp() })
	}
	all.Wait()
	for _, one := range compiled {
		if one == nil || one != compiled[0] {
			t.Error("compiled twice, or not at all")
		}
	}
}

func TestLazyPanicsAtFirstUseOnly(t *testing.T) {
	broken := pattern.Lazy(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a broken pattern did not panic")
		}
	}()
	broken.Regexp()
}

// TestLazyDoesNothingAtStart: making a pattern allocates one small value at most, as nothing is compiled.
func TestLazyDoesNothingAtStart(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { kept = pattern.Lazy(`^(?:[a-z]+\d{1,40})+$`) }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

var kept *pattern.Pattern
