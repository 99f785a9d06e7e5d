package steps

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// TestFederatedCredentialIsComputed: what to enter in the portal follows from what runs where.
func TestFederatedCredentialIsComputed(t *testing.T) {
	tests := map[string]struct {
		platform, workload        string
		cloud                     catalog.Cloud
		issuer, subject, exchange string
	}{
		"github":         {"github", "contoso/erp  environment production", catalog.Public, "https://token.actions.githubusercontent.com", "repo:contoso/erp:environment:production", "api://AzureADTokenExchange"},
		"immutable":      {"github", "contoso@1/erp@2 branch main", catalog.GCC, "https://token.actions.githubusercontent.com", "repo:contoso@1/erp@2:ref:refs/heads/main", "api://AzureADTokenExchange"},
		"other cloud":    {"gitlab", "contoso/erp branch main", catalog.GCCHigh, "https://gitlab.com", "project_path:contoso/erp:ref_type:branch:ref:main", "api://AzureADTokenExchangeUSGov"},
		"kubernetes":     {"kubernetes", "https://oidc.example.com/a/ erp sync", catalog.China, "https://oidc.example.com/a/", "system:serviceaccount:erp:sync", "api://AzureADTokenExchangeChina"},
		"somewhere else": {"other", "https://issuer.example.com job", catalog.Public, "https://issuer.example.com", "job", "api://AzureADTokenExchange"},
		"azure devops": {"azure-devops", "11111111-2222-4333-8444-555555555555 aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", catalog.Public,
			"https://login.microsoftonline.com/66946bae-c7f1-4099-b768-6ec1ac684280/v2.0",
			"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", "api://AzureADTokenExchange"},
	}
	for name, test := range tests {
		m := New(testEnv(nil), registered(catalog.PowerPlatform, catalog.Federated).With(KeyTenantID, "66946bae-c7f1-4099-b768-6ec1ac684280").With(KeyCloud, string(test.cloud)))
		m, _, problem := m.Accept(KeyPlatform, test.platform)
		if problem == nil {
			m, _, problem = m.Accept(KeyWorkload, test.workload)
		}
		if problem != nil {
			t.Errorf("%s: %v", name, problem)
			continue
		}
		m, _ = m.Jump(catalog.StepCredential)
		step := m.Current()
		for _, value := range []string{test.issuer, test.subject, test.exchange} {
			if !slices.ContainsFunc(step.Guide.Copies, func(c Copy) bool { return c.Text == value }) || !strings.Contains(step.Guide.text(), value) {
				t.Errorf("%s: %s isn't shown and ready to copy", name, value)
			}
		}
		want := registration.Assertion{From: registration.FromPlatform, Issuer: test.issuer, Subject: test.subject}
		if got := m.Answers().Registration().Credential.Assertion; got != want {
			t.Errorf("%s: %+v", name, got)
		}
		if step.Title != "Add a federated credential" || len(m.AllMissing()) != 1 {
			t.Errorf("%s: step %q, missing %v", name, step.Title, m.AllMissing())
		}
	}
}

// TestWorkloadsThatEntraWouldNotTake are refused where they are entered.
func TestWorkloadsThatEntraWouldNotTake(t *testing.T) {
	for _, test := range []struct{ platform, line, says string }{
		{"github", "contoso", "use the form OWNER/REPO"},
		{"github", "contoso/erp branch release-*", "Wildcards don't work"},
		{"kubernetes", "https://kubernetes.default.svc.cluster.local erp sync", "public OIDC issuer"},
		{"other", "http://issuer.example.com x", "over HTTPS"},
	} {
		a := registered(catalog.PowerApps, catalog.Federated).With(KeyPlatform, test.platform)
		if _, problem := judge(t, testEnv(nil), a, KeyWorkload, test.line); problem == nil || problem.Cause == "" || !strings.Contains(problem.Fix, test.says) {
			t.Errorf("%q: %v", test.line, problem)
		}
	}
}

// TestOneSourceOfTheOutsideToken: a file or a command, made to mean the same from anywhere; never the token itself.
func TestOneSourceOfTheOutsideToken(t *testing.T) {
	env := testEnv(nil)
	env.Absolute = func(path string) (string, error) { return "/work/" + path, nil }
	m := New(env, registered(catalog.BusinessCentral, catalog.Federated))
	m, accepted, problem := m.Accept(KeyAssertionFile, "token")
	if problem != nil || accepted.Value != "/work/token" {
		t.Fatal(accepted, problem)
	}
	if got := m.Answers().Registration().Credential.Assertion; got != (registration.Assertion{From: registration.FromFile, File: "/work/token"}) {
		t.Errorf("%+v", got)
	}
	if _, _, problem := m.Accept(KeyAssertionCommand, "print-token"); problem == nil || problem.Cause != "" {
		t.Errorf("two sources: %v", problem)
	}
	m, _, _ = m.Accept(KeyAssertionFile, "")
	m, _, problem = m.Accept(KeyAssertionCommand, "print-token --now")
	if got := m.Answers().Registration().Credential.Assertion; problem != nil || got != (registration.Assertion{From: registration.FromCommand, Command: "print-token --now"}) {
		t.Errorf("%+v, %v", got, problem)
	}
	const token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlLmNvbSJ9.c2lnbmF0dXJl"
	for _, key := range []Key{KeyAssertionFile, KeyAssertionCommand, KeyWorkload} {
		if _, _, problem := New(env, registered(catalog.BusinessCentral, catalog.Federated)).Accept(key, token); problem == nil || strings.Contains(problem.Error(), "eyJ") {
			t.Errorf("%s takes a token: %v", key, problem)
		}
	}
	env.Absolute = func(string) (string, error) { return "", errors.New("no folder") }
	if _, problem := judge(t, env, registered(catalog.BusinessCentral, catalog.Federated), KeyAssertionFile, "token"); problem == nil {
		t.Error("a path that means nothing is taken")
	}
}

// TestFederatedProfileIsReplacedWithItsOwnValues: what the portal holds is what was entered.
func TestFederatedProfileIsReplacedWithItsOwnValues(t *testing.T) {
	a := registered(catalog.PowerPlatform, catalog.Federated).With(KeyPlatform, "github").With(KeyWorkload, "contoso/erp environment prod").With(KeyAssertionFile, "/token")
	want := a.Registration()
	if got := FromRegistration(want).Registration().Credential.Assertion; got != want.Credential.Assertion || got.Subject == "" {
		t.Errorf("%+v", got)
	}
}
