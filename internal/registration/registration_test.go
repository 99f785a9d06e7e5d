package registration

import (
	"reflect"
	"slices"
	"testing"

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
