package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

const federatedProfile = "works-power-platform-federated"

// saveFederated saves a federated profile whose tokens come from the case's file.
func (m *machine) saveFederated(name string) {
	m.t.Helper()
	m.saveChanged(name, func(reg *registration.Registration) {
		reg.Permissions, reg.Environments = nil, nil
		if c := m.cases[name]; c.Environment != "" {
			reg.Environments = []string{c.Environment}
		}
		reg.Credential = registration.Credential{Assertion: registration.Assertion{From: registration.FromFile, File: m.cases[name].AssertionFile}}
	})
}

// A federated profile needs no secret: it is saved, checked and shown, its token is cached, and --replace begins with its values.
func TestFederatedProfile(t *testing.T) {
	m := newMachine(t)
	m.saveFederated(federatedProfile)
	if stdout, stderr, code := m.run("check", federatedProfile); code != 0 || !strings.Contains(stdout, "subject repo:contoso/erp:environment:production") {
		t.Fatalf("check: %d\n%s%s", code, stdout, stderr)
	}
	first, stderr, code := m.run("token", federatedProfile)
	if code != 0 {
		t.Fatalf("token: %d\n%s", code, stderr)
	}
	if again, _, _ := m.run("token", federatedProfile); again != first {
		t.Error("the token isn't cached")
	}
	file := m.cases[federatedProfile].AssertionFile
	if stdout, _, _ := m.run("show", federatedProfile); !strings.Contains(stdout, file) {
		t.Errorf("show: %s", stdout)
	}
	var shown struct {
		Assertion struct{ From, File, Command, Issuer, Subject string }
	}
	stdout, _, _ := m.run("show", federatedProfile, "--json")
	if err := json.Unmarshal([]byte(stdout), &shown); err != nil || shown.Assertion.From != "file" || shown.Assertion.File != file {
		t.Errorf("show --json: %v %s", err, stdout)
	}
	if stdout, _, _ := m.run("list"); !strings.Contains(stdout, "federated") {
		t.Errorf("list: %s", stdout)
	}
	if strings.Contains(stdout+stderr, "eyJ") {
		t.Error("an assertion is shown")
	}
}

// What the profile's index says of the source is believed only as the keyring item confirms it: a command that somebody
// has written there isn't run.
func TestFederatedSourceIsBound(t *testing.T) {
	m := newMachine(t)
	m.saveFederated(federatedProfile)
	m.edit(`"assertion_from": "file"`, `"assertion_from": "command", "assertion_command": "touch /tmp/appreg-canary-ran"`)
	for _, command := range []string{"check", "token"} {
		if stdout, stderr, code := m.run(command, federatedProfile); code == 0 || !strings.Contains(stdout+stderr, "source of the outside token") {
			t.Errorf("%s: %d\n%s%s", command, code, stdout, stderr)
		}
	}
}

// After federate has noted whom to expect, a refusal is set beside it with the difference named.
func TestFederateNotesWhatARefusalIsComparedWith(t *testing.T) {
	const refused = "federated_subject_mismatch"
	m := newFaultyMachine(t)
	m.saveFederated(refused)
	if _, stderr, code := m.run("federate", "github", "contoso/erp", "--environment", "production", "--profile", refused); code != 0 || !strings.Contains(stderr, "saved with profile") {
		t.Fatalf("%d %s", code, stderr)
	}
	stdout, _, code := m.run("check", refused)
	for _, want := range []string{
		"Presented: issuer https://token.actions.githubusercontent.com, subject repo:contoso@9919/erp@4711:environment:production",
		"Registered: issuer https://token.actions.githubusercontent.com, subject repo:contoso/erp:environment:production",
		"The subject differs: IDs in the token (immutable form), names alone in the credential.",
	} {
		if code != 3 || !strings.Contains(stdout, want) {
			t.Errorf("exit code %d, lacks %q\n%s", code, want, stdout)
		}
	}
}

