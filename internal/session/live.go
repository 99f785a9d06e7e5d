package session

import (
	"context"
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// Watcher looks with an admin's rights whether what a portal step asks for is in the tenant.
type Watcher interface {
	// Available reports whether there are such rights.
	Available(answers steps.Answers) bool
	// Look returns what was seen of a step; empty where nothing of it can be seen. Nothing is changed. signIn is told where
	// the admin has to sign in, from the goroutine that called.
	Look(ctx context.Context, step catalog.StepID, answers steps.Answers, signIn func(report.SignIn)) ([]Seen, error)
}

// Seen is one thing that a step asks for, a phrase fit for a terminal, and whether it is there.
type Seen struct {
	Text string
	OK   bool
}

// seenSteps are the steps of which something can be seen.
var seenSteps = []catalog.StepID{catalog.StepApplication, catalog.StepPermissions, catalog.StepPublicClient, catalog.StepCredential}

// LookDue reports whether the current step is one that is looked at instead of believed.
func (s Session) LookDue() bool {
	return s.options.Watcher != nil && !s.options.Replace && !steps.Creates(s.Answers()) && slices.Contains(seenSteps, s.At()) &&
		s.Answers().Has(steps.KeyClientID) && s.options.Watcher.Available(s.Answers())
}

// Missing counts what isn't there.
func Missing(list []Seen) int {
	n := 0
	for _, s := range list {
		if !s.OK {
			n++
		}
	}
	return n
}
