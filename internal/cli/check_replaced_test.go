package cli_test

import (
	"strings"
	"testing"
	"time"
)

// A value given for one check takes the place of the saved one alone: the secret's end stays known, and a verdict about
// another environment is not the profile's.
func TestCheckWithAnotherEnvironment(t *testing.T) {
	const name = "works-business-central-client-secret"
	m := newMachine(t)
	m.save(name)
	m.edit(`"store"`, `"secret_expires": "`+time.Now().AddDate(0, 0, 10).Format(time.DateOnly)+`", "store"`)
	if stdout, _, code := m.run("check", name); code != 0 || !strings.Contains(stdout, "The client secret expires in") {
		t.Fatalf("as saved: exit code %d\n%s", code, stdout)
	}
	stdout, stderr, code := m.run("check", name, "--environment", "NoSuchPlace")
	if code != 3 || !strings.Contains(stdout, "The client secret expires in") {
		t.Errorf("with another environment: exit code %d\n%s", code, stdout)
	}
	if !strings.Contains(stderr, "the result isn't saved") {
		t.Errorf("it is not said that the result isn't saved: %s", stderr)
	}
	if stdout, _, _ := m.run("show", name, "--json"); !strings.Contains(stdout, `"verdict": "ready"`) {
		t.Errorf("the verdict of another environment was kept:\n%s", stdout)
	}
	if _, stderr, _ := m.run("check", name, "--environment", ""); strings.Contains(stderr, "not kept") {
		t.Errorf("nothing given: %s", stderr)
	}
}
