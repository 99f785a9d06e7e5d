package diagnose

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/federation"
	"appreg/internal/report"
	"appreg/internal/transport"
)

var (
	onBranch = federation.Presented{
		Identity: federation.Identity{Issuer: federation.GitHubIssuer, Subject: "repo:contoso/erp:ref:refs/heads/main"}, Audience: "api://AzureADTokenExchange",
	}
	forEnvironment = federation.Credential{Issuer: federation.GitHubIssuer, Subject: "repo:contoso/erp:environment:production", Audience: "api://AzureADTokenExchange"}
)

// Each of Entra's numbers about federated credentials: its cause, with what was presented beside what is registered.
func TestPresentedBesideRegistered(t *testing.T) {
	same := forEnvironment
	same.Subject = onBranch.Subject
	immutable := same
	immutable.Subject = "repo:contoso@1/erp@2:ref:refs/heads/main"
	shortIssuer := same
	shortIssuer.Issuer += "/contoso"
	government := same
	government.Audience = "api://AzureADTokenExchangeUSGov"
	tests := []struct {
		code       int
		registered []federation.Credential
		cause      string
		says       string // in the meaning
		first      string // step
	}{
		{70021, []federation.Credential{forEnvironment}, "federated_subject_mismatch", "The subject differs: branch in the token, environment in the credential.", "Enter exactly this subject: " + onBranch.Subject},
		{70021, []federation.Credential{shortIssuer}, "federated_issuer_mismatch", "The issuer differs: a path behind the issuer's address.", "Enter exactly this issuer: " + onBranch.Issuer},
		{70021, []federation.Credential{government}, "federated_audience_mismatch", "The audience differs: another cloud.", "Token and credential must both have the audience api://AzureADTokenExchange"},
		{70021, []federation.Credential{same}, "federated_not_replicated", "They are the same here", "Wait five minutes and test again."},
		{70021, nil, "federated_subject_mismatch", "Presented: issuer https://token.actions", "Enter exactly this subject: " + onBranch.Subject},
		{700211, []federation.Credential{shortIssuer}, "federated_issuer_mismatch", "a path behind the issuer's address", "Enter exactly this issuer: " + onBranch.Issuer},
		{700212, []federation.Credential{government}, "federated_audience_mismatch", "another cloud", "Token and credential must both have the audience"},
		{7002121, nil, "federated_audience_mismatch", "Presented", "Token and credential must both have the audience"},
		{700213, []federation.Credential{immutable}, "federated_subject_mismatch", "names alone in the token, IDs in the credential (immutable form)", "Enter exactly this subject: " + onBranch.Subject},
		{700213, []federation.Credential{same}, "federated_subject_mismatch", "They are the same here", "Enter exactly this subject"},
		{7002138, nil, "federated_subject_mismatch", "upper and lower case", "Enter exactly this subject"},
		{7002137, nil, "federated_subject_mismatch", "Presented", "Enter exactly this subject"},
		{70025, nil, "federated_credential_missing", "Presented", "Add a credential with issuer " + onBranch.Issuer + ", subject " + onBranch.Subject + ", audience api://AzureADTokenExchange"},
		{700222, []federation.Credential{same}, "federated_issuer_mismatch", "Presented", "Compare the issuer"},
		{70052, []federation.Credential{same}, "federated_issuer_mismatch", "single tenant", "Compare the issuer"},
		{700223, nil, "federated_forbidden_by_tenant", "limits or blocks", "Ask which issuers"},
		{700238, nil, "federated_forbidden_by_tenant", "limits or blocks", "Ask which issuers"},
		{700226, nil, "federated_issuer_mismatch", "managed identities", "Compare the issuer"},
		{700227, nil, "federated_audience_mismatch", "Presented", "Token and credential"},
		{700024, nil, "assertion_expired_clock_skew", "The outside token ended at 2026-11-20T12:00:00Z.", "Let the source provide a new token"},
		{900382, nil, "wrong_cloud", "", ""},
		{700016, nil, "app_not_in_tenant", "", ""},
		{7000229, nil, "app_sp_missing", "", ""},
	}
	for _, test := range tests {
		c := Context{Flow: catalog.Federated, API: catalog.PowerPlatform, Cloud: catalog.Public, Registered: test.registered,
			Presented: federation.Claims{Presented: onBranch, Ends: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}}
		answer := &entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{test.code}, Description: fmt.Sprintf("AADSTS%d: No.", test.code)}
		for way, d := range map[string]Diagnosis{"answer": Explain(answer, c), "text": ExplainText(fmt.Sprint("AADSTS", test.code), c)} {
			if string(d.Cause) != test.cause || !strings.Contains(d.Meaning, test.says) || !strings.HasPrefix(d.Fix.Steps[0], test.first) {
				t.Errorf("%d, %s: %s\n%s\n%q", test.code, way, d.Cause, d.Meaning, d.Fix.Steps)
			}
		}
	}
}

