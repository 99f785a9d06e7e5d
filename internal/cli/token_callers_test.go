package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reply is what a form of the output gives for what its caller says.
type reply struct {
	format, operation string
	environ           []string
	stdin             string
	out               string
	stderr            string // a part of it
	fault             string // a part of the error; then nothing is printed
}

func (w reply) try(t *testing.T) {
	t.Helper()
	out, errs, err := answered(t, w.format, Streams{Environ: w.environ}, w.stdin, w.operation)
	if d := cmp.Diff(w.out, out); d != "" || !strings.Contains(errs, w.stderr) || w.stderr == "" && errs != "" {
		t.Errorf("%s\nstderr: %s", d, errs)
	}
	if (err == nil) != (w.fault == "") || err != nil && (!strings.Contains(err.Error(), w.fault) || classify(err).code != exitUsage) {
		t.Errorf("%v, want %q", err, w.fault)
	}
}

// kubectl gets the version that it speaks.
func TestTokenExecCredential(t *testing.T) {
	said := func(version, more string) []string {
		return []string{`KUBERNETES_EXEC_INFO={"apiVersion":"client.authentication.k8s.io/` + version + `","kind":"ExecCredential"` + more + `}`}
	}
	got := func(version string) string {
		return `{"apiVersion":"client.authentication.k8s.io/` + version +
			`","kind":"ExecCredential","status":{"expirationTimestamp":"2026-11-20T23:03:29Z","token":"eyJ.a-b_c"}}` + "\n"
	}
	for name, test := range map[string]reply{
		"v1":             {environ: said("v1", `,"spec":{"interactive":false}`), out: got("v1")},
		"v1beta1":        {environ: said("v1beta1", `,"spec":{"interactive":true,"cluster":{"server":"https://x"}}`), out: got("v1beta1")},
		"v1alpha1":       {environ: said("v1alpha1", ""), out: got("v1alpha1")},
		"nothing said":   {out: got("v1")},
		"a later one":    {environ: said("v2", ""), fault: `unknown apiVersion "client.authentication.k8s.io/v2"`},
		"another kind":   {environ: []string{`KUBERNETES_EXEC_INFO={"apiVersion":"client.authentication.k8s.io/v1","kind":"Pod"}`}, fault: "kind ExecCredential"},
		"no JSON at all": {environ: []string{"KUBERNETES_EXEC_INFO=yes"}, fault: "isn't a JSON object"},
	} {
		test.format = "exec-credential"
		t.Run(name, test.try)
	}
}

// Where kubectl says that nobody is there, nobody is asked.
func TestTokenExecCredentialAsksNobody(t *testing.T) {
	for spec, asks := range map[string]bool{`{"interactive":true}`: true, `{"interactive":false}`: false, `null`: false} {
		run := &tokenCommand{registrationFlags: registrationFlags{app: &app{Streams: Streams{Environ: []string{
			`KUBERNETES_EXEC_INFO={"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":` + spec + `}`,
		}}}}}
		if _, err := openExecCredential(t.Context(), run, subject{}); err != nil || run.global.noInput == asks {
			t.Errorf("%s: no input %v, %v", spec, run.global.noInput, err)
		}
	}
}

// Terraform takes strings alone.
func TestTokenTerraform(t *testing.T) {
	const object = `{"accessToken":"eyJ.a-b_c","expiresOn":"2026-11-20T23:03:29Z","expires_on":"1795215809","tenant":"6f89a1b2-0000-4000-8000-1234567890ab","tokenType":"Bearer"}` + "\n"
	for name, test := range map[string]reply{
		"an empty query":   {stdin: "{}", out: object},
		"no query":         {out: object},
		"blanks":           {stdin: " {\n}\n", out: object},
		"a profile":        {stdin: `{"profile":"other"}`, fault: "appreg takes none, not profile"},
		"not only strings": {stdin: `{"a":1}`, fault: "isn't a JSON object of strings"},
		"a list":           {stdin: `[]`, fault: "isn't a JSON object of strings"},
		"without an end":   {stdin: `{"` + strings.Repeat("a", maxAsked), fault: "longer than 64 KiB"},
	} {
		test.format = "terraform"
		t.Run(name, test.try)
	}
	var strings map[string]string
	if err := json.Unmarshal([]byte(object), &strings); err != nil {
		t.Error(err)
	}
}

