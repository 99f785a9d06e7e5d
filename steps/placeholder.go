package steps

import (
	"strings"

	"appreg/internal/cause"
)

// placeholder is what a document puts where a value belongs, without the marks around it.
type placeholder struct {
	word    string // in lower case
	meaning string // what belongs there
}

var placeholders = []placeholder{
	{"your_tenant.com", "your tenant's domain or its GUID"},
	{"your_tenant", "your tenant's domain or its GUID"},
	{"tenantid", "the Directory (tenant) ID from the app registration's Overview page"},
	{"tenant id", "the Directory (tenant) ID from the app registration's Overview page"},
	{"tenant-id", "the Directory (tenant) ID from the app registration's Overview page"},
	{"tenant name", "the name of your tenant"},
	{"client_id_from_azure_client_app", "the Application (client) ID from the app registration's Overview page"},
	{"clientid", "the Application (client) ID from the app registration's Overview page"},
	{"client id", "the Application (client) ID from the app registration's Overview page"},
	{"client-id", "the Application (client) ID from the app registration's Overview page"},
	{"user_email_address", "the sign-in name of the user, for example jan@contoso.com"},
	{"password", "the user's password"},
	{"secret_from_azure_client_app", "the Value of a client secret from Certificates & secrets"},
	{"clientsecret", "the Value of a client secret from Certificates & secrets"},
	{"client secret", "the Value of a client secret from Certificates & secrets"},
	{"client-secret", "the Value of a client secret from Certificates & secrets"},
	{"bcenvironmentname", "the name of the Business Central environment"},
}

// meaningOf tells what belongs in the place of a document's placeholder, if word is one.
func meaningOf(word string) (meaning string, known bool) {
	for _, p := range placeholders {
		if strings.EqualFold(p.word, word) {
			return p.meaning, true
		}
	}
	return "", false
}

// zeroGUID stands for "no id" in many samples.
const zeroGUID = "00000000-0000-0000-0000-000000000000"

// refusePlaceholder explains an answer that was copied from a document without filling it in.
// With exact only the documents' own words count: a password may well stand in braces.
func refusePlaceholder(raw string, label cause.Label, exact bool) *Problem {
	text := strings.TrimSpace(raw)
	bare := strings.TrimSpace(strings.Trim(text, "{}<>[]%@$"))
	marked := bare != text
	meaning, known := meaningOf(bare)
	wordsOnly := strings.Contains(bare, "_") // the upper-case ones are placeholders with or without braces
	switch {
	case known && (marked || wordsOnly):
		return &Problem{Cause: label, Message: "this is a placeholder of the document, " + quote(bare), Fix: "enter " + meaning}
	case text == zeroGUID:
		return &Problem{Cause: label, Message: "this is the all-zeros GUID from a sample", Fix: "enter the one of your own registration"}
	case !exact && marked && enclosed(text) && describes(bare):
		return &Problem{Cause: label, Message: "this looks like a placeholder that nobody filled in", Fix: "enter the value itself, without the marks around it"}
	}
	return nil
}

// describes reports whether text in marks names a value instead of being one: a GUID, a domain and a sign-in name
// are values that somebody put into braces.
func describes(bare string) bool {
	lower := strings.ToLower(bare)
	return strings.ContainsAny(lower, "ghijklmnopqrstuvwxyz") && !strings.ContainsAny(lower, "@.")
}

// enclosed reports whether text stands in the marks that documents use for placeholders.
func enclosed(text string) bool {
	return strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") ||
		strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">")
}
