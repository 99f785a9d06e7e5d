package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// early writes the profile's item in the form in which an earlier appreg wrote it: bound to nothing.
func (s *editedSite) early(t *testing.T) {
	t.Helper()
	id, _ := s.entry()["id"].(string)
	item := s.item(t, id)
	item["v"] = 1
	delete(item, "b")
	value, err := json.Marshal(item)
	s.items[id] = secret.New(string(value))
	if err == nil {
		err = s.keyring.Delete(t.Context(), id)
	}
	if err == nil {
		err = s.keyring.Set(t.Context(), id, s.items[id])
	}
	if err != nil {
		t.Fatal(err)
	}
}

// item is the keyring item under id.
func (s *editedSite) item(t *testing.T, id string) map[string]any {
	t.Helper()
	value, err := s.keyring.Get(t.Context(), id)
	item := map[string]any{}
	if err == nil {
		err = json.Unmarshal([]byte(value.Reveal()), &item)
	}
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// A profile that an earlier appreg saved works on; before it sends anything the hosts are said; and what works binds it,
// so that an edit afterwards is refused.
func TestEarlyProfileIsBoundByUse(t *testing.T) {
	for _, name := range editedProfiles {
		t.Run(name, func(t *testing.T) {
			s := newEditedSite(t, name)
			s.early(t)
			old, _ := s.entry()["id"].(string)
			for command, args := range s.sending() {
				stderr, code, _, _ := s.send(t, args)
				said := "was saved by an earlier appreg: its credential goes to login host " + s.url + " and API host " + s.url
				if !strings.Contains(stderr, said) || code != 0 && !strings.HasPrefix(command, "setup") {
					t.Errorf("%s: exit code %d, %s", command, code, stderr)
				}
				s.isBound(t, command, old, code == 0)
				s.restore(t)
			}
		})
	}
}

// isBound checks that the profile has another, bound item, the old one is gone, and an edit is refused.
func (s *editedSite) isBound(t *testing.T, command, old string, want bool) {
	t.Helper()
	if !want {
		return
	}
	st, err := store.Open(store.Options{Home: s.home, Keyring: s.keyring})
	if err != nil {
		t.Fatal(err)
	}
	now, err := st.Find(s.name)
	if err != nil || now.ID == old {
		t.Fatalf("%s: id %s, %v", command, now.ID, err)
	}
	if item := s.item(t, now.ID); item["v"] != float64(2) || item["b"] == nil {
		t.Errorf("%s: the item has version %v", command, item["v"])
	}
	if _, err := s.keyring.Get(t.Context(), old); err == nil {
		t.Errorf("%s: the old item stays", command)
	}
	s.edit(`"authority": "`+s.url, `"authority": "`+s.evil.url)
	s.sim.ForgetRequests()
	stderr, code, evil, sim := s.send(t, []string{"check", s.name})
	s.judge(t, "after "+command, hostile{bound: true}, code, stderr, evil, len(sim))
}

// A check that could not make every check has shown all the same where the credential belongs.
func TestEarlyProfileThatIsIncomplete(t *testing.T) {
	m := newMachine(t)
	m.saveChanged("works-lcs-password", func(r *registration.Registration) { r.Project = "" })
	s := &editedSite{machine: m, name: "works-lcs-password", evil: newRecorder(t)}
	s.remember(t)
	s.early(t)
	old, _ := s.entry()["id"].(string)
	stdout, stderr, code := s.run("check", s.name)
	if code != 3 || !strings.Contains(stdout, ": incomplete\n") {
		t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
	}
	s.isBound(t, "check", old, true)
}

// What does not work binds nothing: a refusal says nothing of the hosts.
func TestEarlyProfileThatIsRefused(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	s.early(t)
	c := s.cases[s.name]
	if err := s.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) { a.Secrets = nil }); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", s.name}, {"check", "--all"}, {"token", s.name, "--refresh"}} {
		if stderr, code, _, _ := s.send(t, args); code != 3 {
			t.Errorf("%v: exit code %d, %s", args, code, stderr)
		}
	}
	old, _ := s.entry()["id"].(string)
	if item := s.item(t, old); item["v"] != float64(1) {
		t.Errorf("the item has version %v", item["v"])
	}
}

