package diagnose

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

func TestExplainErrors(t *testing.T) {
	late := Context{ClockOffset: -time.Hour}
	for name, tc := range map[string]struct {
		err  error
		c    Context
		want cause.Label
	}{
		"entra, by code":        {&entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{7000222}}, Context{}, "secret_expired"},
		"entra, by description": {&entra.Error{HTTPStatus: 400, Description: "AADSTS50126: Error validating credentials."}, Context{}, "wrong_password"},
		"entra, federated":      {&entra.Error{Codes: []int{50126}}, Context{AccountType: "federated"}, "federated_user"},
		"entra, with an API":    {&entra.Error{HTTPStatus: 403, Code: "access_denied", Description: "no permission"}, bc, "consent_declined"},
		"entra, umbrella":       {&entra.Error{Codes: []int{70002, 50012}, Description: "AADSTS70002: x. AADSTS50012: Invalid client secret is provided."}, Context{}, "secret_wrong"},
		"entra, secret id":      {&entra.Error{Codes: []int{7000215}}, Context{SecretShape: secret.ShapeGUID}, "secret_is_id_not_value"},
		"entra, name only":      {&entra.Error{HTTPStatus: 400, Code: "authorization_pending"}, Context{}, "authorization_pending"},
		"entra, suberror only":  {&entra.Error{Code: "invalid_grant", Suberror: "message_only"}, Context{}, "conditional_access"},
		"entra, status only":    {&entra.Error{HTTPStatus: 503, Code: "x_y"}, Context{}, "service_unavailable"},
		"wrapped":               {fmt.Errorf("could not get a token: %w", &entra.Error{Codes: []int{50057}}), Context{}, "user_disabled"},
		"password, no switch":   {&entra.Error{Codes: []int{7000218}}, flow(catalog.Password), "public_client_disabled"},

		"page":             {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, Context{}, "answer_not_json"},
		"redirect":         {&transport.AnswerError{Kind: transport.Redirected, HTTPStatus: 302}, Context{}, "redirected"},
		"proxy asks":       {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 407}, Context{}, "network_proxy"},
		"too many":         {&transport.AnswerError{Kind: transport.Empty, HTTPStatus: 429}, Context{}, "throttled"},
		"gateway":          {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 502}, Context{}, "service_unavailable"},
		"gateway's JSON":   {&transport.AnswerError{Kind: transport.Unavailable, HTTPStatus: 500, Raw: []byte(`{"message":"An internal server error occurred"}`)}, Context{}, "service_unavailable"},
		"dns":              {&transport.NetworkError{Kind: transport.DNS}, Context{}, "network_dns"},
		"refused":          {&transport.NetworkError{Kind: transport.Refused}, Context{}, "network_refused"},
		"cut":              {&transport.NetworkError{Kind: transport.Other}, Context{}, "network_refused"},
		"timeout":          {&transport.NetworkError{Kind: transport.Timeout}, Context{}, "network_timeout"},
		"tls":              {&transport.NetworkError{Kind: transport.TLS}, Context{}, "network_tls"},
		"tls, clock wrong": {&transport.NetworkError{Kind: transport.TLS}, late, "clock_wrong"},
		"proxy":            {&transport.NetworkError{Kind: transport.Proxy}, Context{}, "network_proxy"},
		"deadline":         {fmt.Errorf("x: %w", context.DeadlineExceeded), Context{}, "network_timeout"},
		"cancelled":        {context.Canceled, Context{}, "network_timeout"},
		"opened twice":     {fmt.Errorf("x: %w", entra.ErrOpenedTwice), Context{}, "authorization_declined"},
		"address":          {&transport.AddressError{Reason: "it is http"}, Context{}, "network_refused"},
		"no tenant":        {fmt.Errorf("x: %w", entra.ErrTenant), Context{}, "tenant_malformed"},
		"no credential":    {entra.ErrCredential, Context{}, "credential_not_sent"},
		"no signature":     {entra.ErrSigning, Context{}, "cert_algorithm"},
		"page of a code":   {entra.ErrVerificationURI, Context{}, "login_host_unknown"},
		"nowhere to go":    {&entra.ListenError{Address: "127.0.0.1:1"}, Context{}, "network_refused"},
		"text is not read": {errors.New("dial tcp: lookup x: no such host"), Context{}, cause.Unknown},
	} {
		d := Explain(tc.err, tc.c)
		if d.Cause != tc.want || d.Title == "" || d.Fix.IsZero() || slices.Contains(d.Others, d.Cause) {
			t.Errorf("%s: %s (others %v), want %s", name, d.Cause, d.Others, tc.want)
		}
	}
	if d := Explain(nil, Context{}); d.Cause != "" {
		t.Errorf("no error has no cause, got %s", d.Cause)
	}
}

// TestNothingHostileComesThrough: escape sequences, bidi and placeholders from an answer or a registration.
func TestNothingHostileComesThrough(t *testing.T) {
	evil := "\x1b]52;c;eA==\x07\x1b[2J\r\u202e\u009b31m{clientID}"
	c := Context{API: catalog.PowerApps, Tenant: evil, ClientID: evil, Username: evil, Thumbprint: evil, SecretExpires: evil}
	refusal := &entra.Error{Code: "invalid_grant" + evil, Suberror: "bad_token" + evil, Description: "AADSTS50126: " + evil, Codes: []int{50126}}
	all := []Diagnosis{Explain(refusal, c), ExplainText(evil, c), ExplainText(`{"error":"a_b`+evil+`","error_codes":[5099999]}`, c)}
	for _, cause := range cause.All() {
		all = append(all, ForCause(cause, c))
	}
	for _, d := range all {
		if at := strings.IndexFunc(allText(d), hostile); at >= 0 {
			t.Errorf("%s: %q", d.Cause, allText(d)[at:])
		}
	}
	if d := all[0]; d.Error != "invalid_grant" || d.Suberror != "bad_token" {
		t.Errorf("error %q, suberror %q", d.Error, d.Suberror)
	}
}

func TestHolds(t *testing.T) {
	for _, tc := range []struct {
		text, feature string
		want          bool
	}{
		{"Invalid  client\nsecret", "invalid client secret", true},
		{"parameter: 'client_secret'", "parameter: client_secret", true},
		{"a then b", "a*b", true},
		{"b then a", "a*b", false},
		{"second", "first|second", true},
		{"neither", "first|second", false},
	} {
		if got := fold(tc.text).holds(tc.feature); got != tc.want {
			t.Errorf("%q holds %q: %t", tc.text, tc.feature, got)
		}
	}
}
