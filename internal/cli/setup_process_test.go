package cli_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// setupsAtOnce is how many people or scripts save at the same moment.
const setupsAtOnce = 50

// TestSetupProcesses: whoever sets up at the same time as many others saves too, however long the queue is: a secret is
// shown only once.
func TestSetupProcesses(t *testing.T) {
	w := newWorkplace(t)
	c := w.cases["works-business-central-client-secret"]
	args := []string{
		"setup", "--no-input", "--skip-test", "--api", string(c.API), "--flow", string(c.Flow),
		"--tenant", c.Tenant, "--client-id", c.ClientID, "--secret-file", secretFile(t, c.Secret), "--profile",
	}
	results := make([]result, setupsAtOnce)
	var group sync.WaitGroup
	for n := range results {
		group.Go(func() {
			results[n].stdout, results[n].stderr, results[n].code = w.run(t, append(args[:len(args):len(args)], fmt.Sprintf("p%d", n))...)
		})
	}
	group.Wait()
	failed := 0
	for n, r := range results {
		if r.code != 0 {
			failed++
			t.Errorf("process %d ended with %d: %s", n, r.code, strings.TrimSpace(r.stderr))
		}
	}
	out, _, _ := w.run(t, "list", "--json")
	var list []struct{ ID, Profile string }
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list) != setupsAtOnce-failed {
		t.Errorf("%d profiles, %v", len(list), err)
	}
	ids := map[string]bool{}
	for _, p := range list {
		ids[p.ID] = true
		if _, stderr, code := w.run(t, "remove", p.Profile); code != 0 { // only what is in the keyring can be taken out of it
			t.Errorf("%s: ended with %d: %s", p.Profile, code, stderr)
		}
	}
	if len(ids) != len(list) {
		t.Errorf("%d ids", len(ids))
	}
}
