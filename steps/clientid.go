package steps

import (
	"net/url"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/pattern"
)

const wantClientID = "copy the Application (client) ID from the app registration's Overview page"

// acceptClientID takes the Application (client) ID, from plain text, a portal link or a paste of the Overview block,
// which answers the tenant as well.
func acceptClientID(a Answers, raw string) (Accepted, *Problem) {
	if o, ok := readOverview(raw); ok {
		return clientIDFromOverview(a, o)
	}
	if problem := refusePlaceholder(raw, cause.ClientIDMalformed, false); problem != nil {
		return Accepted{}, problem
	}
	text, link := clientIDOfURL(raw)
	m, ok := tidyGUID(text)
	if !ok {
		return Accepted{}, notAClientID(tidy(text).text)
	}
	if link {
		m.notes = append([]string{"taken from the link"}, m.notes...)
	}
	if problem := judgeClientID(a, m.text); problem != nil {
		return Accepted{}, problem
	}
	return Accepted{Value: m.text, Note: m.note()}, nil
}

// notAClientID says what text without a GUID's form may be.
func notAClientID(text string) *Problem {
	problem := &Problem{Cause: cause.ClientIDMalformed, Message: "this isn't a GUID (8-4-4-4-12 digits and letters a to f)", Fix: wantClientID}
	hex := strings.Count(text, "-") == 4 && len(text) > 30 && len(text) < 40
	switch {
	case strings.Contains(text, "@"):
		problem.Message = "this is a sign-in name; the client ID is a GUID"
	case isDomain(strings.ToLower(text)):
		problem.Message = "this is a domain; the client ID is a GUID"
	case hex:
		problem.Message = "this is almost a GUID: a character is missing, too many or mistyped"
	case guidPattern.Regexp().MatchString(text):
		problem.Message = "there is more than a GUID here, and nothing says which part is the client ID"
	}
	return problem
}

// judgeClientID says what is wrong with a GUID as client id.
func judgeClientID(a Answers, id string) *Problem {
	bad := func(label cause.Label, message, fix string) *Problem {
		return &Problem{Cause: label, Message: message, Fix: fix}
	}
	if service, ok := catalog.ByResource(id); ok {
		return bad(cause.ClientIDWrong, "this GUID is the API's own ("+service.PortalName+"), not your app registration's", wantClientID)
	}
	if client, ok := catalog.LookupFirstParty(id); ok {
		return bad(cause.FirstPartyClient, "this is Microsoft's own client "+client.Name+": nobody can add permissions to it", "register your own app and enter its client ID")
	}
	if id == a.Get(KeyTenant) || id == a.Get(KeyTenantID) {
		return bad(cause.ClientIDWrong, "this is the tenant's GUID: the client ID is another one", wantClientID)
	}
	return nil
}

// clientIDFromOverview answers the client id, and the tenant with it, from the Overview block. Another tenant in the
// block than the one entered is the person's to settle; a partner's app lives in another tenant by design.
func clientIDFromOverview(a Answers, o overview) (Accepted, *Problem) {
	if o.ClientID == "" {
		message := "this paste holds no Application (client) ID"
		if o.ObjectID != "" {
			message += "; the Object ID in it isn't used to sign in"
		}
		return Accepted{}, &Problem{Cause: cause.ClientIDWrong, Message: message, Fix: wantClientID}
	}
	partner := a.Get(KeyPartner) == Yes
	entered := a.Get(KeyTenantID)
	if o.TenantID != "" && entered != "" && entered != o.TenantID && !partner {
		return Accepted{}, &Problem{
			Cause:   cause.AuthorityWrongTenant,
			Message: "the paste names another tenant (" + o.TenantID + ") than the one entered (" + a.Get(KeyTenant) + "): which one do you mean?",
			Fix:     "to keep the one entered, paste the client ID alone from an app in that tenant; for the other, enter it as tenant first",
		}
	}
	if problem := judgeClientID(a, o.ClientID); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Value: o.ClientID, Note: "client ID taken from the Overview block"}
	switch {
	case partner && o.TenantID != "":
		accepted.Note += "; its directory is your own, the customer's tenant stays"
	case o.TenantID != "" && a.Get(KeyTenant) == "":
		accepted.Note = "client ID and tenant taken from the Overview block"
		accepted.Also = map[Key]string{KeyTenant: o.TenantID, KeyTenantID: o.TenantID}
	case o.TenantID != "" && entered == "":
		accepted.Note += "; it names tenant " + o.TenantID + ", which must be " + a.Get(KeyTenant)
	}
	if o.ObjectID != "" {
		accepted.Note += " (not the Object ID)"
	}
	o.nameIn(&accepted)
	return accepted, nil
}

var clientIDParameter = pattern.Lazy(`(?i)(?:appid|client_id|applicationid)(?:/|=|~/)%?7?b?([0-9a-f-]{36})`)

// clientIDOfURL takes the client id out of a portal or consent link.
func clientIDOfURL(raw string) (text string, link bool) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return raw, false
	}
	if found := clientIDParameter.Regexp().FindStringSubmatch(raw); found != nil {
		return found[1], true
	}
	return raw, false
}