// Git gets a bearer token where it can send one, and a token goes to the API's own address alone.
func TestTokenGit(t *testing.T) {
	const (
		host   = "protocol=https\nhost=api.businesscentral.dynamics.com\n"
		bearer = "capability[]=authtype\nauthtype=Bearer\ncredential=eyJ.a-b_c\nephemeral=1\npassword_expiry_utc=1795215809\n"
		basic  = "password=eyJ.a-b_c\npassword_expiry_utc=1795215809\n"
	)
	for name, test := range map[string]reply{
		"a new git":            {operation: "get", stdin: "capability[]=authtype\ncapability[]=state\n" + host + "wwwauth[]=Bearer\n\n", out: bearer},
		"an old git":           {operation: "get", stdin: host, out: "username=appreg\n" + basic},
		"a user in the URL":    {operation: "get", stdin: host + "username=a=b\n", out: "username=a=b\n" + basic},
		"lines of Windows":     {operation: "get", stdin: strings.ReplaceAll(host, "\n", "\r\n"), out: "username=appreg\n" + basic},
		"in big letters":       {operation: "get", stdin: "protocol=https\nhost=API.businesscentral.dynamics.com\n", out: "username=appreg\n" + basic},
		"after the empty line": {operation: "get", stdin: host + "\nhost=evil.example\n", out: "username=appreg\n" + basic},
		"another host":         {operation: "get", stdin: "protocol=https\nhost=evil.example\n", stderr: "no token for https://evil.example"},
		"another port":         {operation: "get", stdin: "protocol=https\nhost=api.businesscentral.dynamics.com:8443\n", stderr: "no token for"},
		"a name that begins so": {operation: "get", stdin: "protocol=https\nhost=api.businesscentral.dynamics.com.evil.example\n",
			stderr: "no token for"},
		"in the clear":    {operation: "get", stdin: strings.Replace(host, "https", "http", 1), stderr: "no token for http://"},
		"nothing":         {operation: "get", stderr: "no token for ://"},
		"store":           {operation: "store", stdin: host + "password=x\n"},
		"erase":           {operation: "erase", stdin: host},
		"of a later git":  {operation: "capability"},
		"too much of all": {operation: "get", stdin: strings.Repeat("a=b\n", maxAsked), fault: "longer than"},
	} {
		test.format = "git-credential"
		t.Run(name, test.try)
	}
}

// A secret on standard input would be taken for what the caller asks.
func TestTokenFormsThatReadStandardInput(t *testing.T) {
	for _, format := range []string{"terraform", "git-credential"} {
		run := &tokenCommand{format: format, registrationFlags: registrationFlags{app: &app{Streams: Streams{In: strings.NewReader("secret")}}}}
		run.secrets.stdin = true
		form, _ := findTokenFormat(format)
		if _, err := form.open(t.Context(), run, subject{}); err == nil || !strings.Contains(err.Error(), "--secret-stdin doesn't go with") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// A job of GitHub Actions gets the token in its files, and its log hides it before.
func TestTokenGitHub(t *testing.T) {
	const mask, inEnv, inOutput = "::add-mask::eyJ.a-b_c\n", "\nAPPREG_ACCESS_TOKEN=eyJ.a-b_c\n", "\ntoken=eyJ.a-b_c\n"
	for name, test := range map[string]struct {
		reply
		env, output string // what the files hold then; - where there is none
	}{
		"both":      {reply{out: mask}, inEnv, inOutput},
		"no env":    {reply{out: mask, stderr: "GITHUB_ENV isn't set"}, "-", inOutput},
		"no output": {reply{out: mask, stderr: "GITHUB_OUTPUT isn't set"}, inEnv, "-"},
		"neither":   {reply{fault: "GITHUB_ENV and GITHUB_OUTPUT aren't set"}, "-", "-"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for variable, want := range map[string]string{"GITHUB_ENV": test.env, "GITHUB_OUTPUT": test.output} {
				if want == "-" {
					continue
				}
				path := filepath.Join(dir, variable)
				if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
					t.Fatal(err)
				}
				test.environ = append(test.environ, variable+"="+path)
			}
			test.format = "github"
			test.try(t)
			for variable, want := range map[string]string{"GITHUB_ENV": test.env, "GITHUB_OUTPUT": test.output} {
				if text, err := os.ReadFile(filepath.Join(dir, variable)); want != "-" && string(text) != "before"+want {
					t.Errorf("%s holds %q, %v", variable, text, err)
				}
			}
		})
	}
}

// A file that the runner has not made is told before a token is asked for: nothing is printed.
func TestTokenGitHubWithoutItsFiles(t *testing.T) {
	reply{format: "github", environ: []string{"GITHUB_ENV=" + filepath.Join(t.TempDir(), "gone")}, stderr: "GITHUB_OUTPUT isn't set", fault: "doesn't exist"}.try(t)
	reply{format: "github", environ: []string{"GITHUB_ENV=" + t.TempDir()}, stderr: "GITHUB_OUTPUT isn't set", fault: "isn't a file"}.try(t)
}
