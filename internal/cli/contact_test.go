package cli_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestErrorsSayWhatToDo: one line says what happened, the next what to do, with the name that was probably meant.
func TestErrorsSayWhatToDo(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	m.save("works-business-central-client-secret")
	for line, want := range map[string]string{
		"lst":                        "appreg: unknown command \"lst\"\ndid you mean appreg list?\n",
		"nonsense":                   "appreg: unknown command \"nonsense\"\nlist the commands: appreg --help\n",
		"clouds":                     "appreg: unknown command \"clouds\"\ndid you mean appreg help clouds?\n",
		"help nonsense":              "appreg: unknown command or topic \"nonsense\"\nlist the commands and topics: appreg --help\n",
		"check --al":                 "appreg: unknown flag --al\ndid you mean --all?\n",
		"check --authorit x":         "appreg: unknown flag --authorit\ndid you mean --authority?\n",
		"check --stor none":          "appreg: unknown flag --stor\nlist its flags: appreg check --help\n", // taken, but not listed
		"check --xyz":                "appreg: unknown flag --xyz\nlist its flags: appreg check --help\n",
		"check -xyz":                 "appreg: unknown flag -x\nlist its flags: appreg check --help\n",
		"token -o":                   "appreg: --output needs a value\nlist its flags: appreg token --help\n",
		"check --all=perhaps":        "appreg: --all must be true or false\nlist its flags: appreg check --help\n",
		"token -o jsn":               "appreg: unknown output format \"jsn\" (--output)\nvalid: token, header, env, json, github, exec-credential, terraform, git-credential\n",
		"setup --no-input --api bc":  "appreg: unknown API \"bc\" (--api)\nvalid: lcs, power-platform, power-apps, business-central (did you mean business-central?)\n",
		"setup --no-input --flow x":  "appreg: unknown sign-in method \"x\" (--flow)\nvalid: browser, device-code, password, client-secret, client-certificate, federated\n",
		"explain --api pp 1":         "appreg: unknown API \"pp\"\nvalid: lcs, power-platform, power-apps, business-central (did you mean power-platform?)\n",
		"show nosuch":                "appreg: no profile named \"nosuch\"\nrun appreg list\n",
		"check nosuch":               "appreg: no profile named \"nosuch\"\nrun appreg list\n",
		"rename nosuch other":        "appreg: no profile named \"nosuch\"\nrun appreg list\n",
		"remove works-lcs-pasword":   "appreg: no profile named \"works-lcs-pasword\"; did you mean works-lcs-password?\nrun appreg list\n",
		"check a b":                  "appreg: check takes one profile at a time\nusage: appreg check [PROFILE|--all]\n",
		"move a vault":               "appreg: move needs one profile name\nusage: appreg move PROFILE --to STORE\n",
		"export a http":              "appreg: export needs one profile name\nusage: appreg export PROFILE --format FORMAT\n",
		"rename a":                   "appreg: rename needs the old and the new name\nusage: appreg rename OLD NEW\n",
		"list x":                     "appreg: list takes no argument\nlist its flags: appreg list --help\n",
		"open works-lcs-password no": "appreg: unknown page \"no\"\nvalid: overview, permissions, secrets, authentication, product\n",
	} {
		if _, stderr, code := m.run(strings.Fields(line)...); code != 2 || withoutNotes(stderr) != want {
			t.Errorf("%s: exit code %d\n%s, want\n%s", line, code, stderr, want)
		}
	}
	m.environ = []string{"APPREG_CLIENT_SECRET=" + m.cases["works-business-central-client-secret"].Secret}
	_, stderr, code := m.run("setup", "--no-input", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com",
		"--client-id", "0890c79b-858d-52c8-8b44-21cf5521404e", "--profile", "works-lcs-password")
	if want := "appreg: profile \"works-lcs-password\" already exists\nuse --replace to replace its credential, or another name\n"; code != 2 || withoutNotes(stderr) != want {
		t.Errorf("exit code %d, %s, want %s", code, stderr, want)
	}
}

