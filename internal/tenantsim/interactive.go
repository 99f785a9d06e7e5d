package tenantsim

import "slices"

// pageAnswer is what a person chose on a page.
type pageAnswer string

// The values of the form field answer.
const (
	answerContinue pageAnswer = "continue" // sign in with the user picked
	answerAccept   pageAnswer = "accept"   // sign in and consent, if asked
	answerDecline  pageAnswer = "decline"
)

// pageStep is where a sign-in stands after an answer.
type pageStep int

const (
	stepSignedIn pageStep = iota
	stepConsent           // the consent page comes next
	stepDeclined
)

// interactive is one sign-in in a browser.
type interactive struct {
	tenant *tenant
	app    *App
	scope  wantedScope
}

// advance takes a person's answer. A refusal is shown as a page. The caller holds s.mu.
func (s *Sim) advance(in interactive, upn string, answer pageAnswer) (pageStep, *refusal) {
	user := in.tenant.user(upn)
	switch {
	case answer == answerDecline:
		return stepDeclined, nil
	case user == nil:
		return 0, refuse(UserUnknown, "{user}", "{EUII Hidden}", "{tenantname}", in.tenant.Name)
	case user.Declines:
		return stepDeclined, nil
	}
	r, no := s.judgeInteractive(in, user)
	if no != nil {
		return 0, no
	}
	_, no = delegatedGrant(in.app, user.UPN, r, in.scope)
	switch {
	case no == nil:
		return stepSignedIn, nil
	case no.situation != ConsentMissing:
		return 0, no
	case answer != answerAccept:
		return stepConsent, nil
	}
	in.app.consent(user.UPN, r.api, asked(r, in.scope))
	return stepSignedIn, nil
}

// judgeInteractive asks what stands between a user and the consent page. Second factors and new passwords do not: the
// browser is where they are given.
func (s *Sim) judgeInteractive(in interactive, user *User) (resource, *refusal) {
	switch {
	case user.Disabled:
		return resource{}, refuse(UserDisabled)
	case user.Locked:
		return resource{}, refuse(UserLocked)
	}
	if situation, stopped := (session{mfa: true}).stoppedBy(user.Policy); stopped {
		return resource{}, refuse(situation)
	}
	if in.app.AssignmentRequired && !containsFold(in.app.Assigned, user.UPN) {
		return resource{}, refuse(UserNotAssigned, "{user}", user.UPN, "{client}", in.app.ClientID, "{app}", in.app.Name)
	}
	return s.resourceFor(in.tenant, in.scope)
}

// AnyUser makes AutoApprove take whoever fits: the user that a login_hint names, or the first of the tenant.
const AnyUser = "*"

// AutoApprove answers every sign-in page at once as the user upn, for tests without a browser: device codes are approved
// as they are started, and authorize redirects without a page. Tenants without that user are not affected. An empty
// upn ends it.
func (s *Sim) AutoApprove(upn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.auto = upn
}

// autoUser is who answers by AutoApprove in a tenant; empty if nobody does. The caller holds s.mu.
func (s *Sim) autoUser(t *tenant, hint string) string {
	switch {
	case s.auto == "":
		return ""
	case s.auto != AnyUser:
		hint = s.auto
	case t.user(hint) == nil && len(t.users) > 0:
		hint = t.users[0].UPN
	}
	if t.user(hint) == nil {
		return ""
	}
	return hint
}

// userNames are the accounts to pick from, hint first.
func (t *tenant) userNames(hint string) []string {
	list := make([]string, 0, len(t.users))
	for _, u := range t.users {
		list = append(list, u.UPN)
	}
	if u := t.user(hint); u != nil {
		list = slices.DeleteFunc(list, func(name string) bool { return name == u.UPN })
		list = slices.Insert(list, 0, u.UPN)
	}
	return list
}
