package registration

import (
	"reflect"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// TestEverySecretIsListed: a field that holds a secret is one of Secrets, and is a credential by itself, but for the password of
// what isn't there.
func TestEverySecretIsListed(t *testing.T) {
	kind := reflect.TypeFor[Credential]()
	fields := 0
	for i := range kind.NumField() {
		field := kind.Field(i)
		if field.Type != reflect.TypeFor[secret.Secret]() {
			continue
		}
		fields++
		var c Credential
		value := secret.New("of " + field.Name)
		reflect.ValueOf(&c).Elem().Field(i).Set(reflect.ValueOf(value))
		if !slices.ContainsFunc(c.Secrets(), value.Equal) {
			t.Errorf("%s is not one of Secrets", field.Name)
		}
		if c.IsZero() != (field.Name == "CertificatePassword") {
			t.Errorf("%s alone: no credential: %v", field.Name, c.IsZero())
		}
	}
	if listed := len((Credential{}).Secrets()); fields == 0 || listed != fields {
		t.Errorf("%d secrets in %d fields", listed, fields)
	}
}

// TestTargetIsAtTheHostsNamed: a host that the person named takes the cloud's place, and only that one.
func TestTargetIsAtTheHostsNamed(t *testing.T) {
	own, err := Registration{API: catalog.PowerApps}.Target()
	if err != nil || own.Login == "" || own.ManagementURL == "" {
		t.Fatalf("%+v, %v", own, err)
	}
	for name, tt := range map[string]struct {
		named  Overrides
		change func(*catalog.Target)
	}{
		"none":  {Overrides{CAFile: "ca.pem"}, func(*catalog.Target) {}},
		"login": {Overrides{Authority: "https://a"}, func(t *catalog.Target) { t.Login = "https://a" }},
		"API":   {Overrides{APIURL: "https://b"}, func(t *catalog.Target) { t.APIURL, t.ManagementURL = "https://b", "https://b" }},
		"Graph": {Overrides{GraphURL: "https://c"}, func(t *catalog.Target) { t.Graph = "https://c" }},
	} {
		want := own
		tt.change(&want)
		if got, err := (Registration{API: catalog.PowerApps, Overrides: tt.named}).Target(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if got, err := (Registration{API: "nothing", Overrides: Overrides{Authority: "https://a"}}).Target(); err == nil || got.Login != "https://a" {
		t.Errorf("an unknown API: %+v, %v", got, err)
	}
}
