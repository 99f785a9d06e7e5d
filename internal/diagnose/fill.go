package diagnose

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
)

// fill puts what is known into a template's {places}; what is not known becomes words that say what belongs there.
func fill(template string, c Context) string {
	if !strings.Contains(template, "{") {
		return template
	}
	t := target(c)
	service, _ := catalog.Lookup(c.API)
	tenant := or(linkTenant(c), "<tenant id>")
	clientID := or(c.ClientID, "<client id>")
	return strings.NewReplacer(
		"{tenantID}", known(c.TenantID, "<tenant id>"),
		"{tenant}", known(tenant, ""),
		"{clientID}", known(clientID, ""),
		"{username}", known(c.Username, "<user>"),
		"{thumbprint}", known(c.Thumbprint, "<thumbprint>"),
		"{apiName}", or(service.Title, "the API"),
		"{portalName}", or(service.PortalName, "the API"),
		"{resource}", or(t.ResourceAppID, "<application id of the API>"),
		"{scope}", or(t.Scope, "<address of the API>/.default"),
		"{apiURL}", known(t.APIURL, "<address of the API>"),
		"{login}", known(t.Login, "<login host>"),
		"{asked}", known(asked(c, t), "<host>"),
		"{askedHost}", known(host(asked(c, t)), "<host>"),
		"{askedName}", known(hostname(asked(c, t)), "<host>"),
		"{askedPort}", known(port(asked(c, t)), ""),
		"{askedPage}", known(askedPage(c, t), "<host>"),
		"{consentURL}", consentURL(t, c),
		"{expiresNote}", expiresNote(c),
		"{clockNote}", clockNote(c.ClockOffset),
	).Replace(template)
}

// known gives a value from outside fit for a terminal, or the words for an unknown one.
func known(value, unknown string) string { return or(sanitize.Line(value), unknown) }

func or(value, unknown string) string {
	if value == "" {
		return unknown
	}
	return value
}

// asked is the base address that gave no answer, or a foreign one: the login host's, unless the caller names another.
func asked(c Context, t catalog.Target) string { return or(c.Asked, t.Login) }

// askedPage is an address there that answers anybody.
func askedPage(c Context, t catalog.Target) string {
	if c.Asked != "" {
		return c.Asked
	}
	return t.DiscoveryURL(or(linkTenant(c), "common"))
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// hostname is the host of an address without its port.
func hostname(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// port is the port of an address, that of https where it names none.
func port(address string) string {
	const https = "443"
	u, err := url.Parse(address)
	if err != nil {
		return https
	}
	return or(u.Port(), https)
}

// consentURL is the page for an administrator's consent; without a client id there is none to give.
func consentURL(t catalog.Target, c Context) string {
	if c.ClientID == "" || t.Login == "" {
		return "<consent address>"
	}
	return sanitize.Line(t.AdminConsentURL(linkTenant(c), c.ClientID))
}

// expiresNote adds the date that the person noted.
func expiresNote(c Context) string {
	if c.SecretExpires == "" {
		return ""
	}
	return " (noted here: " + sanitize.Line(c.SecretExpires) + ")"
}

// secretOver reports whether the noted end date of the secret is over. A date that cannot be read says nothing.
func secretOver(c Context) bool {
	end, err := time.Parse(time.DateOnly, c.SecretExpires)
	return err == nil && !c.Now.IsZero() && !c.Now.UTC().Before(end.AddDate(0, 0, 1))
}

// clockNote says how far the clock is off, if that is worth saying.
func clockNote(offset time.Duration) string {
	if !clockOff(offset) {
		return ""
	}
	direction := "ahead of"
	if offset < 0 {
		direction = "behind"
	}
	return fmt.Sprintf(" This machine's clock is %s %s the server's.", offset.Abs().Round(time.Second), direction)
}

// clockTolerance is how far a clock may be off before Entra, which allows five minutes, refuses what it signs.
const clockTolerance = 5 * time.Minute

func clockOff(offset time.Duration) bool {
	return math.Abs(offset.Seconds()) > clockTolerance.Seconds()
}
