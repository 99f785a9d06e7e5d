package fidelity

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclparse"
	"go.yaml.in/yaml/v3"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/export"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
)

// awkward are secrets that a form could change.
var awkward = []string{`abc8Q~plain.value_1-2`, `it's "50%" $HOME #x`, "zürich & 東京+=", "two\nlines"}

// exported writes a profile of Business Central.
func exported(t *testing.T, format string, flow catalog.Flow, value string) (string, error) {
	t.Helper()
	return exportedOf(t, catalog.BusinessCentral, format, flow, value)
}

func exportedOf(t *testing.T, api catalog.API, format string, flow catalog.Flow, value string) (string, error) {
	t.Helper()
	target, err := catalog.Resolve(api, "", "")
	if err != nil {
		t.Fatal(err)
	}
	f, known := export.Lookup(format)
	if !known {
		t.Fatal(format)
	}
	return f.Write(export.Input{
		Profile: "bc-dev", Tenant: "contoso.com", ClientID: "66666666-7777-4888-9999-aaaaaaaaaaaa", Flow: flow.Info(), Target: target,
		Environment: "Sand box", Value: secret.New(value), Objects: export.Objects{DisplayName: `My "${app}"`},
	})
}

// read has the tool's own parser, from npm, read a text: see parsers.
func read(t *testing.T, tool, text string, into any) {
	t.Helper()
	cmd := exec.Command("node", "parsers/read.mjs", tool)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v (npm ci --prefix internal/fidelity/parsers)", tool, err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatal(err)
	}
}

// TestExportDotenv: Node's reader and a shell take a value alike. What some reader would change is refused.
func TestExportDotenv(t *testing.T) {
	written := 0
	for _, value := range awkward {
		text, err := exported(t, "dotenv", catalog.ClientSecret, value)
		changed := strings.Contains(value, "${") || strings.Contains(value, `\\`) || strings.HasSuffix(value, `\`) ||
			strings.Contains(value, "'") && strings.ContainsAny(value, "\"\\$`")
		if (err != nil) != changed {
			t.Errorf("%q: %v", value, err)
		}
		if err != nil {
			continue
		}
		written++
		var got map[string]string
		if read(t, "dotenv", text, &got); got["AZURE_CLIENT_SECRET"] != value || got["AZURE_TENANT_ID"] != "contoso.com" {
			t.Errorf("%q came back as %q", value, got["AZURE_CLIENT_SECRET"])
		}
		file := filepath.Join(t.TempDir(), ".env")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("bash", "-c", `. "$1" && printf %s "$AZURE_CLIENT_SECRET"`, "bash", file).CombinedOutput()
		if err != nil || string(out) != value {
			t.Errorf("a shell takes %q for %q (%v)", value, out, err)
		}
	}
	if written == 0 {
		t.Error("nothing is written")
	}
}

func TestExportBruno(t *testing.T) {
	for _, value := range awkward {
		text, err := exported(t, "bruno", catalog.ClientSecret, value)
		if strings.Contains(value, "\n") {
			if err == nil {
				t.Error("two lines are written")
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			HTTP struct{ Method, URL, Auth string }
			Auth struct{ OAuth2 map[string]any }
		}
		if read(t, "bruno", text, &got); got.Auth.OAuth2["clientSecret"] != value || got.HTTP.Method != "get" || got.HTTP.Auth != "oauth2" {
			t.Errorf("%q came back as %+v", value, got)
		}
	}
}

func TestExportPostman(t *testing.T) {
	for _, value := range awkward {
		text, err := exported(t, "postman", catalog.ClientSecret, value)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		if read(t, "postman", text, &got); got["clientSecret"] != value || got["tenantId"] != "contoso.com" {
			t.Errorf("%q came back as %v", value, got)
		}
	}
}

// TestExportJSON: what JetBrains' client and AL-Go read is JSON, AL-Go's in one line, and the value in it is unchanged.
func TestExportJSON(t *testing.T) {
	for _, value := range awkward {
		for format, secretOf := range map[string]func(map[string]any) any{
			"al-go": func(got map[string]any) any { return got["clientSecret"] },
			"jetbrains": func(got map[string]any) any {
				for _, name := range []string{"appreg", "Security", "Auth", "appreg"} {
					got, _ = got[name].(map[string]any)
				}
				return got["Client Secret"]
			},
		} {
			text, err := exported(t, format, catalog.ClientSecret, value)
			var got map[string]any
			if err == nil {
				err = json.Unmarshal([]byte(text), &got)
			}
			if err != nil || secretOf(got) != value || format == "al-go" && strings.Count(text, "\n") != 1 {
				t.Errorf("%s: %q came back as %v, %v\n%s", format, value, secretOf(got), err, text)
			}
		}
	}
}

func TestExportYAML(t *testing.T) {
	for _, format := range []string{"github-actions", "azure-devops", "kubernetes"} {
		for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate, catalog.Federated} {
			text, err := exported(t, format, flow, "")
			var got map[string]any
			if err == nil {
				err = yaml.Unmarshal([]byte(text), &got)
			}
			if err != nil || len(got) < 3 {
				t.Errorf("%s %s: %v\n%s", format, flow, err, text)
			}
		}
	}
	for _, value := range awkward {
		text, err := exported(t, "kubernetes", catalog.ClientSecret, value)
		var got struct {
			Kind       string
			StringData map[string]string `yaml:"stringData"`
		}
		if err == nil {
			err = yaml.Unmarshal([]byte(text), &got)
		}
		if err != nil || got.Kind != "Secret" || got.StringData["AZURE_CLIENT_SECRET"] != value {
			t.Errorf("%q came back as %+v, %v", value, got, err)
		}
	}
}

func TestExportTerraform(t *testing.T) {
	for _, flow := range catalog.Flows() {
		text, err := exported(t, "terraform", flow.Flow, "")
		if err != nil {
			t.Fatal(err)
		}
		file, faults := hclparse.NewParser().ParseHCL([]byte(text), "main.tf")
		if faults.HasErrors() || file.Body == nil || strings.Count(text, "\nimport {") < 2 {
			t.Errorf("%s: %v\n%s", flow.Flow, faults, text)
		}
	}
}

// TestExportScripts: the shell and systemd take what is for them.
func TestExportScripts(t *testing.T) {
	for _, value := range awkward {
		text, err := exported(t, "env", catalog.ClientSecret, value)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("sh", "-c", text+`printf %s "$AZURE_CLIENT_SECRET"`).Output()
		if err != nil || string(out) != value {
			t.Errorf("%q came back as %q, %v", value, out, err)
		}
	}
	for _, format := range []string{"curl", "az", "m365"} {
		text, err := exported(t, format, catalog.ClientSecret, "")
		if err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("bash", "-n", "-c", text).CombinedOutput(); err != nil {
			t.Errorf("%s: %v %s", format, err, out)
		}
	}
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.Federated} {
		text, err := exportedOf(t, catalog.PowerPlatform, "pac", flow, "")
		if err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("bash", "-n", "-c", text).CombinedOutput(); err != nil {
			t.Errorf("pac: %v %s", err, out)
		}
	}
	text, err := exported(t, "systemd", catalog.ClientSecret, "")
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "appreg-export.service")
	if err := os.WriteFile(unit, []byte(text+"ExecStart=/bin/true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("systemd-analyze", "verify", "--man=no", unit).CombinedOutput(); err != nil || strings.Contains(string(out), "appreg-export.service:") {
		t.Errorf("%v %s", err, out)
	}
}

