package plan

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/graph"
)

// trusts: the federated credential for the tokens that the profile expects is on the registration. The nearest one is named, with
// what differs.
func (c *comparison) trusts() {
	var registered []federation.Credential
	for _, f := range c.actual.Federated {
		registered = append(registered, federation.Credential{Name: f.Name, Issuer: f.Issuer, Subject: f.Subject, Audience: strings.Join(f.Audiences, " ")})
	}
	for _, want := range c.Desired.Federated {
		if c.actual.Unread[graph.PartFederated] != nil || slices.ContainsFunc(c.actual.Federated, func(f graph.FederatedCredential) bool { return sameTrust(f, want) }) {
			continue
		}
		presented := federation.Presented{Identity: federation.Identity{Issuer: want.Issuer, Subject: want.Subject}, Audience: strings.Join(want.Audiences, " ")}
		evidence := fmt.Sprintf("expected: issuer %s, subject %s", want.Issuer, want.Subject)
		label := cause.FederatedCredentialMissing
		if near, some := federation.Compare(presented, registered); some {
			evidence += fmt.Sprintf("; the nearest, %q, differs: %s", near.Nearest.Name, differing(near))
			label = mismatch(near)
		}
		c.fails(label, true, "No federated credential fits the tokens that are expected", evidence)
	}
}

// differing names what differs, registered beside expected.
func differing(near federation.Comparison) string {
	var parts []string
	for _, d := range near.Differences {
		text := fmt.Sprintf("%s %s", d.Field, d.Registered)
		if d.Kind != "" {
			text += " (" + d.Kind + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// mismatch is the cause where a single value differs.
func mismatch(near federation.Comparison) cause.Label {
	if len(near.Differences) != 1 {
		return cause.FederatedCredentialMissing
	}
	return map[string]cause.Label{
		"issuer": cause.FederatedIssuerMismatch, "subject": cause.FederatedSubjectMismatch, "audience": cause.FederatedAudienceMismatch,
	}[near.Differences[0].Field]
}