// withoutNotes leaves out what is said beside the error.
func withoutNotes(stderr string) string {
	var rest strings.Builder
	for line := range strings.Lines(stderr) {
		if !strings.HasPrefix(line, "appreg: note: ") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// TestMissingValues: each is listed with the ways to give it.
func TestMissingValues(t *testing.T) {
	m := newMachine(t)
	_, stderr, code := m.run("setup", "--no-input", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com", "--profile", "p")
	want := "appreg: missing 2 required values\n  Client ID: --client-id\n  Client secret: --secret-stdin, --secret-file FILE or APPREG_CLIENT_SECRET\n"
	if code != 2 || stderr != want {
		t.Errorf("exit code %d\n%s, want\n%s", code, stderr, want)
	}
}

// TestDefaultProfile: APPREG_PROFILE names the profile where a command names none; what is named on the command line wins.
func TestDefaultProfile(t *testing.T) {
	m := newMachine(t)
	const first, second = "works-lcs-password", "works-business-central-client-secret"
	m.save(first)
	m.save(second)
	for _, test := range []struct {
		from, line string
		code       int
		says       string
	}{
		{"", "show", 2, "there are 2 profiles, and none was named"},
		{"", "open --print", 2, "(or set APPREG_PROFILE)"},
		{second, "show", 0, "profile       " + second},
		{second, "show " + first, 0, "profile       " + first},
		{second, "open --print", 0, "https://portal.azure.com/"},
		{second, "check", 0, second + ": ready"},
		{second, "check --environment Production", 0, second + ": ready"},
		{second, "token -o json", 0, "accessToken"},
		{second, "check --all", 0, first},
		{second, "check --api lcs", 2, "--tenant"},
		{"nosuch", "check", 2, "no profile named \"nosuch\" (from APPREG_PROFILE)"},
		{"nosuch", "check other", 2, "no profile named \"other\"\n"},
		{"nosuch", "list", 0, first},
	} {
		m.environ = []string{"APPREG_PROFILE=" + test.from}
		stdout, stderr, code := m.run(strings.Fields(test.line)...)
		if code != test.code || !strings.Contains(stdout+stderr, test.says) {
			t.Errorf("APPREG_PROFILE=%s appreg %s: exit code %d\n%s%s, want %d and %q", test.from, test.line, code, stdout, stderr, test.code, test.says)
		}
	}
}

// TestVersion: asked for in any way, it is the same.
func TestVersion(t *testing.T) {
	m := newMachine(t)
	text, _, code := m.run("version")
	if !strings.HasPrefix(text, "appreg ") || strings.Count(text, "\n") != 1 || code != 0 {
		t.Errorf("exit code %d: %q", code, text)
	}
	if flag, _, code := m.run("--version"); flag != text || code != 0 {
		t.Errorf("exit code %d: %q, want %q", code, flag, text)
	}
	asJSON, _, _ := m.run("version", "--json")
	if flag, _, _ := m.run("--version", "--json"); flag != asJSON || !strings.Contains(asJSON, `"commit": `) {
		t.Errorf("%s, want %s", flag, asJSON)
	}
	if _, stderr, code := m.run("check", "--version"); code != 2 {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

// TestOpen opens the page that was named, or prints its address.
func TestOpen(t *testing.T) {
	m := newMachine(t)
	name := "works-business-central-client-secret"
	m.save(name)
	c := m.cases[name]
	app := "https://portal.azure.com/" + c.Tenant + "/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/"
	for page, want := range map[string]string{
		"":               app + "Overview/appId/" + c.ClientID + "/isMSAApp~/false",
		"permissions":    app + "CallAnAPI/appId/" + c.ClientID + "/isMSAApp~/false",
		"secrets":        app + "Credentials/appId/" + c.ClientID + "/isMSAApp~/false",
		"authentication": app + "Authentication/appId/" + c.ClientID + "/isMSAApp~/false",
		"product":        "https://businesscentral.dynamics.com",
	} {
		args := append([]string{"open", name}, strings.Fields(page)...)
		var opened []string
		m.browser = func(address string) error { opened = append(opened, address); return nil }
		if stdout, _, code := m.run(args...); code != 0 || stdout != "" || len(opened) != 1 || opened[0] != want {
			t.Errorf("%s: exit code %d, opened %v, printed %q, want %s", page, code, opened, stdout, want)
		}
		if stdout, _, code := m.run(append(args, "--print")...); code != 0 || stdout != want+"\n" || len(opened) != 1 {
			t.Errorf("%s --print: exit code %d, opened %v, printed %q", page, code, opened, stdout)
		}
		m.browser = func(string) error { return errors.New("no browser") }
		if stdout, stderr, code := m.run(args...); code != 0 || stdout != want+"\n" || !strings.Contains(stderr, "no browser opened") {
			t.Errorf("%s without a browser: exit code %d, printed %q, %s", page, code, stdout, stderr)
		}
	}
}

// TestOpenAPageOfTheDefault: a page alone is that of the default profile, unless a profile has its name.
func TestOpenAPageOfTheDefault(t *testing.T) {
	m := newMachine(t)
	name := "works-business-central-client-secret"
	m.save(name)
	want, _, _ := m.run("open", name, "secrets", "--print")
	if stdout, stderr, code := m.run("open", "secrets", "--print"); code != 0 || stdout != want {
		t.Errorf("exit code %d, %q, want %q: %s", code, stdout, want, stderr)
	}
	if offered, _, _ := m.run("__complete", "open", ""); !strings.Contains(offered, name) || !strings.Contains(offered, "secrets") {
		t.Errorf("completion offers %q", offered)
	}
	if _, stderr, code := m.run("open", "nonsense", "--print"); code != 2 || !strings.Contains(stderr, "no profile named") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if _, stderr, code := m.run("rename", name, "secrets"); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if stdout, _, code := m.run("open", "secrets", "--print"); code != 0 || !strings.Contains(stdout, "/Overview/") {
		t.Errorf("exit code %d, %q", code, stdout)
	}
	if _, stderr, code := m.run("token", "secrets", "--output", "git-credential"); code != 2 || !strings.Contains(stderr, "git adds behind the profile") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

// TestOpenAnEditedProfile: whatever the index says, the address is one of the portal, and nothing that a terminal obeys.
func TestOpenAnEditedProfile(t *testing.T) {
	m := newMachine(t)
	name := "works-business-central-client-secret"
	m.save(name)
	index := filepath.Join(m.home, "profiles.json")
	content, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	for _, hostile := range []string{`../../evil.example/`, `x@evil.example`, `\u001b]8;;https://evil.example\u0007`, `//evil.example`, `a b\nc`} {
		edited := strings.ReplaceAll(string(content), m.cases[name].Tenant, hostile)
		if err := os.WriteFile(index, []byte(edited), 0o600); err != nil {
			t.Fatal(err)
		}
		stdout, stderr, code := m.run("open", name, "--print")
		if code == 0 && (!strings.HasPrefix(stdout, "https://portal.azure.com/") || strings.ContainsAny(stdout, "\x1b\x07 ") || strings.Contains(stdout, "/evil")) {
			t.Errorf("%s: %q", hostile, stdout)
		}
		if code != 0 && stdout != "" || strings.ContainsAny(stderr, "\x1b\x07") {
			t.Errorf("%s: exit code %d, %q %q", hostile, code, stdout, stderr)
		}
	}
}
