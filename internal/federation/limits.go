package federation

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
	"appreg/internal/sanitize"
)

// MostCredentials is how many federated credentials an app registration may have.
const MostCredentials = 20

// longestValue is how many characters an issuer, a subject or an audience may have.
const longestValue = 600

// LimitError says why Entra would not take a federated credential, or would never accept a token for it.
type LimitError struct {
	Field  string // "name", "issuer", "subject", "audience", "branch" or "tag"; empty: the registration's own limit
	Reason string // completes the sentence
	Fix    string // what to do, a sentence
}

// Error returns the field with the reason.
func (e *LimitError) Error() string {
	if e.Field == "" {
		return e.Reason
	}
	return "the " + e.Field + " " + e.Reason
}

// validName is how a name may look: at least three characters that need no encoding in a URL.
var validName = pattern.Lazy(`^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$`)

// Check judges a credential before it is written: its form, the audience of cloud, and those that are there already. It
// returns nil where there is nothing to object, or what is wrong first (docs/sources.md, "Federated credentials").
func (c Credential) Check(cloud catalog.Cloud, there []Credential) *LimitError {
	for _, judge := range []func() *LimitError{
		c.checkName, c.checkIssuer, c.checkSubject, func() *LimitError { return c.checkAudience(cloud) }, func() *LimitError { return c.checkAmong(there) },
	} {
		if fault := judge(); fault != nil {
			return fault
		}
	}
	return nil
}

func (c Credential) checkName() *LimitError {
	if validName.Regexp().MatchString(c.Name) {
		return nil
	}
	return &LimitError{"name", "must have 3 to 120 letters, digits, - or _", "Choose another name."}
}

// What a plan couldn't show as it's written isn't agreed to.
const (
	unseen  = "has characters that can't be seen, or blanks where none is seen"
	showAll = "Leave out control characters, line breaks, and blanks at an end or beside others."
)

func (c Credential) checkIssuer() *LimitError {
	fault := func(reason, fix string) *LimitError { return &LimitError{"issuer", reason, fix} }
	address, err := url.Parse(c.Issuer)
	switch {
	case c.Issuer == "":
		return fault("is missing", "Enter the iss claim of the token.")
	case len(c.Issuer) > longestValue:
		return fault(fmt.Sprintf("is longer than %d characters", longestValue), "Use the issuer's own address.")
	case sanitize.Line(c.Issuer) != c.Issuer:
		return fault(unseen, showAll)
	case err != nil || address.Scheme != "https" && !loopback(address) || address.Host == "":
		return fault("isn't an https address", "Entra reads the issuer's keys over HTTPS: use the address that the token's iss claim has.")
	case address.User != nil || address.RawQuery != "" || address.Fragment != "":
		return fault("has a user, a query or a fragment", "Use the address that the token's iss claim has: Entra finds the issuer's keys below it.")
	case onlyInside(address):
		return fault("can be reached only inside its own network", "Use the cluster's public OIDC issuer URL: Entra reads its keys from there.")
	}
	return nil
}

// onlyInside reports whether the address is one that only a cluster knows.
func onlyInside(address *url.URL) bool {
	host := strings.ToLower(address.Hostname())
	if ip, err := netip.ParseAddr(host); err == nil && address.Scheme == "https" && (ip.IsPrivate() || ip.IsLinkLocalUnicast()) {
		return true
	}
	return host == "kubernetes" || strings.HasPrefix(host, "kubernetes.default") || strings.HasSuffix(host, ".svc") || strings.HasSuffix(host, ".cluster.local")
}

// loopback reports whether the address is one of this machine, where the simulated tenant's issuer is.
func loopback(address *url.URL) bool {
	host := address.Hostname()
	return address.Scheme == "http" && (host == "127.0.0.1" || host == "localhost" || host == "::1")
}

func (c Credential) checkSubject() *LimitError {
	switch {
	case c.Subject == "":
		return &LimitError{"subject", "is missing", "Enter the sub claim of the token."}
	case len(c.Subject) > longestValue:
		return &LimitError{"subject", fmt.Sprintf("is longer than %d characters", longestValue), "Let the issuer send a shorter one."}
	case sanitize.Line(c.Subject) != c.Subject:
		return &LimitError{"subject", unseen, showAll}
	case strings.Contains(c.Subject, "*"):
		return &LimitError{"subject", "has a *", "Wildcards don't work here: add a credential for each subject that signs in."}
	}
	return nil
}

func (c Credential) checkAudience(cloud catalog.Cloud) *LimitError {
	if want := catalog.ExchangeAudience(cloud); c.Audience != want {
		return &LimitError{"audience", "isn't the one of this cloud", "Enter exactly one audience: " + want + "."}
	}
	return nil
}

// checkAmong judges the credential by those that the registration has.
func (c Credential) checkAmong(there []Credential) *LimitError {
	for _, other := range there {
		switch {
		case strings.EqualFold(other.Name, c.Name):
			return &LimitError{"name", "is taken", "Choose another name."}
		case other.Issuer == c.Issuer && other.Subject == c.Subject:
			return &LimitError{"subject", "is registered already, with this issuer, as " + other.Name, "There's nothing to add."}
		}
	}
	if len(there) >= MostCredentials {
		return &LimitError{"", fmt.Sprintf("the app has %d federated credentials, and no more fit", len(there)), "Delete one that's no longer used."}
	}
	return nil
}
