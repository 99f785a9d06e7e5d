package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/store"
)

// loaded notes whether the subject's credential is bound to what it may be used for. One that an earlier appreg saved is
// not: then it is said where it is about to go, before it goes.
func (to Streams) loaded(s *subject, bound bool) {
	s.bound = bound
	if !bound {
		to.announceUnbound(*s.profile, s.input.Registration)
	}
}

// announceUnbound says on stderr where the credential of a profile goes that an earlier appreg saved.
func (to Streams) announceUnbound(p store.Profile, reg registration.Registration) {
	target, _ := reg.Target() // known: an unknown one was refused before
	to.note("profile %s was saved by an earlier appreg: its credential goes to login host %s and API host %s, "+
		"tenant %s, and is bound to them after the first success", p.Name, target.Login, target.APIURL, reg.Tenant)
}

// compare holds a profile whose credential is about to be replaced against what the old one was saved for: the new one
// goes to the same hosts. Where the old one is gone or cannot be read, nothing vouches for hosts other than the cloud's own, and they have
// to be given again.
func (to Streams) compare(ctx context.Context, st *store.Store, p store.Profile, reg registration.Registration, given registration.Overrides) error {
	bound, err := st.CheckBinding(ctx, p)
	switch {
	case saysNothing(err) && !vouched(p, given):
		return &failure{
			code: exitRefused, label: "profile_changed",
			err: fmt.Errorf("couldn't set up: %w, and %s can't be checked otherwise", err, hostWords(reg.Overrides)),
			fix: "nothing was sent; enter the hosts you trust: " + replaceCommand(p),
		}
	case saysNothing(err):
		return nil
	case err != nil:
		return fmt.Errorf("couldn't set up: %w", err)
	case !bound:
		to.announceUnbound(p, reg)
	}
	return nil
}

// saysNothing reports whether a credential's item cannot say what it was saved for: it is gone, or not to be read.
func saysNothing(err error) bool {
	return errors.Is(err, store.ErrCredentialMissing) || errors.Is(err, store.ErrCredential) || errors.Is(err, store.ErrSeveralItems)
}

// vouched reports whether every host that a profile names, and its CA file, was given now.
func vouched(p store.Profile, given registration.Overrides) bool {
	return p.Authority == given.Authority && p.APIURL == given.APIURL && p.GraphURL == given.GraphURL && (p.CAFile == "" || given.CAFile != "")
}

// replaceCommand is the command that replaces the credential of p and names its hosts: those that the person knows, not
// those of a file that may have been edited.
func replaceCommand(p store.Profile) string {
	command := "appreg setup --replace --profile " + p.Name
	if hosts := givenHosts(p); hosts != "" {
		command += " " + hosts
	}
	return command
}

// givenHosts are the flags that name the hosts of p.
func givenHosts(p store.Profile) string {
	var flags []string
	for _, flag := range []struct{ words, value string }{
		{"--authority URL", p.Authority}, {"--api-url URL", p.APIURL}, {"--graph-url URL", p.GraphURL}, {"--ca-file FILE", p.CAFile},
	} {
		if flag.value != "" {
			flags = append(flags, flag.words)
		}
	}
	return strings.Join(flags, " ")
}

// bind binds the credential of a subject to what it has just been used for, if an earlier appreg saved it. That it could
// not be bound does not spoil what it was used for: it is said.
func (to Streams) bind(ctx context.Context, s subject) {
	if s.profile == nil || s.bound {
		return
	}
	if err := s.store.Bind(ctx, *s.profile); err != nil {
		to.note("couldn't bind profile %s to its hosts: %v", s.profile.Name, err)
	}
}

// worked reports whether a check has shown where the credential belongs: Entra gave a token for it, and nothing speaks
// against what it was given for.
func worked(rep report.Report) bool {
	return rep.Token != nil && (rep.Verdict == report.Ready || rep.Verdict == report.Incomplete)
}

// bindAll is bind for every profile that works.
func (c *checkCommand) bindAll(ctx context.Context, outcomes []checked) {
	for _, o := range outcomes {
		if o.err == nil && worked(o.report) {
			c.bind(ctx, o.on)
		}
	}
}

// sayDamage says that kept tokens are not used, and why.
func (to Streams) sayDamage(cache *store.Cache) {
	if damage := cache.Damage(); damage != nil {
		to.note("%v; appreg creates a new one", damage)
	}
}