// TestExportEngines: an engine of .http files and curl really call the API with what was exported.
func TestExportEngines(t *testing.T) {
	const name = "works-business-central-client-secret"
	sim := tenantsim.New(tenantsim.Options{})
	_, home, keyring := savedCase(t, sim, name)
	appreg := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := cli.Run(t.Context(), args, cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Keyring: keyring, Environ: []string{"APPREG_HOME=" + home},
		}); code != 0 {
			t.Fatalf("%v: %d %s", args, code, errs.String())
		}
		return out.String()
	}
	dir := t.TempDir()
	write := func(file, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	// The extension of VS Code is no package; httpyac, which stands in for it, calls the same value auth.access_token.
	write("bc.http", strings.Replace(appreg("export", name, "--format", "http"), "auth.response.body.$.", "auth.", 1), 0o600)
	write(".env", appreg("export", name, "--format", "dotenv", "--with-secret"), 0o600)
	engine, err := filepath.Abs("parsers/node_modules/.bin/httpyac")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", engine, "send", "bc.http", "--all", "--json")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil || strings.Count(string(out), `"statusCode": 200`) != 2 {
		t.Errorf("httpyac: %v, %d answers of 200", err, strings.Count(string(out), `"statusCode": 200`))
	}
	write("token", appreg("token", name), 0o600)
	write("appreg", "#!/bin/sh\n[ \"$*\" = 'token "+name+"' ] && cat "+filepath.Join(dir, "token")+"\n", 0o700)
	cmd = exec.Command("bash", "-c", appreg("export", name, "--format", "curl"))
	cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
	out, err = cmd.CombinedOutput()
	if err != nil || !json.Valid(out) {
		t.Errorf("curl: %v", err)
	}
}
