package steps

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// Names as a draft or profile of another version may hold them.
const (
	madeUpFlow catalog.Flow = "carrier-pigeon"
	madeUpAPI  catalog.API  = "power-bi"
)

// TestUnknownFlow: a flow that nobody knows is told as such. It is not taken for one of those that exist.
func TestUnknownFlow(t *testing.T) {
	for _, service := range catalog.Services() {
		a := registered(service.API, madeUpFlow).With(KeyUsername, "jan@contoso.com").With(KeySecretExpires, "2027-01-01")
		m := withSecret(t, New(testEnv(nil), a))
		texts := map[string]string{
			"the token request":        TokenRequest(a),
			"the administrator's":      AdminRequest(a),
			"the registration's":       AdminRegistrationRequest(a),
			"the request, before both": AdministratorRequest(a.Without(KeyClientID)),
			"the start":                m.Current().Guide.text(),
		}
		for what, text := range texts {
			if !strings.Contains(text, `unknown sign-in method "carrier-pigeon"; valid: browser, device-code, password`) {
				t.Errorf("%s: %s does not say that the flow is unknown:\n%s", service.API, what, text)
			}
		}
		for what, text := range texts {
			if strings.Contains(text, "grant_type") || strings.Contains(text, "POST ") || strings.Contains(text, "az ") {
				t.Errorf("%s: %s is made up:\n%s", service.API, what, text)
			}
		}
		if steps := m.Steps(); len(steps) != 1 || steps[0].ID != catalog.StepStart {
			t.Errorf("%s: %d steps", service.API, len(steps))
		}
		for _, key := range []Key{KeySecret, KeyPassword, KeyCertificate, KeyUsername, KeySavePassword} {
			if _, _, problem := m.Accept(key, "x"); problem == nil || !strings.Contains(problem.Message, "isn't used") {
				t.Errorf("%s: %s is asked for: %v", service.API, key, problem)
			}
		}
		if got := m.Answers().Registration(); !got.Credential.IsZero() || got.Username != "" || got.SecretExpires != "" {
			t.Errorf("%s: a credential without a flow: %+v", service.API, got)
		}
		if text := saveGuide(a).text(); strings.Contains(text, "keyring item") {
			t.Errorf("%s: says what is stored: %s", service.API, text)
		}
		if delegated, wanted := addedPermissions(a); delegated || len(wanted) > 0 {
			t.Errorf("%s: permissions %v", service.API, wanted)
		}
	}
}

// TestUnknownAPI: so is an API.
func TestUnknownAPI(t *testing.T) {
	for _, flow := range catalog.Flows() {
		a := registered(madeUpAPI, flow.Flow)
		for _, text := range []string{TokenRequest(a), AdminRequest(a), AdminRegistrationRequest(a), New(testEnv(nil), a).Current().Guide.text()} {
			if !strings.Contains(text, `unknown API "power-bi"; valid: lcs, power-platform`) || strings.Contains(text, "login.microsoftonline.com") {
				t.Errorf("%s: %s", flow.Flow, text)
			}
		}
		if steps := New(testEnv(nil), a).Steps(); len(steps) != 1 {
			t.Errorf("%s: %d steps", flow.Flow, len(steps))
		}
	}
	var unknown *catalog.UnknownError
	if err := (Answers{}).With(KeyAPI, string(madeUpAPI)).unknown(); !errors.As(err, &unknown) || unknown.Kind != "API" {
		t.Errorf("got %v", err)
	}
}

// TestEveryAPIHasItsFile: the catalogue's APIs and those of the steps are the same, in one order.
func TestEveryAPIHasItsFile(t *testing.T) {
	services, own := catalog.Services(), apis()
	if len(services) != len(own) {
		t.Fatalf("%d APIs in the catalogue, %d here", len(services), len(own))
	}
	for i, service := range services {
		one := own[i]
		if one.id != service.API || one.hint == "" {
			t.Errorf("%s: the catalogue's is %s", one.id, service.API)
		}
		for _, rule := range service.Flows {
			if _, wanted := addedPermissions(chosen(one.id, rule.Flow)); rule.Allowed && len(wanted) == 0 && (len(one.noPermissions) == 0 || one.rights == "") {
				t.Errorf("%s %s: nothing says why there are no permissions to add", one.id, rule.Flow)
			}
		}
		if service.OnPremises != (one.server != "") {
			t.Errorf("%s: server %q", one.id, one.server)
		}
	}
}