// The content of the CA file that a profile was saved with counts, not its name alone: it says whom to trust. The one
// that is named now counts in its place.
func TestEditedCAFile(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	server, err := s.sim.Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	path := filepath.Join(t.TempDir(), "ca.pem")
	writeFile(t, path, string(server.CAPEM))
	hosts := []string{"--authority", server.URL, "--api-url", server.URL, "--ca-file", path}
	c := s.cases[s.name]
	if _, stderr, code := s.run("remove", s.name); code != 0 {
		t.Fatal(stderr)
	}
	s.name = "tls"
	args := append([]string{"setup", "--no-input", "--profile", s.name, "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID}, hosts...)
	if stdout, stderr, code := s.run(append(args, s.flags...)...); code != 0 {
		t.Fatalf("setup: exit code %d\n%s%s", code, stdout, stderr)
	}
	if _, stderr, code := s.run("check", s.name); code != 0 || !strings.Contains(stderr, "the roots in "+path+" are trusted too (from profile tls)") {
		t.Fatalf("as saved: exit code %d, %s", code, stderr)
	}
	writeFile(t, path, string(server.CAPEM)+"\n")
	s.sim.ForgetRequests()
	for command, args := range s.sending() {
		stderr, code, _, sim := s.send(t, args)
		s.judge(t, command, hostile{bound: true}, code, stderr, nil, len(sim))
		if command != "check --all" && !strings.Contains(stderr, "has changed since the profile was saved") {
			t.Errorf("%s: %s", command, stderr)
		}
	}
	if _, stderr, code := s.run("check", s.name, "--ca-file", path); code != 0 {
		t.Errorf("named now: exit code %d, %s", code, stderr)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// An older copy of the sealed file is noticed and its tokens are not given out.
func TestRolledBackTokens(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	if _, _, code := s.run("token", s.name); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	id, _ := s.entry()["id"].(string)
	sealed := filepath.Join(s.home, "state", id+".sealed")
	old, err := os.ReadFile(sealed)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, code := s.run("token", s.name, "--refresh"); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	writeFile(t, sealed, string(old))
	s.sim.ForgetRequests()
	_, stderr, code := s.run("token", s.name)
	if code != 0 || !strings.Contains(stderr, "are older than the last ones") || s.sim.Grants("client_credentials") != 1 {
		t.Errorf("exit code %d, %d requests for a token, %s", code, s.sim.Grants("client_credentials"), stderr)
	}
	s.sim.ForgetRequests()
	if _, stderr, _ := s.run("token", s.name); strings.Contains(stderr, "are older than") || len(s.sim.Requests()) != 0 {
		t.Errorf("afterwards %d requests, %s", len(s.sim.Requests()), stderr)
	}
}

// A refresh token of an older copy is not sent either: a person signs in again.
func TestRolledBackSignIn(t *testing.T) {
	s := newEditedSite(t, "works-power-platform-browser")
	id, _ := s.entry()["id"].(string)
	sealed := filepath.Join(s.home, "state", id+".sealed")
	old := s.files[sealed]
	if len(old) == 0 {
		t.Fatal("no sign-in was kept")
	}
	if _, _, code := s.run("token", s.name, "--refresh"); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	for _, args := range [][]string{{"token", s.name}, {"check", s.name}} {
		writeFile(t, sealed, string(old))
		s.sim.ForgetRequests()
		if _, stderr, code := s.run(args...); code != 3 || !strings.Contains(stderr, "are older than the last ones") || s.sim.Grants("refresh_token") != 0 {
			t.Errorf("%v: exit code %d, %s", args, code, stderr)
		}
	}
}

// A draft never brings a host: whatever it names, the secret goes where this run was told to send it.
func TestEditedDraft(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	c := s.cases[s.name]
	answers := map[string]string{
		"api": string(c.API), "signs-in": "application", "flow": string(c.Flow), "tenant": c.Tenant, "client-id": c.ClientID,
		"environment": "Production", "left-at": "token",
	}
	for _, key := range []string{"authority", "api-url", "api_url", "ca-file", "ca_file", "login-host", "overrides", "graph-url", "cloud", "region", "redirect-uri"} {
		answers[key] = s.evil.url
	}
	data, err := json.Marshal(map[string]any{
		"schema": 1, "answers": answers, "authority": s.evil.url, "api_url": s.evil.url, "overrides": map[string]string{"authority": s.evil.url, "Authority": s.evil.url},
	})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(s.home, "draft.json"), string(data))
	s.sim.ForgetRequests()
	s.lines = "yes\n" + c.Secret + "\n" + strings.Repeat("\n", 20)
	stderr, _, evil, _ := s.send(t, []string{"setup", "--plain"}, "APPREG_AUTHORITY="+s.url, "APPREG_API_URL="+s.url)
	if len(evil) > 0 {
		t.Errorf("the other host got %s", evil[0])
	}
	if s.sim.Grants("client_credentials") == 0 || !strings.Contains(stderr, "Go on where you left off?") {
		t.Errorf("the draft was not taken up to the test:\n%s", stderr)
	}
}
