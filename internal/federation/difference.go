package federation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Difference is one of the three values in which an outside token and a federated credential are not the same.
type Difference struct {
	Field      string // "issuer", "subject" or "audience"
	Presented  string
	Registered string
	Kind       string // what kind of difference it is, for example "upper and lower case"; empty: none that is known
}

// Comparison is an outside token beside the federated credential that is nearest to it.
type Comparison struct {
	Nearest     Credential
	Differences []Difference // none: they are the same
}

// Compare returns the registered credential that is nearest to what was presented, with the differences; false if there is
// none to compare with.
func Compare(p Presented, registered []Credential) (Comparison, bool) {
	if len(registered) == 0 {
		return Comparison{}, false
	}
	made := make([]Comparison, 0, len(registered))
	for _, c := range registered {
		made = append(made, Comparison{c, p.differences(c)})
	}
	return slices.MinFunc(made, func(a, b Comparison) int { return cmp.Compare(a.distance(), b.distance()) }), true
}

// distance orders comparisons: fewer differences first, then those that are explained.
func (c Comparison) distance() int {
	far := 0
	for _, d := range c.Differences {
		far += 10
		if d.Kind == "" {
			far += 5
		}
	}
	return far
}

func (p Presented) differences(c Credential) []Difference {
	var list []Difference
	for _, field := range []struct {
		name, presented, registered string
		kinds                       []kind
	}{
		{"issuer", p.Issuer, c.Issuer, issuerKinds},
		{"subject", p.Subject, c.Subject, subjectKinds},
		{"audience", p.Audience, c.Audience, audienceKinds},
	} {
		if field.presented == field.registered || field.registered == "" {
			continue
		}
		d := Difference{Field: field.name, Presented: field.presented, Registered: field.registered}
		for _, k := range field.kinds {
			if d.Kind = k(d.Presented, d.Registered); d.Kind != "" {
				break
			}
		}
		list = append(list, d)
	}
	return list
}

// kind says what kind of difference there is between two values; empty if it isn't that kind.
type kind func(presented, registered string) string

var (
	issuerKinds   = []kind{inCase, inSlash, inDevOpsForm, inTenant, inPath}
	subjectKinds  = []kind{inCase, inSlash, inImmutability, inTrigger, inRepository, inAccount, inEID1, inDevOpsSubject}
	audienceKinds = []kind{inCloud, inCase, inSlash}
)

func inCase(a, b string) string { return when(strings.EqualFold(a, b), "upper and lower case") }

func inSlash(a, b string) string {
	return when(strings.TrimRight(a, "/") == strings.TrimRight(b, "/"), "a final slash")
}

func inDevOpsForm(a, b string) string {
	old := strings.HasPrefix(a, oldAzureDevOps)
	if old == strings.HasPrefix(b, oldAzureDevOps) || !strings.HasPrefix(a, entraIssuers) && !strings.HasPrefix(b, entraIssuers) {
		return ""
	}
	if old {
		return "Azure DevOps' old issuer in the token, its new one in the credential"
	}
	return "Azure DevOps' new issuer in the token, its old one in the credential"
}

func inTenant(a, b string) string {
	return when(strings.HasPrefix(a, entraIssuers) && strings.HasPrefix(b, entraIssuers), "another tenant")
}

// inPath is for an enterprise that has added its name to GitHub's issuer, and the like.
func inPath(a, b string) string {
	short, long := a, b
	if len(short) > len(long) {
		short, long = b, a
	}
	return when(short != "" && strings.HasPrefix(long, strings.TrimRight(short, "/")+"/"), "a path behind the issuer's address")
}

// inImmutability is GitHub's change of 2026: names alone before, names with ids since.
func inImmutability(a, b string) string {
	presented, one := DecodeGitHub(a)
	registered, other := DecodeGitHub(b)
	if !one || !other || presented.Immutable() == registered.Immutable() {
		return ""
	}
	if presented.Immutable() {
		return "IDs in the token (immutable form), names alone in the credential"
	}
	return "names alone in the token, IDs in the credential (immutable form)"
}

func inTrigger(a, b string) string {
	presented, one := DecodeGitHub(a)
	registered, other := DecodeGitHub(b)
	if !one || !other {
		left, gitlab := DecodeGitLab(a)
		right, both := DecodeGitLab(b)
		if !gitlab || !both || left.Project != right.Project {
			return ""
		}
		presented.Trigger, registered.Trigger = left.Trigger, right.Trigger
	}
	from, _ := presented.Trigger.kind()
	to, _ := registered.Trigger.kind()
	switch {
	case presented.Owner != registered.Owner || presented.Repo != registered.Repo || presented.Trigger == registered.Trigger:
		return ""
	case from.title == to.title:
		return "another " + from.title
	}
	return fmt.Sprintf("%s in the token, %s in the credential", from.title, to.title)
}

func inRepository(a, b string) string {
	_, one := DecodeGitHub(a)
	_, other := DecodeGitHub(b)
	return when(one && other, "another repository")
}

func inAccount(a, b string) string {
	presented, one := DecodeKubernetes(a)
	registered, other := DecodeKubernetes(b)
	switch {
	case !one || !other:
		return ""
	case presented.Namespace != registered.Namespace:
		return "another namespace"
	}
	return "another service account"
}

// inEID1 tells the ids in the two subjects apart.
func inEID1(a, b string) string {
	presented, one := DecodeEID1(a)
	registered, other := DecodeEID1(b)
	switch {
	case !one || !other:
		return ""
	case presented.Tenant != registered.Tenant:
		return fmt.Sprintf("tenant %s in the token, %s in the credential", presented.Tenant, registered.Tenant)
	case presented.App != registered.App:
		return fmt.Sprintf("%s in the token, %s in the credential", presented.Service(), registered.Service())
	}
	return fmt.Sprintf("%s in the token, %s in the credential", presented.Rest, registered.Rest)
}

func inDevOpsSubject(a, b string) string {
	old, other := strings.HasPrefix(a, oldSubject), strings.HasPrefix(b, oldSubject)
	if old == other {
		return when(old, "another service connection, or a new name of it")
	}
	return when(strings.HasPrefix(a, "/eid1/") || strings.HasPrefix(b, "/eid1/"), "Azure DevOps' old form and its new one")
}

func inCloud(a, b string) string {
	const exchange = "api://AzureADTokenExchange"
	return when(strings.HasPrefix(a, exchange) && strings.HasPrefix(b, exchange), "another cloud")
}

func when(is bool, words string) string {
	if is {
		return words
	}
	return ""
}
