package steps

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// typed are right answers for the fields that have no default.
var typed = map[Key]string{
	KeyTenant: tenantName, KeyClientID: clientGUID, KeyUsername: "adele@" + tenantName, KeySecretExpires: "2027-01-31",
	KeyEnvironments: "Production,Sandbox", KeyProject: "4711", KeyProfile: "contoso-dev", KeyRegion: "eu",
	KeyRedirectURI: "https://businesscentral.dynamics.com/OAuthLanding.htm", KeyPermissions: "EnvironmentManagement.Environments.Read",
	KeyPartner: Yes, KeyDeployment: "on-premises", KeyKeep: "key", KeyStore: "keyring",
}

// answeredAll returns all the answers that a person can give to an API and flow, but for secrets.
func answeredAll(t *testing.T, c combination) Answers {
	t.Helper()
	m := New(testEnv(nil), chosen(c.api, c.flow))
	for range 2 { // some fields appear with other answers
		for _, p := range parts() {
			for _, f := range fieldsOf(m.env, m.answers, p.id) {
				value := cmp.Or(typed[f.Key], f.Default)
				if f.Kind == Masked || f.Kind == File || value == "" || m.answers.Has(f.Key) {
					continue
				}
				next, _, problem := m.Accept(f.Key, value)
				if problem != nil {
					t.Fatalf("%s: %s: %v", c, f.Key, problem)
				}
				m = next
			}
		}
	}
	return m.answers.With(KeyTenantID, tenantGUID).With(KeyAppName, "My app").With(KeyLeftAt, string(catalog.StepToken))
}

// What a person has answered comes back from a draft as it was, whatever the API and flow; only saving a password has to
// be agreed to again.
func TestJudgedDraftOfAnHonestRun(t *testing.T) {
	for _, c := range combinations() {
		want := answeredAll(t, c)
		if c.flow == catalog.ClientCertificate {
			want = want.With(KeyCertificate, `C:\Users\me\app.pfx`)
		}
		got := FromDraft(want.Draft()).Judged(testEnv(nil))
		if d := gocmp.Diff(want.Without(KeySavePassword).Draft(), got.Draft()); d != "" {
			t.Errorf("%s: %s", c, d)
		}
	}
}

// TestNoSecretIsText: no masked answer is among those of a draft, and none is kept as text, whatever its field takes it for.
func TestNoSecretIsText(t *testing.T) {
	for _, c := range combinations() {
		m := New(testEnv(certificates()), registered(c.api, c.flow))
		asked := SecretKey(c.flow) == ""
		for _, f := range FieldsFor(m.env, m.answers) {
			if f.Kind != Masked {
				continue
			}
			asked = asked || f.Key == SecretKey(c.flow)
			if slices.Contains(draftKeys, f.Key) {
				t.Errorf("%s: a draft may bring %s", c, f.Key)
			}
			f.Accept = func(_ Answers, raw string) (Accepted, *Problem) { return Accepted{Value: raw}, nil }
			if got, problem := f.take(m.answers, "Pa55 word!"); problem != nil || got.Value != "" || !got.Secret.Equal(secret.New("Pa55 word!")) {
				t.Errorf("%s: %s is kept as text: %q, %v", c, f.Key, got.Value, problem)
			}
		}
		if !asked {
			t.Errorf("%s: no masked field asks for %s", c, SecretKey(c.flow))
		}
	}
}

// What nobody could have typed is not taken from a draft, and the rest is; a host never comes from one.
func TestJudgedDraftThatWasEdited(t *testing.T) {
	good := answeredAll(t, combination{catalog.BusinessCentral, catalog.ClientSecret}).Draft()
	edits := map[Key]string{
		"authority": "https://evil.example", "api-url": "https://evil.example", "api_url": "https://evil.example", "ca-file": "/tmp/roots.pem",
		"ca_file": "/tmp/roots.pem", "overrides": "https://evil.example", "graph-url": "https://evil.example",
		KeySecret: secretOfToday, KeyPassword: "hunter2", KeyCertificatePassword: "hunter2", KeySavePassword: Yes,
		KeyTenant: "not a tenant!", KeyTenantID: "../../evil", KeyClientID: "isn't a GUID", KeyCloud: "mars",
		KeyRedirectURI: "javascript:alert(1)", KeyCertificate: "a\x1b[2Jb", KeyAppName: "a\nb", KeyLeftAt: "nowhere",
		KeyProfile: "../../x", KeyStore: "plain", KeySecretExpires: "tomorrow",
	}
	for key, value := range edits {
		edited := maps.Clone(good)
		edited[key] = value
		want := maps.Clone(good)
		delete(want, key)
		got := FromDraft(edited).Judged(testEnv(nil)).Draft()
		if d := gocmp.Diff(want, got); d != "" {
			t.Errorf("%s=%s: %s", key, value, d)
		}
	}
	for _, key := range draftKeys {
		if strings.Contains(string(key), "url") || strings.Contains(string(key), "host") || strings.Contains(string(key), "authority") {
			t.Errorf("%s looks like a host", key)
		}
	}
	if got := FromDraft(map[Key]string{KeyAPI: "sharepoint"}).Judged(testEnv(nil)).Draft(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
