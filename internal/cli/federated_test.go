package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// onPlatforms starts a simulator with the federated cases, as jobs on their platforms find it.
func onPlatforms(t *testing.T) (*tenantsim.Sim, map[string]cases.Case, []string) {
	t.Helper()
	sim := newSimulator(tenantsim.Options{})
	list, err := cases.Load(sim, t.TempDir(), catalog.Federated)
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	named := map[string]cases.Case{}
	for _, c := range list {
		named[c.Name] = c.At(server.URL)
	}
	return sim, named, []string{"APPREG_AUTHORITY=" + server.URL, "APPREG_API_URL=" + server.URL, "APPREG_HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
}

// job runs appreg with the registration of a case, in an environment.
func job(t *testing.T, c cases.Case, environ []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	args = append(args, "--api", string(c.API), "--flow", "federated", "--tenant", c.Tenant, "--client-id", c.ClientID)
	if c.Environment != "" {
		args = append(args, "--environment", c.Environment)
	}
	code = cli.Run(t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Environ: environ})
	return out.String(), errs.String(), code
}

func withEnv(environ []string, c cases.Case) []string {
	environ = append([]string(nil), environ...)
	for name, value := range c.Env {
		environ = append(environ, name+"="+value)
	}
	return environ
}

// TestFederatedOnEachPlatform: check, token and setup recognize the platform; nothing is asked for and no assertion is
// told anywhere, with --debug too.
func TestFederatedOnEachPlatform(t *testing.T) {
	_, named, environ := onPlatforms(t)
	platforms := map[string]string{
		"works-power-platform-federated": "GitHub Actions", "works-power-apps-federated": "Azure DevOps",
		"works-business-central-federated": "the file in AZURE_FEDERATED_TOKEN_FILE", "works-business-central-federated-gitlab": "GitLab (GITLAB_OIDC_TOKEN)",
	}
	for name, platform := range platforms {
		c := named[name]
		assertion, err := os.ReadFile(c.AssertionFile)
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range [][]string{{"check", "--json", "--debug"}, {"setup", "--no-input", "--store", "none", "--json", "--debug"}, {"token", "--debug"}} {
			stdout, stderr, code := job(t, c, withEnv(environ, c), command...)
			if code != 0 {
				t.Fatalf("%s %v: exit code %d\n%s%s", name, command, code, stdout, stderr)
			}
			if signature := assertion[bytes.LastIndexByte(assertion, '.')+1:]; strings.Contains(stdout+stderr, strings.TrimSpace(string(signature))) {
				t.Errorf("%s %v tells the assertion", name, command)
			}
			if strings.Contains(stderr, "eyJ") || strings.Contains(stdout+stderr, tenantsim.JobToken(c.ClientID)) {
				t.Errorf("%s %v tells a token: %s", name, command, stderr)
			}
			if command[0] == "token" {
				continue
			}
			var rep report.Report
			if err := json.Unmarshal([]byte(stdout), &rep); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(stdout, "the token from "+platform) || rep.Verdict != report.Ready {
				t.Errorf("%s %v: %s", name, command, stdout)
			}
		}
	}
}

// TestFederatedJobsThatLackTheirToken are told so in their platform's own terms, with exit code 3.
func TestFederatedJobsThatLackTheirToken(t *testing.T) {
	_, named, environ := onPlatforms(t)
	c := named["works-power-platform-federated"]
	for variable, want := range map[string]string{
		"GITHUB_ACTIONS=true":                 "permissions: id-token: write",
		"TF_BUILD=True":                       "SYSTEM_ACCESSTOKEN: $(System.AccessToken)",
		"GITLAB_CI=true":                      "id_tokens",
		"KUBERNETES_SERVICE_HOST=10.0.0.1":    "AZURE_FEDERATED_TOKEN_FILE",
		"APPREG_ASSERTION=canary-not-a-token": "APPREG_ASSERTION",
	} {
		stdout, stderr, code := job(t, c, append([]string{variable}, environ...), "check", "--json")
		if code != 3 || !strings.Contains(stdout, want) || !strings.Contains(stdout, `"assertion_source_missing"`) || strings.Contains(stdout+stderr, "canary") {
			t.Errorf("%s: exit code %d\n%s%s", variable, code, stdout, stderr)
		}
		if _, stderr, code := job(t, c, append([]string{variable}, environ...), "token"); code != 3 || !strings.Contains(stderr, "[assertion_source_missing]") {
			t.Errorf("token with %s: exit code %d\n%s", variable, code, stderr)
		}
	}
	const without = `test -z "$AZURE_PASSWORD$AZURE_CLIENT_SECRET$APPREG_ACCESS_TOKEN" && ` // it gets no secret of others
	secrets := []string{"AZURE_PASSWORD=canary", "AZURE_CLIENT_SECRET=canary", "APPREG_ACCESS_TOKEN=canary"}
	if stdout, _, code := job(t, c, append(secrets, environ...), "check", "--json", "--assertion-command", without+"cat "+c.AssertionFile); code != 0 {
		t.Errorf("a command: exit code %d\n%s", code, stdout)
	}
	if _, stderr, code := job(t, c, environ, "check", "--assertion-command", "x", "--assertion-file", "y"); code != 2 || !strings.Contains(stderr, "two sources") {
		t.Errorf("two sources: exit code %d\n%s", code, stderr)
	}
	if _, stderr, code := job(t, c, environ, "check", "--secret-file", "y"); code != 2 || !strings.Contains(stderr, "has no secret") {
		t.Errorf("a secret: exit code %d\n%s", code, stderr)
	}
}

// TestExplainAnAssertion: offline; what the token says is shown, the token never.
func TestExplainAnAssertion(t *testing.T) {
	_, named, _ := onPlatforms(t)
	file := named["federated_subject_mismatch"].AssertionFile
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		code := cli.Run(t.Context(), append([]string{"explain"}, args...), cli.Streams{In: strings.NewReader("AADSTS700213: No."), Out: &out, Err: &errs})
		if strings.Contains(out.String()+errs.String(), "eyJ") || strings.Contains(out.String(), strings.TrimSpace(string(raw))) {
			t.Errorf("%v tells the token: %s", args, &out)
		}
		return out.String() + errs.String(), code
	}
	const subject = "repo:contoso@9919/erp@4711:environment:production"
	for _, args := range [][]string{{"700213", "--assertion-file", file, "--json"}, {"-", "--assertion-file", file, "--json"}} {
		var got struct {
			Cause     string
			Meaning   string
			Assertion struct{ Issuer, Subject, Audience, Means, Expires string }
		}
		text, code := run(args...)
		if err := json.Unmarshal([]byte(text), &got); err != nil || code != 0 {
			t.Fatal(err, code, text)
		}
		if got.Cause != "federated_subject_mismatch" || got.Assertion.Subject != subject || !strings.Contains(got.Assertion.Means, "IDs 9919") || got.Assertion.Expires == "" ||
			!strings.Contains(got.Meaning, subject) {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if text, code := run("--assertion-file", file); code != 0 || !strings.Contains(text, subject) || !strings.Contains(text, "could be exchanged") || strings.Contains(text, "Cause") {
		t.Errorf("alone: %d %s", code, text)
	}
	for _, bad := range []string{"/nowhere", named["assertion_source_missing"].AssertionFile} {
		if text, code := run("--assertion-file", bad); code != 2 || strings.Contains(text, "not a token") {
			t.Errorf("%s: %d %s", bad, code, text)
		}
	}
}
