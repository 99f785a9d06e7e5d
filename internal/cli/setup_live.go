package cli

import (
	"context"
	"fmt"
	"sync"
	"time"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/store"
)

// tenantWatch looks at an app registration while a person makes it in the portal.
type tenantWatch struct {
	setup setup
	store *store.Store

	looking sync.Mutex
	signed  map[string]directory // by what an admin was signed in for
}

func (s *setup) newWatch(st *store.Store) *tenantWatch {
	return &tenantWatch{setup: *s, store: st, signed: map[string]directory{}}
}

// Available reports whether an admin's rights are at hand.
func (w *tenantWatch) Available(a steps.Answers) bool { return w.admin(a).source != "" }

// admin is where they come from: what a flag names, else what the person has chosen, else the token in the environment.
func (w *tenantWatch) admin(a steps.Answers) adminFlags {
	chosen := adminFlags{source: a.Get(steps.KeyAdmin), clientID: a.Get(steps.KeyAdminClientID)}
	switch {
	case w.setup.making.admin.source != "":
		return w.setup.making.admin
	case chosen.source == "" && w.setup.Env(admin.Variables()[0]) != "":
		return adminFlags{source: admin.Given}
	}
	return chosen
}

// Look reads the registration, and tells of what a step asks for.
func (w *tenantWatch) Look(ctx context.Context, step catalog.StepID, a steps.Answers, signIn func(report.SignIn)) ([]session.Seen, error) {
	in, err := w.see(ctx, a, signIn)
	if err != nil {
		return nil, err
	}
	return in(step), nil
}

// see reads the registration, and returns what tells of each step.
func (w *tenantWatch) see(ctx context.Context, a steps.Answers, signIn func(report.SignIn)) (func(catalog.StepID) []session.Seen, error) {
	w.looking.Lock()
	defer w.looking.Unlock()
	own := w.setup.quietly(w.store, new(notes), signIn)
	reg := a.Registration()
	dir, err := w.directory(ctx, own, w.admin(a), reg, a.Get(steps.KeyTenantID))
	if err != nil {
		return nil, advised(err)
	}
	d := wanted(ctx, reg, "", dir.target, dir)
	actual, err := dir.engine.Read(ctx, d)
	if err != nil {
		return nil, advised(own.refused("read the app registration", err, contextOf(reg, dir)))
	}
	return func(step catalog.StepID) (list []session.Seen) {
		for _, seen := range plan.SeenIn(step, d, actual, time.Now()) {
			list = append(list, session.Seen{Text: sanitize.Line(seen.Text), OK: seen.OK})
		}
		return list
	}, nil
}

// directory signs the admin in, once for a tenant and API.
func (w *tenantWatch) directory(ctx context.Context, own *setup, from adminFlags, reg registration.Registration, tenantID string) (directory, error) {
	key := fmt.Sprint(from, reg.API, reg.Cloud, reg.Region, reg.Tenant)
	if dir, is := w.signed[key]; is {
		return dir, nil
	}
	dir, err := own.directory(ctx, from, reg, tenantID)
	if err == nil {
		w.signed[key] = dir
	}
	return dir, err
}

// sayUnseen says on stderr what an app registration lacks by the portal steps, where an admin was named for it.
func (s *setup) sayUnseen(ctx context.Context, machine steps.Machine) {
	if s.making.admin.source == "" {
		return
	}
	var in func(catalog.StepID) []session.Seen
	st, err := s.openStore()
	if err == nil {
		in, err = s.newWatch(st).see(ctx, machine.Answers(), s.showSignIn)
	}
	if err != nil {
		s.note("couldn't look at the app registration: %s", err)
		return
	}
	for _, step := range machine.Steps() {
		for _, seen := range in(step.ID) {
			if !seen.OK {
				s.note("%s: %s", step.Title, seen.Text)
			}
		}
	}
}
