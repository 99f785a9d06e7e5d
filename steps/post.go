package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// TokenRequest gives the POST of the document as the test sends it, with the answers filled in and every secret as
// [hidden]. Values stand as they are, not percent-encoded, as the documents print them. What is not answered yet
// stands in braces. Browser and device code have two requests each, as the protocol has them: the one that lets the
// person sign in and the one that fetches the token; each is headed by a line that begins with #.
func TokenRequest(a Answers) string {
	t := target(a)
	t.Login = login(a)
	token := post(t, filled(a, t.TokenURL), tokenForm(a, t))
	switch a.Flow() {
	case catalog.Browser:
		return "# In the browser:\n" + authorizeRequest(a, t) + "\n\n# When the browser has come back:\n" + token
	case catalog.DeviceCode:
		start := post(t, filled(a, t.DeviceCodeURL), []string{clientID(a), "scope=" + userScope(t)})
		return "# For the code:\n" + start + "\n\n# Again and again, until you have signed in:\n" + token
	default:
		return token
	}
}

// post gives a request with a form, under the headers of the documents.
func post(t catalog.Target, address string, form []string) string {
	return strings.Join([]string{
		"POST " + address,
		"Host: " + strings.TrimPrefix(strings.TrimPrefix(t.Login, "https://"), "http://"),
		"Content-Type: application/x-www-form-urlencoded",
		"Accept: application/json",
		"",
		strings.Join(form, "&"),
	}, "\n")
}

// filled gives an address at the login host with the tenant, or with its name in braces.
func filled(a Answers, address func(tenant string) string) string {
	return strings.Replace(address("TENANT"), "TENANT", orBraces(a.Get(KeyTenant), "tenant"), 1)
}

// userScope is the scope of a sign-in that is kept: the document's, untouched, and offline_access behind it.
func userScope(t catalog.Target) string { return t.Scope + " offline_access" }

func clientID(a Answers) string { return "client_id=" + orBraces(a.Get(KeyClientID), "client id") }

// port stands for the free port that the sign-in takes.
const port = ":{port}"

// authorizeRequest gives the page that the browser opens, a parameter a line (facts/entra.md 4, "Auth code + PKCE").
func authorizeRequest(a Answers, t catalog.Target) string {
	query := []string{
		clientID(a), "response_type=code", "redirect_uri=" + redirectURI(a) + port, "response_mode=query", "scope=" + userScope(t),
		"code_challenge={SHA-256 of the code_verifier}", "code_challenge_method=S256", "state=" + secret.Secret{}.String(), "prompt=select_account",
	}
	if name := a.Get(KeyUsername); name != "" {
		query = append(query, "login_hint="+name)
	}
	return "GET " + filled(a, t.AuthorizeURL) + "\n    ?" + strings.Join(query, "\n    &")
}

// tokenForm gives the parameters in the order of the documents.
func tokenForm(a Answers, t catalog.Target) []string {
	hidden := secret.Secret{}.String()
	form := []string{clientID(a), "scope=" + t.Scope}
	switch a.Flow() {
	case catalog.ClientSecret:
		return append(form, "client_secret="+hidden, "grant_type=client_credentials")
	case catalog.ClientCertificate:
		return append(form, "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
			"client_assertion="+hidden, "grant_type=client_credentials")
	case catalog.DeviceCode:
		return []string{clientID(a), "device_code=" + hidden, "grant_type=urn:ietf:params:oauth:grant-type:device_code"}
	case catalog.Browser:
		return []string{clientID(a), "scope=" + userScope(t), "code=" + hidden, "redirect_uri=" + redirectURI(a) + port,
			"code_verifier=" + hidden, "grant_type=authorization_code"}
	default:
		return append(form, "username="+orBraces(a.Get(KeyUsername), "user name"), "password="+hidden, "grant_type=password")
	}
}

func orBraces(value, name string) string {
	if value == "" {
		return "{" + name + "}"
	}
	return value
}
