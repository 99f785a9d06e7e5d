package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/registration"
)

// A Graph host goes the way of the API's: only with a login host, announced, saved, shown and compared.
func TestGraphHost(t *testing.T) {
	m := newMachine(t)
	if _, stderr, code := m.run("setup", "--no-input", "--graph-url", "https://graph.example.com"); code != 2 || !strings.Contains(stderr, "another Graph host works only with another login host") {
		t.Errorf("without --authority: exit code %d, %s", code, stderr)
	}
	if _, stderr, code := m.run("setup", "--no-input", "--authority", m.url, "--graph-url", "http://graph.example.com"); code != 2 || !strings.Contains(stderr, "couldn't use --graph-url") {
		t.Errorf("plain http: exit code %d, %s", code, stderr)
	}
	m.saveChanged("works-lcs-password", func(r *registration.Registration) { r.Overrides.GraphURL = m.url })
	_, stderr, code := m.run("check", "works-lcs-password")
	if want := "Graph host " + m.url + " instead of the cloud's own (from profile works-lcs-password)"; code != 0 || !strings.Contains(stderr, want) {
		t.Errorf("exit code %d, no %q in %s", code, want, stderr)
	}
	stdout, _, _ := m.run("show", "works-lcs-password", "--json")
	var shown map[string]any
	if err := json.Unmarshal([]byte(stdout), &shown); err != nil || shown["graph_url"] != m.url {
		t.Errorf("%v: %s", err, stdout)
	}
	_, stderr, code = m.run("check", "works-lcs-password", "--authority", m.url, "--graph-url", "https://graph.example.com")
	if code != 3 || !strings.Contains(stderr, "was saved for") || !strings.Contains(stderr, "Graph host https://graph.example.com") {
		t.Errorf("another host: exit code %d, %s", code, stderr)
	}
	m.edit(`"graph_url": "`+m.url, `"graph_url": "https://graph.example.com`)
	if _, stderr, code = m.run("check", "works-lcs-password"); code != 3 || !strings.Contains(stderr, "Graph host") {
		t.Errorf("edited: exit code %d, %s", code, stderr)
	}
}
