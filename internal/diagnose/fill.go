package diagnose

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
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
	at, err := url.Parse(asked(c, t))
	if err != nil {
		at = &url.URL{}
	}
	tenant := cmp.Or(linkTenant(c), "<tenant id>")
	clientID := cmp.Or(c.ClientID, "<client id>")
	return strings.NewReplacer(
		"{tenantID}", known(c.TenantID, "<tenant id>"),
		"{tenant}", known(tenant, ""),
		"{clientID}", known(clientID, ""),
		"{username}", known(c.Username, "<user>"),
		"{theUser}", known(c.Username, "the user"),
		"{TheUser}", known(c.Username, "The user"),
		"{TheAccount}", known(c.Username, "The account"),
		"{theTenant}", leading("tenant ", cmp.Or(c.Tenant, c.TenantID), "the tenant"),
		"{TheTenant}", leading("Tenant ", cmp.Or(c.Tenant, c.TenantID), "The tenant"),
		"{theEnvironment}", leading("environment ", c.Environment, "the environment"),
		"{TheEnvironment}", leading("Environment ", c.Environment, "The environment"),
		"{theProject}", leading("project ", c.Project, "this project"),
		"{permissionMissing}", permissionMissing(c),
		"{permissions}", permissions(c, service),
		"{profile}", cmp.Or(c.Profile, "NAME"),
		"{thumbprint}", known(c.Thumbprint, "<thumbprint>"),
		"{apiName}", cmp.Or(service.Title, "the API"),
		"{portalName}", cmp.Or(service.PortalName, "the API"),
		"{ThePortalName}", cmp.Or(service.PortalName, "The API"),
		"{resource}", cmp.Or(t.ResourceAppID, "<application id of the API>"),
		"{scope}", cmp.Or(t.Scope, "<address of the API>/.default"),
		"{apiURL}", known(t.APIURL, "<address of the API>"),
		"{login}", known(t.Login, "<login host>"),
		"{asked}", known(asked(c, t), "<host>"),
		"{askedHost}", known(at.Host, "<host>"),
		"{askedName}", known(at.Hostname(), "<host>"),
		"{askedPort}", known(at.Port(), "443"),
		"{askedPage}", known(askedPage(c, t), "<host>"),
		"{orAsApp}", orAsApp(c),
		"{whereAllowed}", whereAllowed(c),
		"{consentURL}", consentURL(t, c),
		"{expiresNote}", expiresNote(c),
		"{clockNote}", clockNote(c.ClockOffset),
	).Replace(template)
}

// known returns a value from outside fit for a terminal, or the words for an unknown one.
func known(value, unknown string) string { return cmp.Or(sanitize.Line(value), unknown) }

// leading puts what a value is before it; without a value it returns the words for that.
func leading(lead, value, unknown string) string {
	if value = sanitize.Line(value); value == "" {
		return unknown
	}
	return lead + value
}

// permissionMissing names what the token lacks, in a line.
func permissionMissing(c Context) string {
	switch len(c.Missing) {
	case 0:
		return "A permission is missing from the token"
	case 1:
		return c.Missing[0] + " is missing from the token"
	default:
		return "Missing from the token: " + strings.Join(c.Missing, ", ")
	}
}

// permissions names what is to add: what the token lacks, else what the API's guide has an app of this kind add.
func permissions(c Context, service catalog.Service) string {
	names := slices.Clone(c.Missing)
	if len(names) == 0 && !(service.PersonPicks && c.Flow.SignsInUser()) {
		for _, p := range service.Wanted(c.Flow) {
			names = append(names, p.Name)
		}
	}
	if len(names) == 0 {
		name := "the permission of " + cmp.Or(service.PortalName, "the API")
		if c.Flow != "" && !c.Flow.SignsInUser() {
			name += " (apps need none for the Power Platform APIs)"
		}
		return name
	}
	for i, name := range names {
		names[i] = "**" + name + "**"
	}
	return and(names)
}

// and joins names as a sentence has them.
func and(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// asked is the base address that gave no answer, or a foreign one: the login host's, unless the caller names another.
func asked(c Context, t catalog.Target) string { return cmp.Or(c.Asked, t.Login) }

// askedPage is an address there that answers anybody.
func askedPage(c Context, t catalog.Target) string {
	if c.Asked != "" {
		return c.Asked
	}
	return t.DiscoveryURL(cmp.Or(linkTenant(c), "common"))
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

func clockOff(offset time.Duration) bool { return offset.Abs() > clockTolerance }

// exchangeAudience is the audience that an outside token needs in this cloud.
func exchangeAudience(c Context) string { return catalog.ExchangeAudience(target(c).Cloud) }
