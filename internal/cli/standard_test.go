package cli_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/cli"
	"appreg/internal/report"
)

// runStandard runs appreg in an environment of the standard variables.
func (m *machine) runStandard(environ map[string]string, args ...string) (rep report.Report, output string, code int) {
	m.t.Helper()
	list := []string{"APPREG_API_URL=" + m.url, "APPREG_AUTHORITY=" + m.url, "APPREG_HOME=" + m.home}
	for name, value := range environ {
		list = append(list, name+"="+value)
	}
	var out, errs bytes.Buffer
	code = cli.Run(m.t.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Environ: list, Keyring: m.keyring})
	_ = json.Unmarshal(out.Bytes(), &rep) // of a usage error there is none
	return rep, out.String() + errs.String(), code
}

// The variables of Azure's own tools describe a registration where neither flags nor variables of appreg's do, and where
// each came from is said.
func TestStandardVariables(t *testing.T) {
	m := newMachine(t)
	tests := map[string]struct {
		name    string
		environ map[string]string
		says    []string
	}{
		"secret":      {"works-power-apps-client-secret", map[string]string{"AZURE_CLIENT_SECRET": "SECRET"}, []string{"the client secret (from AZURE_CLIENT_SECRET)"}},
		"certificate": {"works-power-platform-client-certificate", map[string]string{"AZURE_CLIENT_CERTIFICATE_PATH": "FILE"}, []string{"certificate ", "(from AZURE_CLIENT_CERTIFICATE_PATH)"}},
		"PFX": {"works-business-central-client-certificate-pfx", map[string]string{"AZURE_CLIENT_CERTIFICATE_PATH": "FILE", "AZURE_CLIENT_CERTIFICATE_PASSWORD": "SECRET"},
			[]string{"the certificate password (from AZURE_CLIENT_CERTIFICATE_PASSWORD)"}},
		"token file": {"works-business-central-federated", map[string]string{"AZURE_FEDERATED_TOKEN_FILE": "FILE", "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com/"},
			[]string{"the token from the file in AZURE_FEDERATED_TOKEN_FILE"}},
	}
	for name, test := range tests {
		c := m.cases[test.name]
		environ := map[string]string{"AZURE_TENANT_ID": c.Tenant, "AZURE_CLIENT_ID": c.ClientID}
		for variable, value := range test.environ {
			environ[variable] = strings.NewReplacer("SECRET", c.Secret+c.CertificatePassword, "FILE", c.Certificate+c.AssertionFile).Replace(value)
		}
		for _, command := range [][]string{{"check", "--json"}, {"setup", "--no-input", "--store", "none", "--json"}} {
			args := append(append([]string{}, command...), "--api", string(c.API), "--flow", string(c.Flow))
			if c.Environment != "" {
				args = append(args, "--environment", c.Environment)
			}
			rep, output, code := m.runStandard(environ, args...)
			if code != 0 || rep.Verdict != report.Ready || rep.ClientID != c.ClientID {
				t.Errorf("%s %v: %d\n%s", name, command, code, output)
			}
			for _, want := range append(test.says, "tenant "+c.Tenant+" (from AZURE_TENANT_ID)", "client-id "+c.ClientID+" (from AZURE_CLIENT_ID)") {
				if !strings.Contains(output, want) {
					t.Errorf("%s %v doesn't say %q\n%s", name, command, want, output)
				}
			}
			if secret := c.Secret + c.CertificatePassword; secret != "" && strings.Contains(output, secret) {
				t.Errorf("%s %v tells the secret", name, command)
			}
		}
	}
}

// What is appreg's own wins, also a saved profile; what a flow doesn't ask for isn't taken.
func TestStandardVariablesComeLast(t *testing.T) {
	m := newMachine(t)
	c := m.cases["works-power-apps-client-secret"]
	args := []string{"check", "--json", "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID}
	wrong := map[string]string{
		"AZURE_TENANT_ID": "other.example.com", "AZURE_CLIENT_ID": "00000000-1111-2222-3333-444444444444", "AZURE_CLIENT_SECRET": "canary-of-another",
		"AZURE_CLIENT_CERTIFICATE_PATH": "/nowhere", "AZURE_AUTHORITY_HOST": "https://login.example.com", "APPREG_CLIENT_SECRET": c.Secret,
	}
	if _, output, code := m.runStandard(wrong, args...); code != 0 || strings.Contains(output, "AZURE_") {
		t.Errorf("flags: %d %s", code, output)
	}
	m.save("works-power-apps-client-secret")
	if _, output, code := m.runStandard(wrong, "check", "works-power-apps-client-secret"); code != 0 || strings.Contains(output, "AZURE_") {
		t.Errorf("profile: %d %s", code, output)
	}
	delete(wrong, "APPREG_CLIENT_SECRET")
	if _, output, code := m.runStandard(wrong, args...); code != 3 || strings.Contains(output, "canary") {
		t.Errorf("another's secret: %d %s", code, output)
	}
}

// A cloud's own login host says which cloud is meant; any other is another host, and needs to be a proper one.
func TestStandardLoginHost(t *testing.T) {
	m := newMachine(t)
	c := m.cases["works-power-platform-client-secret"]
	run := func(environ map[string]string, more ...string) (report.Report, string, int) {
		environ["APPREG_AUTHORITY"], environ["APPREG_API_URL"], environ["APPREG_CLIENT_SECRET"] = "", "", c.Secret
		return m.runStandard(environ, append([]string{"setup", "--no-input", "--store", "none", "--json", "--skip-test", "--api", string(c.API), "--flow", string(c.Flow),
			"--tenant", "x_y", "--client-id", c.ClientID}, more...)...)
	}
	for host, want := range map[string]string{
		"https://login.microsoftonline.us/": "", "https://login.partner.microsoftonline.cn": "china", "https://login.microsoftonline.com": "public",
	} {
		rep, output, _ := run(map[string]string{"AZURE_AUTHORITY_HOST": host})
		if want != "" && string(rep.Cloud) != want || want == "" && !strings.Contains(output, "gcc-high") {
			t.Errorf("%s: cloud %q\n%s", host, rep.Cloud, output)
		}
	}
	if rep, _, _ := run(map[string]string{"AZURE_AUTHORITY_HOST": "https://login.partner.microsoftonline.cn"}, "--cloud", "public"); rep.Cloud != "public" {
		t.Errorf("--cloud: %q", rep.Cloud)
	}
	if rep, output, _ := run(map[string]string{"AZURE_AUTHORITY_HOST": m.url}); rep.Authority != m.url || !strings.Contains(output, "(from AZURE_AUTHORITY_HOST)") {
		t.Errorf("another host: %s", output)
	}
	if _, output, code := run(map[string]string{"AZURE_AUTHORITY_HOST": "http://login.example.com"}); code != 2 || !strings.Contains(output, "AZURE_AUTHORITY_HOST") {
		t.Errorf("http: %d %s", code, output)
	}
}
