package steps

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
)

func TestFieldsForAFlow(t *testing.T) {
	common := []Key{KeyAPI, KeyFlow, KeyCloud, KeyTenant, KeyClientID}
	tests := map[string]struct {
		answers Answers
		want    []Key
	}{
		"power platform password": {chosen(catalog.PowerPlatform, catalog.Password),
			append(common[:5:5], KeyPermissions, KeyUsername, KeyPassword, KeyProfile, KeyStore, KeySavePassword)},
		"power platform secret": {chosen(catalog.PowerPlatform, catalog.ClientSecret),
			append(common[:5:5], KeySecret, KeySecretExpires, KeyProfile, KeyStore)},
		"power apps certificate": {chosen(catalog.PowerApps, catalog.ClientCertificate),
			append(common[:5:5], KeyCertificate, KeyCertificatePassword, KeyKeep, KeyProfile, KeyStore)},
		"lcs password": {chosen(catalog.LCS, catalog.Password),
			[]Key{KeyAPI, KeyFlow, KeyRegion, KeyTenant, KeyClientID, KeyUsername, KeyPassword, KeyProject, KeyProfile, KeyStore, KeySavePassword}},
		"power apps browser": {chosen(catalog.PowerApps, catalog.Browser),
			append(common[:5:5], KeyUsername, KeyProfile, KeyStore)},
		"power platform device code": {chosen(catalog.PowerPlatform, catalog.DeviceCode),
			append(common[:5:5], KeyPermissions, KeyUsername, KeyProfile, KeyStore)},
		"lcs browser": {chosen(catalog.LCS, catalog.Browser),
			[]Key{KeyAPI, KeyFlow, KeyRegion, KeyTenant, KeyClientID, KeyUsername, KeyProject, KeyProfile, KeyStore}},
		"business central device code": {chosen(catalog.BusinessCentral, catalog.DeviceCode),
			[]Key{KeyAPI, KeyFlow, KeyCloud, KeyDeployment, KeyPartner, KeyTenant, KeyClientID, KeyUsername, KeyEnvironments, KeyProfile, KeyStore}},
		"business central secret": {chosen(catalog.BusinessCentral, catalog.ClientSecret),
			[]Key{KeyAPI, KeyFlow, KeyCloud, KeyDeployment, KeyPartner, KeyTenant, KeyClientID, KeyRedirectURI, KeySecret, KeySecretExpires, KeyEnvironments, KeyProfile, KeyStore}},
		"on-premises is not probed": {chosen(catalog.BusinessCentral, catalog.ClientSecret).With(KeyDeployment, "on-premises"),
			[]Key{KeyAPI, KeyFlow, KeyCloud, KeyDeployment, KeyPartner, KeyTenant, KeyClientID, KeyRedirectURI, KeySecret, KeySecretExpires, KeyProfile, KeyStore}},
		"nothing to save": {chosen(catalog.PowerPlatform, catalog.Password).With(KeyStore, StoreNone),
			append(common[:5:5], KeyPermissions, KeyUsername, KeyPassword, KeyProfile, KeyStore)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, keysOf(FieldsFor(testEnv(nil), tt.answers))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEveryFieldIsWhole: each field can be shown, asked and answered.
func TestEveryFieldIsWhole(t *testing.T) {
	for _, c := range combinations() {
		a := registered(c.api, c.flow)
		seen := map[Key]bool{}
		for _, step := range New(testEnv(nil), a).Steps() {
			for _, f := range step.Fields {
				if seen[f.Key] {
					t.Errorf("%s asks %s twice", c, f.Key)
				}
				seen[f.Key] = true
				question := strings.HasSuffix(f.Label, "?") // says it all
				if f.Label == "" || f.Help == "" && !question || f.Accept == nil {
					t.Errorf("%s: %s lacks label, help or Accept", c, f.Key)
				}
				if f.Flag == "" && !f.Optional {
					t.Errorf("%s: no flag answers %s", c, f.Key)
				}
				if isChoice := f.Kind == Choice || f.Kind == Choices; isChoice != (len(f.Options) > 0) {
					t.Errorf("%s: %s has kind %d and %d options", c, f.Key, f.Kind, len(f.Options))
				}
				if f.Kind == Masked && (f.Default != "" || f.Example != "") {
					t.Errorf("%s: %s is a secret with a default or an example", c, f.Key)
				}
				for _, o := range f.Options {
					if o.Value == "" || o.Label == "" {
						t.Errorf("%s: %s has an empty option", c, f.Key)
					}
				}
			}
		}
	}
}

// TestDefaultsAndExamplesAreTaken: what a field proposes, the field accepts.
func TestDefaultsAndExamplesAreTaken(t *testing.T) {
	for _, c := range combinations() {
		env := testEnv(certificates())
		m := New(env, registered(c.api, c.flow))
		for _, step := range m.Steps() {
			for _, f := range step.Fields {
				if f.Default != "" {
					accept(t, m, f.Key, f.Default)
				}
				if f.Example != "" && f.Kind != File && f.Key != KeySecretExpires {
					accept(t, m, f.Key, f.Example)
				}
			}
		}
	}
}

func TestLiveChecks(t *testing.T) {
	want := map[Key]CheckKind{KeyTenant: CheckTenant, KeyUsername: CheckUser}
	for _, f := range FieldsFor(testEnv(nil), chosen(catalog.LCS, catalog.Password)) {
		if f.Check != want[f.Key] {
			t.Errorf("%s has check %q, want %q", f.Key, f.Check, want[f.Key])
		}
	}
}

func TestAnswersAreCopies(t *testing.T) {
	first := Answers{}.With(KeyAPI, "lcs")
	second := first.With(KeyTenant, tenantName)
	third := second.Without(KeyAPI)
	if first.Has(KeyTenant) || !second.Has(KeyAPI) || third.Has(KeyAPI) {
		t.Errorf("%v, %v, %v", first.Draft(), second.Draft(), third.Draft())
	}
	draft := second.Draft()
	draft[KeyTenant] = "changed"
	if second.Get(KeyTenant) != tenantName {
		t.Error("a draft changes the answers that it was taken from")
	}
}

func TestListSplitsAtCommas(t *testing.T) {
	tests := map[string][]string{"": nil, "a": {"a"}, "a, b": {"a", "b"}, ",a,,": {"a"}}
	for raw, want := range tests {
		if diff := cmp.Diff(want, Answers{}.With(KeyEnvironments, raw).List(KeyEnvironments)); diff != "" {
			t.Errorf("%q: %s", raw, diff)
		}
	}
}

func TestProblemReadsAsOneLine(t *testing.T) {
	if got := (&Problem{Message: "wrong"}).Error(); got != "wrong" {
		t.Errorf("got %q", got)
	}
	if got := (&Problem{Message: "wrong", Fix: "do it right"}).Error(); got != "wrong: do it right" {
		t.Errorf("got %q", got)
	}
}
