package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// TokenRequest returns the POST of the document as the test sends it, with the answers filled in and every secret as
// [hidden]. Values stand as they are, not percent-encoded, as the documents print them. What is not answered yet
// stands in braces. A flow with several requests has each headed by a line that begins with #.
// Of an API or flow that does not exist it says so.
func TokenRequest(a Answers) string {
	if err := a.unknown(); err != nil {
		return "# " + err.Error()
	}
	t := target(a)
	t.Login = login(a)
	values := filledIn(a, t)
	var requests []string
	for _, exchange := range a.Flow().Info().Requests {
		text := request(a, t, exchange, values)
		if exchange.When != "" {
			text = "# " + exchange.When + ":\n" + text
		}
		requests = append(requests, text)
	}
	return strings.Join(requests, "\n\n")
}

// port stands for the free port that the sign-in takes.
const port = ":{port}"

// filledIn fills in what stands in braces in the catalogue's requests.
func filledIn(a Answers, t catalog.Target) *strings.Replacer {
	return strings.NewReplacer(
		"{client id}", orBraces(a.Get(KeyClientID), "client id"),
		"{scope}", t.Scope,
		"{user name}", orBraces(a.Get(KeyUsername), "user name"),
		"{user name, if known}", a.Get(KeyUsername),
		"{redirect uri}", redirectURI(a)+port,
		"{hidden}", secret.Secret{}.String(),
	)
}

// request prints one request, under the headers of the documents; a page that the browser opens with a parameter a line.
func request(a Answers, t catalog.Target, exchange catalog.Exchange, values *strings.Replacer) string {
	var form []string
	for _, parameter := range exchange.Form {
		if strings.HasSuffix(parameter, ", if known}") && a.Get(KeyUsername) == "" {
			continue
		}
		form = append(form, values.Replace(parameter))
	}
	tenant := orBraces(a.Get(KeyTenant), "tenant")
	address := map[catalog.Endpoint]func(string) string{
		catalog.AtToken: t.TokenURL, catalog.AtDeviceCode: t.DeviceCodeURL, catalog.AtAuthorize: t.AuthorizeURL,
	}[exchange.To]("TENANT")
	address = strings.Replace(address, "TENANT", tenant, 1)
	if exchange.To == catalog.AtAuthorize {
		return "GET " + address + "\n    ?" + strings.Join(form, "\n    &")
	}
	return strings.Join([]string{
		"POST " + address,
		"Host: " + strings.TrimPrefix(strings.TrimPrefix(t.Login, "https://"), "http://"),
		"Content-Type: application/x-www-form-urlencoded",
		"Accept: application/json",
		"",
		strings.Join(form, "&"),
	}, "\n")
}

func orBraces(value, name string) string {
	if value == "" {
		return "{" + name + "}"
	}
	return value
}
