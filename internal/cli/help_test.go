package cli_test

import (
	"strings"
	"testing"
)

// The help of check and token describes what the flags do there: nothing is saved. Setup's own keeps its words.
func TestHelpSaysWhatFlagsDo(t *testing.T) {
	m := newMachine(t)
	saving := []string{"--store", "--save-password", "--keep", "to save the profile under"}
	for _, name := range []string{"check", "token"} {
		help, _, code := m.run(name, "--help")
		if code != 0 || !strings.Contains(help, "--profile name") || strings.Contains(help, "no credential here") {
			t.Errorf("%s: exit code %d\n%s", name, code, help)
		}
		for _, word := range saving {
			if strings.Contains(help, word) {
				t.Errorf("%s: %s has no meaning here\n%s", name, word, help)
			}
		}
		for flag, flow := range map[string]string{"--store=none": "client-secret", "--save-password": "password", "--keep=key": "client-certificate"} {
			if _, stderr, code := m.run(name, "--no-input", "--api", "power-apps", "--flow", flow, flag); code != 2 || !strings.Contains(stderr, " required values\n") {
				t.Errorf("%s %s is not taken any more: exit code %d, %s", name, flag, code, stderr)
			}
		}
	}
	help, _, _ := m.run("setup", "--help")
	for _, word := range append(saving, "--permission name ") {
		if !strings.Contains(help, word) {
			t.Errorf("setup: no %s\n%s", word, help)
		}
	}
	if strings.Contains(help, "stringArray") {
		t.Errorf("setup shows the name of a type:\n%s", help)
	}
}
