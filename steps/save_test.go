package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestSaveSaysWhereOnce: whatever proves the app's right, the save step says in one sentence what the chosen place holds.
func TestSaveSaysWhereOnce(t *testing.T) {
	for _, flow := range catalog.Flows() {
		for store, place := range map[string]string{
			"": "The keyring", StoreKeyring: "The keyring", StoreVault: "The vault", StoreExec + "pass": "The store pass", storeOpen: "The place that you choose",
		} {
			a := Answers{}.With(KeyFlow, string(flow.Flow)).With(KeyStore, store)
			lines := strings.Split(saveGuide(a).text(), "\n")
			if !strings.Contains(lines[0], place+" holds ") || strings.Count(saveGuide(a).text(), place) != 1 || store != "" && store != StoreKeyring && strings.Contains(saveGuide(a).text(), "keyring") {
				t.Errorf("%s in %s: %q", flow.Flow, store, lines)
			}
		}
	}
}

// TestSaveWithoutAKeyring: what can't be used isn't named as the place, and nowhere holds nothing.
func TestSaveWithoutAKeyring(t *testing.T) {
	a := chosen(catalog.BusinessCentral, catalog.ClientSecret)
	env := testEnv(nil)
	env.StoreFault = "no keyring available"
	row := catalog.StepRow{Step: catalog.StepSave, Title: "Save"}
	for store, want := range map[string]string{"": "The place that you choose holds the client secret.", StoreVault: "The vault holds", StoreNone: "Nothing is saved"} {
		answers := a
		if store != "" {
			answers = a.With(KeyStore, store)
		}
		if text := build(env, answers, row).Guide.text(); !strings.Contains(text, want) || strings.Contains(text, "keyring") {
			t.Errorf("%q: %s", store, text)
		}
	}
}
