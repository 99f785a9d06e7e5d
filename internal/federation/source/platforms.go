package source

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"appreg/internal/federation"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// gitHub asks the job's own token service (GitHub, OpenID Connect reference).
func gitHub(ctx context.Context, s Sources, audience string) (secret.Secret, error) {
	return s.ask(ctx, question{
		source: "GitHub Actions", method: http.MethodGet, address: s.Env(gitHubURL), query: url.Values{"audience": {audience}},
		bearer: secret.New(s.Env(gitHubToken)), headers: map[string]string{"Accept": "application/json; api-version=2.0"},
		answer: "value", fix: []string{"The job's right to request tokens ends with the job. Run it again."},
	})
}

// azureDevOps asks the pipeline's token service for a token of the service connection. Without X-TFS-FedAuthRedirect it
// would answer with a sign-in page (Azure DevOps, Oidctoken - Create; azidentity's credential for pipelines).
func azureDevOps(ctx context.Context, s Sources, _ string) (secret.Secret, error) {
	query := url.Values{"api-version": {"7.1"}}
	if connection := s.Env(azureDevOpsConnection); connection != "" {
		query.Set("serviceConnectionId", connection)
	}
	return s.ask(ctx, question{
		source: "Azure DevOps", method: http.MethodPost, address: s.Env(azureDevOpsURL), query: query,
		bearer:  secret.New(s.Env(azureDevOpsToken)),
		headers: map[string]string{"Content-Type": "application/json", "X-TFS-FedAuthRedirect": "Suppress"},
		answer:  "oidcToken", fix: []string{
			"Check that the pipeline may use the service connection, and that its ID is in " + azureDevOpsConnection + ".",
			"SYSTEM_ACCESSTOKEN must be $(System.AccessToken) of the running job.",
		},
	})
}

// question is one request to a platform's token service.
type question struct {
	source  string
	method  string
	address string     // as the platform gave it
	query   url.Values // added to it
	bearer  secret.Secret
	headers map[string]string
	answer  string   // the key of the token in the answer
	fix     []string // what to do where it refuses
}

func (q question) fault(missing string, err error) *federation.SourceError {
	return &federation.SourceError{Source: q.source, Missing: missing, Fix: q.fix, Err: err}
}

// ask sends the question once, and once more on a passing fault. Neither the bearer nor the answer is told anywhere.
func (s Sources) ask(ctx context.Context, q question) (secret.Secret, error) {
	address, err := url.Parse(q.address)
	if err != nil || address.Host == "" || address.User != nil {
		return secret.Secret{}, q.fault("the address of its token service isn't a URL", nil)
	}
	query := address.Query()
	for name, values := range q.query {
		query[name] = values
	}
	address.RawQuery = query.Encode()
	ctx = transport.WithRedactor(ctx, sanitize.NewRedactor(q.bearer))
	req, err := http.NewRequestWithContext(ctx, q.method, address.String(), nil)
	if err != nil {
		return secret.Secret{}, q.fault("the address of its token service isn't a URL", nil)
	}
	for name, value := range q.headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Authorization", "Bearer "+q.bearer.Reveal())
	response, err := s.HTTP.Do(req)
	if err != nil {
		fault := q.fault("its token service gave no answer", err)
		fault.Asked = address.Scheme + "://" + address.Host
		return secret.Secret{}, fault
	}
	return q.read(response)
}

// read takes the token out of an answer.
func (q question) read(response *transport.Response) (secret.Secret, error) {
	switch {
	case response.Redirected():
		return secret.Secret{}, q.fault("its token service wants a sign-in: it doesn't know the job's token", nil)
	case !response.Succeeded():
		return secret.Secret{}, q.fault("its token service refused ("+http.StatusText(response.Status)+")", nil)
	}
	var answer map[string]any
	if json.Unmarshal(response.Body, &answer) != nil {
		return secret.Secret{}, q.fault("its token service answered with something else than JSON", nil)
	}
	value, _ := answer[q.answer].(string)
	if value = strings.TrimSpace(value); value == "" {
		return secret.Secret{}, q.fault("its token service's answer has no "+q.answer, nil)
	}
	return secret.New(value), nil
}