// federate computes the published subjects and prints what to enter and what to configure.
func TestFederate(t *testing.T) {
	m := newMachine(t)
	m.saveFederated("works-business-central-federated")
	const organization, connection = "11111111-2222-4333-8444-555555555555", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	tests := []struct {
		args              []string
		subject, workflow string
	}{
		{[]string{"github", "contoso/erp", "--environment", "production"}, "repo:contoso/erp:environment:production", "id-token: write"},
		{[]string{"github", "contoso@1/erp@2", "--branch", "main"}, "repo:contoso@1/erp@2:ref:refs/heads/main", "appreg check --api business-central --flow federated"},
		{[]string{"github", "contoso/erp", "--pull-request"}, "repo:contoso/erp:pull_request", "id-token: write"},
		{[]string{"azure-devops", "contoso/erp/it's", "--organization-id", organization, "--connection-id", connection}, "/sc/" + organization + "/" + connection, "azureSubscription: 'it''s'"},
		{[]string{"azure-devops", "contoso/erp/appreg", "--organization-id", organization, "--old"}, "sc://contoso/erp/appreg", "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"},
		{[]string{"kubernetes", "--issuer", "https://oidc.example.com/a/", "--namespace", "erp", "--service-account", "sync"}, "system:serviceaccount:erp:sync", "azure.workload.identity/use: 'true'"},
		{[]string{"gitlab", "contoso/erp", "--tag", "v1"}, "project_path:contoso/erp:ref_type:tag:ref:v1", "aud: 'api://AzureADTokenExchange'"},
	}
	for _, test := range tests {
		stdout, stderr, code := m.run(append(append([]string{"federate"}, test.args...), "--json")...)
		var got struct {
			Credentials []struct{ Name, Issuer, Subject, Audience, Means string }
			Workflow    string
		}
		if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 {
			t.Errorf("%v: %d %v\n%s%s", test.args, code, err, stdout, stderr)
			continue
		}
		c := got.Credentials[0]
		if !strings.HasSuffix(c.Subject, test.subject) || c.Audience != "api://AzureADTokenExchange" || c.Means == "" || !strings.Contains(got.Workflow, test.workflow) {
			t.Errorf("%v: %+v\n%s", test.args, c, got.Workflow)
		}
		if strings.Contains(got.Workflow, "\t") { // YAML takes no tabs
			t.Errorf("%v: no YAML:\n%s", test.args, got.Workflow)
		}
		if onRunner := test.args[0] != "kubernetes"; strings.Contains(got.Workflow, "  "+catalog.OnRunner+"\n") != onRunner { // a pod has it in its image
			t.Errorf("%v: where appreg is from:\n%s", test.args, got.Workflow)
		}
		if text, _, code := m.run(append([]string{"federate"}, test.args...)...); code != 0 || !strings.Contains(text, c.Subject) || !strings.Contains(text, "az ad app federated-credential create --id") {
			t.Errorf("%v: %s", test.args, text)
		}
	}
	stdout, _, _ := m.run("federate", "github", "contoso@1/erp@2", "--branch", "main", "--both", "--json")
	if !strings.Contains(stdout, `"repo:contoso@1/erp@2:ref:refs/heads/main"`) || !strings.Contains(stdout, `"repo:contoso/erp:ref:refs/heads/main"`) {
		t.Errorf("both forms: %s", stdout)
	}
}

// What cannot be a federated credential is refused before anything is printed.
func TestFederateRefuses(t *testing.T) {
	m := newMachine(t)
	m.saveFederated(federatedProfile)
	m.save("works-lcs-password")
	for _, test := range []struct{ line, says string }{
		{"github contoso/erp --profile " + federatedProfile, "exactly one"},
		{"github contoso/erp --branch a --tag b --profile " + federatedProfile, "exactly one"},
		{"github contoso --branch a --profile " + federatedProfile, "couldn't read the repository"},
		{"github contoso@1/erp --branch a --profile " + federatedProfile, "couldn't read the repository"},
		{"github contoso/erp --branch a --both --profile " + federatedProfile, "--both needs the IDs"},
		{"github contoso/erp --branch release-* --profile " + federatedProfile, "the subject has a *"},
		{"azure-devops contoso/erp --profile " + federatedProfile, "couldn't read the service connection"},
		{"azure-devops contoso/erp/x --organization-id 11111111-2222-4333-8444-555555555555 --connection-id 11111111-2222-4333-8444-555555555555 --tenant-id contoso.com --profile " + federatedProfile, "--tenant-id ID"},
		{"azure-devops contoso/erp/x --profile " + federatedProfile, "az devops service-endpoint list"},
		{"kubernetes --issuer https://kubernetes.default.svc --namespace a --service-account b --profile " + federatedProfile, "only inside its own network"},
		{"kubernetes --issuer x --profile " + federatedProfile, "--service-account"},
		{"gitlab contoso --branch a --profile " + federatedProfile, "couldn't read the project"},
		{"gitlab contoso/erp --profile " + federatedProfile, "exactly one"},
		{"github contoso/erp --branch main --profile works-lcs-password", "no federated sign-in"},
		{"github contoso/erp --branch main", "none was named"},
		{"bitbucket x", "unknown command"},
	} {
		if stdout, stderr, code := m.run(append([]string{"federate"}, strings.Fields(test.line)...)...); code != 2 || stdout != "" || !strings.Contains(stderr, test.says) {
			t.Errorf("%s: %d %s%s", test.line, code, stdout, stderr)
		}
	}
}

