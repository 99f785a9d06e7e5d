package diagnose

import (
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/transport"
)

// TestTroublesHaveWordsOfTheirOwn: what needs another remedy than its kind's has a title and steps that say so.
func TestTroublesHaveWordsOfTheirOwn(t *testing.T) {
	for trouble, want := range map[transport.Trouble]struct {
		kind  transport.Kind
		cause cause.Label
		step  string
	}{
		transport.ProxySetting:       {transport.Proxy, cause.NetworkProxy, "% as %25"},
		transport.ProxyAbsent:        {transport.Proxy, cause.NetworkProxy, "that the proxy runs"},
		transport.ProxyWindowsSignIn: {transport.Proxy, cause.NetworkProxy, "Px or Cntlm"},
		transport.NoSystemRoots:      {transport.TLS, cause.NetworkTLS, "ca-certificates"},
	} {
		plain := Explain(&transport.NetworkError{Kind: want.kind, Host: "login.example.test"}, Context{})
		d := Explain(&transport.NetworkError{Kind: want.kind, Trouble: trouble, Host: "login.example.test"}, Context{})
		if d.Cause != want.cause || d.Title == plain.Title || d.Meaning == plain.Meaning {
			t.Errorf("%d: %s, %q", trouble, d.Cause, d.Title)
		}
		if steps := strings.Join(d.Fix.Steps, "\n"); !strings.Contains(steps, want.step) || strings.Contains(steps, "{") {
			t.Errorf("%d: steps %q, want %q", trouble, steps, want.step)
		}
	}
}