// Without an outside token there is nothing to compare, and nothing is added.
func TestNothingPresented(t *testing.T) {
	with := ExplainText("AADSTS700213", Context{Registered: []federation.Credential{forEnvironment}})
	if strings.Contains(with.Meaning, "Presented") || strings.Contains(with.Fix.Steps[0], "exactly this") {
		t.Errorf("%+v", with)
	}
}

// What keeps the outside token away is told apart from Entra's silence.
func TestNoOutsideToken(t *testing.T) {
	lacks := &federation.SourceError{Source: "GitHub Actions", Missing: "the job lacks permissions: id-token: write", Fix: []string{"Add it."}}
	d := Explain(&entra.AssertionError{Err: lacks}, Context{})
	if d.Cause != "assertion_source_missing" || d.Fix.Where != "GitHub Actions" || len(d.Fix.Steps) != 1 || !strings.Contains(d.Meaning, "Nothing was sent to Entra.") {
		t.Errorf("%+v", d)
	}
	silent := &federation.SourceError{Source: "GitHub Actions", Asked: "https://pipelines.example.com", Err: &transport.NetworkError{Kind: transport.DNS, Err: errors.New("x")}}
	if d := Explain(fmt.Errorf("wrapped: %w", silent), Context{}); d.Cause != "network_dns" || !strings.Contains(d.Meaning+strings.Join(d.Fix.Steps, " ")+d.Fix.Command, "pipelines.example.com") {
		t.Errorf("%+v", d)
	}
}

// A token is judged by what it says, offline.
func TestExplainAssertion(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		change func(*federation.Claims)
		cause  string
	}{
		"fits":             {func(*federation.Claims) {}, "unknown"},
		"other audience":   {func(c *federation.Claims) { c.Audience = "https://github.com/contoso" }, "federated_audience_mismatch"},
		"two audiences":    {func(c *federation.Claims) { c.Audience += " other" }, "federated_audience_mismatch"},
		"over":             {func(c *federation.Claims) { c.Ends = now }, "assertion_expired_clock_skew"},
		"inside a cluster": {func(c *federation.Claims) { c.Issuer = "https://kubernetes.default.svc.cluster.local" }, "federated_issuer_mismatch"},
		"Entra's":          {func(c *federation.Claims) { c.Issuer = "https://sts.windows.net/x/" }, "federated_issuer_mismatch"},
		"Azure DevOps'": {func(c *federation.Claims) {
			c.Issuer, c.Subject = "https://login.microsoftonline.com/x/v2.0", "/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/a/b"
		}, "unknown"},
	}
	for name, test := range tests {
		claims := federation.Claims{Presented: onBranch, Ends: now.Add(time.Minute)}
		test.change(&claims)
		d := ExplainAssertion(Context{Now: now, Presented: claims})
		if string(d.Cause) != test.cause || len(d.Fix.Steps) == 0 || d.Cause == "unknown" && d.Confidence != report.None {
			t.Errorf("%s: %s %+v", name, d.Cause, d)
		}
	}
}

// Only the platform that the token is from is advised about; without a token every one, by its name.
func TestAdviceForThePlatform(t *testing.T) {
	at := func(subject string) string {
		c := Context{Presented: federation.Claims{Presented: federation.Presented{Identity: federation.Identity{Issuer: "https://issuer.example.com", Subject: subject}}}}
		return strings.Join(ForCause("federated_subject_mismatch", c).Fix.Steps, "\n")
	}
	for subject, want := range map[string]string{
		"repo:contoso/erp:ref:refs/heads/main": "A job that names an environment", "sc://contoso/erp/appreg": "Copy **Subject identifier**", "system:serviceaccount:erp:sync": "The subject is system:serviceaccount",
	} {
		if steps := at(subject); !strings.Contains(steps, want) || strings.Count(steps, "\n") != 3 {
			t.Errorf("%s:\n%s", subject, steps)
		}
	}
	for _, subject := range []string{"", "job-1"} {
		if steps := at(subject); !strings.Contains(steps, "GitHub Actions: a job that names") || !strings.Contains(steps, "Kubernetes: the subject is") || strings.Contains(steps, "\non ") {
			t.Errorf("%q:\n%s", subject, steps)
		}
	}
}