// TestFederatedProfileWithAnotherTokenSource: outside its platform, a flag says for once where the token comes from.
func TestFederatedProfileWithAnotherTokenSource(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := m.cases[federatedProfile].AssertionFile
	m.saveChanged(federatedProfile, func(reg *registration.Registration) {
		reg.Permissions, reg.Environments = nil, nil
		reg.Credential = registration.Credential{Assertion: registration.Assertion{From: registration.FromFile, File: file + ".gone"}}
	})
	index := func() string {
		content, err := os.ReadFile(filepath.Join(m.home, "profiles.json"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	if _, _, code := m.run("check", federatedProfile); code != 3 {
		t.Errorf("away from its platform: exit code %d", code)
	}
	before := index()
	if strings.Contains(before, "refused") {
		t.Errorf("nothing was tested, and yet the profile counts as refused:\n%s", before)
	}
	for _, source := range [][]string{{"--assertion-file", file}, {"--assertion-command", "cat " + file}} {
		if stdout, stderr, code := m.run(append([]string{"check", federatedProfile}, source...)...); code != 0 || !strings.Contains(stderr, "result not saved with") {
			t.Errorf("check %v: exit code %d\n%s%s", source, code, stdout, stderr)
		}
		first, stderr, code := m.run(append([]string{"token", federatedProfile}, source...)...)
		if code != 0 || !strings.HasPrefix(first, "eyJ") {
			t.Errorf("token %v: exit code %d\n%s", source, code, stderr)
		}
	}
	if after := index(); after != before {
		t.Errorf("the profile was changed:\n%s\n%s", before, after)
	}
	if _, _, code := m.run("token", federatedProfile); code != 3 {
		t.Errorf("without a flag: exit code %d", code)
	}
	if _, stderr, code := m.run("check", federatedProfile, "--assertion-command", "x", "--assertion-file", "y"); code != 2 || !strings.Contains(stderr, "two sources") {
		t.Errorf("two sources: exit code %d\n%s", code, stderr)
	}
	if _, stderr, code := m.run("remove", federatedProfile); code != 0 || !strings.Contains(stderr, "its app registration stays in Entra") {
		t.Errorf("remove: exit code %d\n%s", code, stderr)
	}
	m.save("works-business-central-client-secret")
	if _, stderr, code := m.run("check", "works-business-central-client-secret", "--assertion-file", file); code != 2 {
		t.Errorf("of a profile with a secret: exit code %d\n%s", code, stderr)
	}
}

// TestFederateReadsHosts: a host name and its address are the same host; a branch and a tag may stand behind what git puts before them.
func TestFederateReadsHosts(t *testing.T) {
	m := newMachine(t)
	m.saveFederated(federatedProfile)
	github, gitlab := []string{"github", "contoso/erp"}, []string{"gitlab", "contoso/erp"}
	for _, test := range []struct {
		platform, args  []string
		issuer, subject string
	}{
		{github, []string{"--branch", "refs/heads/main"}, githubIssuer, "repo:contoso/erp:ref:refs/heads/main"},
		{github, []string{"--tag", "refs/tags/v1"}, githubIssuer, "repo:contoso/erp:ref:refs/tags/v1"},
		{github, []string{"--pull-request", "--host", "https://github.contoso.com"}, "https://github.contoso.com/_services/token", "repo:contoso/erp:pull_request"},
		{github, []string{"--pull-request", "--host", "contoso.ghe.com/"}, "https://token.actions.contoso.ghe.com", "repo:contoso/erp:pull_request"},
		{github, []string{"--pull-request", "--host", "https://GitHub.com/", "--enterprise", "contoso-inc"}, githubIssuer + "/contoso-inc", "repo:contoso/erp:pull_request"},
		{gitlab, []string{"--branch", "refs/heads/main", "--host", "gitlab.contoso.com"}, "https://gitlab.contoso.com", "project_path:contoso/erp:ref_type:branch:ref:main"},
		{gitlab, []string{"--tag", "v1", "--host", "https://contoso.com:8443/gitlab/"}, "https://contoso.com:8443/gitlab", "project_path:contoso/erp:ref_type:tag:ref:v1"},
	} {
		stdout, stderr, code := m.run(append(append(append([]string{"federate"}, test.platform...), test.args...), "--json")...)
		var got struct {
			Credentials []struct{ Issuer, Subject string }
		}
		if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 || got.Credentials[0].Issuer != test.issuer || got.Credentials[0].Subject != test.subject {
			t.Errorf("%v: exit code %d, %v, %+v\n%s", test.args, code, err, got, stderr)
		}
	}
}

// TestFederateRefusesWhatCantBe: no platform has such a value, or a plan couldn't show it as it would be written.
func TestFederateRefusesWhatCantBe(t *testing.T) {
	m := newMachine(t)
	m.saveFederated(federatedProfile)
	for _, test := range []struct {
		says string
		args []string
	}{
		{"--host", []string{"github", "contoso/erp", "--branch", "a", "--host", "https://x y"}},
		{"--host", []string{"github", "contoso/erp", "--branch", "a", "--host", "https://github.contoso.com/contoso/erp"}},
		{"--host", []string{"github", "contoso/erp", "--branch", "a", "--host", "http://github.contoso.com"}},
		{"--host", []string{"github", "contoso/erp", "--branch", "a", "--host", "token.actions.contoso.ghe.com"}},
		{"--host", []string{"github", "contoso/erp", "--branch", "a", "--host", "ghe.com"}},
		{"--host", []string{"gitlab", "contoso/erp", "--branch", "a", "--host", "https://me@gitlab.contoso.com"}},
		{"--host", []string{"gitlab", "contoso/erp", "--branch", "a", "--host", "https://gitlab.contoso.com?x"}},
		{"--host", []string{"gitlab", "contoso/erp", "--branch", "a", "--host", "gitlab"}},
		{"--host", []string{"gitlab", "contoso/erp", "--branch", "a", "--host", "/"}},
		{"--enterprise", []string{"github", "contoso/erp", "--branch", "a", "--enterprise", "a b/../c"}},
		{"couldn't read the repository", []string{"github", "contoso@0/erp@0", "--branch", "a"}},
		{"couldn't read the repository", []string{"github", "contoso@x/erp@y", "--branch", "a"}},
		{"couldn't read the repository", []string{"github", "contoso/..", "--branch", "a"}},
		{"couldn't read the repository", []string{"github", "contoso/erp.git", "--branch", "a"}},
		{"couldn't read the repository", []string{"github", "con:toso/erp", "--branch", "a"}},
		{"not all of it can be seen", []string{"github", "contoso/erp\n", "--branch", "a"}},
		{"not all of it can be seen", []string{"azure-devops", "contoso/erp/rel\nease", "--old", "--organization-id", "11111111-2222-4333-8444-555555555555"}},
		{"couldn't read the project", []string{"gitlab", "contoso/", "--branch", "a"}},
		{"couldn't read the project", []string{"gitlab", "/", "--branch", "a"}},
		{"couldn't read the project", []string{"gitlab", "/contoso/erp", "--branch", "a"}},
		{`(--branch): the branch isn't one that git takes`, []string{"github", "contoso/erp", "--branch", "rel\nease"}},
		{"git takes", []string{"github", "contoso/erp", "--branch", "refs/tags/v1"}},
		{"git takes", []string{"github", "contoso/erp", "--branch", "refs/heads/"}},
		{"git takes", []string{"gitlab", "contoso/erp", "--tag", "a..b"}},
		{"git takes", []string{"gitlab", "contoso/erp", "--branch", "a//b"}},
		{"the subject has characters that can't be seen", []string{"github", "contoso/erp", "--environment", "rel\nease"}},
		{"the subject has characters that can't be seen", []string{"github", "contoso/erp", "--environment", "pro\u202edud"}},
		{"couldn't read the service account", []string{"kubernetes", "--issuer", "https://oidc.example.com/", "--namespace", "erp:x", "--service-account", "a"}},
		{"the issuer has characters that can't be seen", []string{"kubernetes", "--issuer", "https://oidc.example.com/\n", "--namespace", "erp", "--service-account", "a"}},
	} {
		stdout, stderr, code := m.run(append(append([]string{"federate"}, test.args...), "--profile", federatedProfile)...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, test.says) || strings.Count(strings.TrimSpace(stderr), "\n") < 1 { // what to do stands below
			t.Errorf("%q: exit code %d %s%s", test.args, code, stdout, stderr)
		}
	}
}
