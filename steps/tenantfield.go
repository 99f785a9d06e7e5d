package steps

import (
	"net/url"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/pattern"
)

// sharedTenant tells whose accounts a word stands for that some sign-ins take in place of a tenant; empty for any other
// word. The documented requests do not take it (docs/sources.md, Portals).
func sharedTenant(word string) string {
	switch word {
	case "common":
		return "any account of any tenant"
	case "organizations":
		return "any work account of any tenant"
	case "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad":
		return "personal accounts"
	default:
		return ""
	}
}

// acceptTenant takes a tenant's GUID or one of its domains, from plain text, an address, a sign-in name or a paste of
// the Overview block, which answers the client id as well.
func acceptTenant(a Answers, raw string) (Accepted, *Problem) {
	if o, ok := readOverview(raw); ok {
		return tenantFromOverview(a, o)
	}
	if problem := refusePlaceholder(raw, cause.TenantMalformed, false); problem != nil {
		return Accepted{}, problem
	}
	m := tidy(raw)
	tenantOfURL(m)
	if _, domain, ok := strings.Cut(m.text, "@"); ok {
		m.change(domain, "taken from a sign-in name")
	}
	m.change(strings.TrimSuffix(m.text, "/"), "slash removed")
	if id, ok := tidyGUID(m.text); ok {
		m.notes = append(m.notes, id.notes...)
		m.text = id.text
	}
	m.change(strings.ToLower(m.text), "made lower case")
	if problem := judgeTenant(a, m.text); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Value: m.text, Note: m.note(), Also: map[Key]string{}}
	switch {
	case isGUID(m.text):
		accepted.Also[KeyTenantID] = m.text
	case m.text != a.Get(KeyTenant):
		accepted.Also[KeyTenantID] = "" // learned anew by the look-up
	}
	return accepted, nil
}

// judgeTenant says what is wrong with a tidied tenant.
func judgeTenant(a Answers, tenant string) *Problem {
	const want = "enter the Directory (tenant) ID, or a domain such as contoso.onmicrosoft.com"
	bad := func(label cause.Label, message string) *Problem {
		return &Problem{Cause: label, Message: message, Fix: want}
	}
	if accounts := sharedTenant(tenant); accounts != "" {
		return bad(cause.CommonEndpointUnsupported, quote(tenant)+" stands for "+accounts+": the documented request needs one certain tenant")
	}
	if isGUID(tenant) {
		if whose := knownGUID(tenant); whose != "" {
			return bad(cause.TenantMalformed, "this GUID is "+whose+", not a tenant's")
		}
		if tenant == a.Get(KeyClientID) {
			return bad(cause.TenantMalformed, "this is the GUID that was entered as client ID: the two always differ")
		}
		return nil
	}
	ascii, other := asciiDomain(tenant)
	switch {
	case isDomain(tenant):
		return nil
	case other:
		return &Problem{Cause: cause.TenantMalformed, Message: "Entra knows this domain under its name in ASCII letters only", Fix: "perhaps " + ascii + "; else " + want}
	case domainLabel.Regexp().MatchString(tenant):
		return &Problem{Cause: cause.TenantMalformed, Message: "this is neither a GUID nor a whole domain", Fix: "perhaps " + tenant + ".onmicrosoft.com; else " + want}
	default:
		return bad(cause.TenantMalformed, "this is neither a GUID nor a domain")
	}
}

// knownGUID says whose well-known application id a GUID is; empty if nobody's.
func knownGUID(id string) string {
	if service, ok := catalog.ByResource(id); ok {
		return "the application ID of the API " + service.PortalName
	}
	if client, ok := catalog.LookupFirstParty(id); ok {
		return "the application ID of Microsoft's own " + client.Name
	}
	return ""
}

// tenantFromOverview answers the tenant, and the client id with it, from the Overview block.
func tenantFromOverview(a Answers, o overview) (Accepted, *Problem) {
	switch {
	case o.TenantID == "":
		return Accepted{}, &Problem{Cause: cause.TenantMalformed, Message: "this paste holds no Directory (tenant) ID",
			Fix: "copy that line too, or enter the tenant alone"}
	case a.Get(KeyPartner) == Yes:
		return Accepted{}, &Problem{Message: "the paste names the tenant in which the app is registered, but the customer's tenant is asked for here",
			Fix: "enter the customer's tenant; paste the block into the client ID field"}
	}
	if problem := judgeTenant(a.Without(KeyClientID), o.TenantID); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Value: o.TenantID, Note: "tenant taken from the Overview block", Also: map[Key]string{KeyTenantID: o.TenantID}}
	if o.ClientID != "" && judgeClientID(a.With(KeyTenant, o.TenantID), o.ClientID) == nil {
		accepted.Also[KeyClientID] = o.ClientID
		accepted.Note = "tenant and client ID taken from the Overview block"
		o.nameIn(&accepted)
	}
	return accepted, nil
}

var (
	tenantParameter = pattern.Lazy(`(?i)(?:tenantid|tenant_id|tenant|tid|ctid|directoryid)(?:=|/|%3d|~/)([0-9a-z.-]+)`)
	tenantAfterAt   = pattern.Lazy(`@([0-9a-zA-Z.-]+)`)
)

// microsoftHosts are hosts whose addresses may name a tenant, but are none themselves.
var microsoftHosts = []string{
	"microsoftonline.com", "microsoftonline.us", "microsoftonline.cn", "chinacloudapi.cn", "windows.net", "login.microsoft.com",
	"portal.azure.com", "portal.azure.us", "portal.azure.cn", "entra.microsoft.com", "entra.microsoft.us",
	"dynamics.com", "dynamics.cn", "microsoftdynamics.us", "powerplatform.com", "powerapps.com", "admin.powerplatform.microsoft.com",
}

// tenantOfURL takes the tenant out of an address: of a login or portal page, or the host of another site.
func tenantOfURL(m *tidied) {
	u, err := url.Parse(m.text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return
	}
	host := strings.ToLower(u.Hostname())
	for _, known := range microsoftHosts {
		if host == known || strings.HasSuffix(host, "."+known) {
			if tenant := tenantInURL(u); tenant != "" {
				m.change(tenant, "taken from the link")
			}
			return
		}
	}
	m.change(host, "taken from the link")
}

// tenantInURL finds a tenant in the path's first segment, a parameter, or behind @ as the portal writes it.
func tenantInURL(u *url.URL) string {
	for segment := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		lower := strings.ToLower(segment)
		if isGUID(lower) || isDomain(lower) || sharedTenant(lower) != "" {
			return segment
		}
	}
	rest := u.RawQuery + "#" + u.Fragment
	if found := tenantAfterAt.Regexp().FindStringSubmatch(rest); found != nil {
		return found[1]
	}
	if found := tenantParameter.Regexp().FindStringSubmatch(rest); found != nil {
		return found[1]
	}
	return ""
}
