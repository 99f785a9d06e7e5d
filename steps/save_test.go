package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestSaveSaysWhereOnce: whatever proves the app's right, the save step says in one sentence what the chosen place holds.
func TestSaveSaysWhereOnce(t *testing.T) {
	for _, flow := range catalog.Flows() {
		for store, place := range map[string]string{StoreKeyring: "The keyring", StoreVault: "The vault", StoreExec + "pass": "The store pass"} {
			a := Answers{}.With(KeyFlow, string(flow.Flow)).With(KeyStore, store)
			lines := strings.Split(saveGuide(a).text(), "\n")
			if !strings.Contains(lines[0], place+" holds ") || strings.Count(saveGuide(a).text(), place) != 1 || store != StoreKeyring && strings.Contains(saveGuide(a).text(), "keyring") {
				t.Errorf("%s in %s: %q", flow.Flow, store, lines)
			}
		}
	}
}
