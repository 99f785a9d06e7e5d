package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/sanitize"
)

// Seen is one thing that a portal step asks for, and whether it is there.
type Seen struct {
	Text string // a phrase, for example "Financials.ReadWrite.All is listed"
	OK   bool
}

// SeenIn tells how far a person is with a portal step, as the tenant has it. It is empty for a step of which nothing can be
// seen. What could not be read is left out. Nothing is sent.
func SeenIn(step catalog.StepID, d Desired, actual graph.Actual, now time.Time) []Seen {
	app := actual.Application
	if step == catalog.StepApplication {
		return d.seenRegistration(actual)
	}
	if app == nil {
		return nil
	}
	switch step {
	case catalog.StepPermissions:
		return d.seenPermissions(*app, actual)
	case catalog.StepPublicClient:
		return d.seenClient(*app)
	case catalog.StepCredential:
		return d.seenCredential(*app, actual, now)
	}
	return nil
}

func (d Desired) seenRegistration(actual graph.Actual) []Seen {
	app := actual.Application
	if app == nil {
		return []Seen{{"no app registration with this client ID is in the tenant", false}}
	}
	accounts := map[string]string{SingleTenant: "this tenant only", Multitenant: "several tenants"}
	list := []Seen{
		{sanitize.Line(fmt.Sprintf("%q exists", app.DisplayName)), true},
		{"accounts: " + wordOr(accounts, app.Audience), d.Audience == app.Audience || d.Audience == SingleTenant},
	}
	if actual.ServicePrincipal == nil {
		list = append(list, Seen{"its enterprise application is missing", false})
	}
	return list
}

// wordOr is what a table has for a value from outside, else the value.
func wordOr(words map[string]string, value string) string {
	if word, ok := words[value]; ok {
		return word
	}
	return sanitize.Line(value)
}

func (d Desired) seenPermissions(app graph.Application, actual graph.Actual) []Seen {
	_, unlisted := d.required(app.Required, actual.Resource)
	var list []Seen
	see := func(name string, granted bool, read error) {
		listed := len(without([]string{name}, unlisted)) > 0
		list = append(list, Seen{name + map[bool]string{true: " is listed", false: " isn't listed"}[listed], listed})
		if read == nil {
			list = append(list, Seen{map[bool]string{true: "consent granted", false: "consent missing"}[granted], granted})
		}
	}
	var scopes []string
	if g := tenantWideGrant(actual); g != nil {
		scopes = g.Scopes
	}
	for _, name := range d.Delegated {
		see(name, len(without([]string{name}, scopes)) == 0, actual.Unread[graph.PartGrants])
	}
	for _, name := range d.Application {
		see(name, d.assigned(actual, name) != nil, actual.Unread[graph.PartAssignments])
	}
	return list
}

func (d Desired) seenClient(app graph.Application) []Seen {
	var list []Seen
	if d.PublicClient {
		list = append(list, Seen{"public client flows are " + map[bool]string{true: "allowed", false: "off"}[app.PublicClient], app.PublicClient})
	}
	for _, uri := range d.RedirectURIs {
		there := len(without([]string{uri}, app.RedirectURIs)) == 0
		text := uri + map[bool]string{true: " is listed", false: " isn't listed"}[there]
		if !there && len(without([]string{uri}, append(app.Web, app.SPA...))) == 0 {
			text = uri + " is listed under another platform"
		}
		list = append(list, Seen{text, there})
	}
	return list
}

// seenCredential tells of the saved or entered credential, else of any that is valid.
func (d Desired) seenCredential(app graph.Application, actual graph.Actual, now time.Time) []Seen {
	switch d.Credential {
	case NewSecret:
		if d.SecretHint != "" {
			return there("the client secret", d.savedPassword(actual, now) != nil)
		}
		for _, p := range app.Passwords {
			if p.End.After(now) {
				return []Seen{{sanitize.Line(fmt.Sprintf("client secret %q ends on %s", p.DisplayName, p.End.Format(time.DateOnly))), true}}
			}
		}
		return there("a client secret", false)
	case NewCertificate:
		if d.Thumbprint == "" {
			return there("a certificate", len(app.Keys) > 0)
		}
		return there("the certificate "+strings.ToUpper(d.Thumbprint), keyWith(actual, d.Thumbprint) != nil)
	case NoCredential:
	}
	var list []Seen
	for _, want := range d.Federated {
		is := slices.ContainsFunc(actual.Federated, func(f graph.FederatedCredential) bool { return sameTrust(f, want) })
		list = append(list, there(sanitize.Line("a federated credential for "+want.Subject), is)...)
	}
	return list
}

func there(what string, is bool) []Seen {
	return []Seen{{what + map[bool]string{true: " is on the app registration", false: " isn't on the app registration"}[is], is}}
}
