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
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

func TestExplainErrors(t *testing.T) {
	late := Context{ClockOffset: -time.Hour}
	for name, tc := range map[string]struct {
		err  error
		c    Context
		want report.Cause
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

		"page":             {&entra.AnswerError{Kind: entra.NotJSON, HTTPStatus: 200}, Context{}, "answer_not_json"},
		"redirect":         {&entra.AnswerError{Kind: entra.Redirected, HTTPStatus: 302}, Context{}, "redirected"},
		"proxy asks":       {&entra.AnswerError{Kind: entra.NotJSON, HTTPStatus: 407}, Context{}, "network_proxy"},
		"too many":         {&entra.AnswerError{Kind: entra.Empty, HTTPStatus: 429}, Context{}, "throttled"},
		"gateway":          {&entra.AnswerError{Kind: entra.NotJSON, HTTPStatus: 502}, Context{}, "service_unavailable"},
		"dns":              {&transport.NetworkError{Kind: transport.DNS}, Context{}, "network_dns"},
		"refused":          {&transport.NetworkError{Kind: transport.Refused}, Context{}, "network_refused"},
		"cut":              {&transport.NetworkError{Kind: transport.Other}, Context{}, "network_refused"},
		"timeout":          {&transport.NetworkError{Kind: transport.Timeout}, Context{}, "network_timeout"},
		"tls":              {&transport.NetworkError{Kind: transport.TLS}, Context{}, "network_tls"},
		"tls, clock wrong": {&transport.NetworkError{Kind: transport.TLS}, late, "clock_wrong"},
		"proxy":            {&transport.NetworkError{Kind: transport.Proxy}, Context{}, "network_proxy"},
		"deadline":         {fmt.Errorf("x: %w", context.DeadlineExceeded), Context{}, "network_timeout"},
		"cancelled":        {context.Canceled, Context{}, "network_timeout"},
		"any other":        {errors.New("dial tcp: lookup x: no such host"), Context{}, "network_dns"},
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
	for _, cause := range Causes() {
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
		if got := holds(squeeze(tc.text), tc.feature); got != tc.want {
			t.Errorf("%q holds %q: %t", tc.text, tc.feature, got)
		}
	}
}
