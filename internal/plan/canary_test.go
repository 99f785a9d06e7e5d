package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
	"appreg/internal/transport"
	"appreg/store"
)

// TestNothingLeaks: a new secret, a new key, a proof and the tokens of the admin are in no journal, plan, event, debug line or
// error, whether all goes well or Graph repeats the request in its refusal.
func TestNothingLeaks(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		for _, fault := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, refused %t", flow, fault), func(t *testing.T) {
				r := newRotor(t, flow)
				var seen log
				client, err := transport.New(transport.Options{Sleep: r.sleep, Debug: seen.add})
				must(t, err)
				r.http = client
				home := filepath.Join(t.TempDir(), "home")
				st, err := store.Open(store.Options{Home: home, Keyring: store.NewMemoryKeyring(), Now: r.clock})
				must(t, err)
				e := r.engine()
				admin, err := e.Graph.Token.Token(context.Background(), false)
				must(t, err)
				api, err := e.AdminToken.Token(context.Background(), false)
				must(t, err)
				if fault {
					body, _ := json.Marshal(map[string]any{"error": map[string]string{"code": "Request_BadRequest", "message": "Bearer " + admin.Reveal() + " isn't right"}})
					r.sim.Inject(tenantsim.CallsIn(testTenant), tenantsim.Fault{Status: 400, Type: "application/json", Body: string(body), Only: tenantsim.Writes})
				}
				steps := r.steps()
				steps.Tell = func(e Event) { seen.add(fmt.Sprintf("%+v %#v", e, e), false) }
				old := r.saved
				result, _, err := r.rotate(e, st, steps, nil)
				seen.add(fmt.Sprintf("%+v %#v %v", result, result, err), false)
				text, err := json.Marshal(result)
				must(t, err)
				seen.add(string(text), false)
				seen.files(t, home)
				secrets := []string{admin.Reveal(), api.Reveal(), old.Secret.Reveal(), r.saved.Secret.Reveal(), key(old.Certificate.Reveal()), key(r.saved.Certificate.Reveal())}
				for _, s := range secrets {
					if s != "" && strings.Contains(seen.text.String(), s) {
						t.Errorf("%q… leaks", s[:8])
					}
				}
				if fault == result.OK() || !strings.Contains(seen.text.String(), "$batch") || !strings.Contains(seen.text.String(), r.result.ClientID) {
					t.Error("the test looks at nothing")
				}
			})
		}
	}
}

// key is the longest line of a PEM file's key.
func key(file string) string {
	_, private, _ := strings.Cut(file, "BEGIN PRIVATE KEY-----\n")
	line, _, _ := strings.Cut(private, "\n")
	return line
}

// log collects what could be seen.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) add(line string, _ bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(line + "\n")
}

func (l *log) files(t *testing.T, home string) {
	t.Helper()
	must(t, filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		l.add(path+"\n"+string(content), false)
		return err
	}))
}
