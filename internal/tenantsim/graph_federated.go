package tenantsim

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/pattern"
)

func federatedEndpoints() []graphEndpoint {
	const all = "{app}/federatedIdentityCredentials"
	return []graphEndpoint{
		{"GET " + all, ofApp(readDirectory(), listFederated)},
		{"POST " + all, ofApp(changeApp(), createFederated)},
		{"GET " + all + "/{credential}", ofFederated(readDirectory(), getFederated)},
		{"GET " + all + "(name='{name}')", ofFederated(readDirectory(), getFederated)},
		{"PATCH " + all + "/{credential}", ofFederated(changeApp(), changeFederated)},
		{"PATCH " + all + "(name='{name}')", ofApp(changeApp(), upsertFederated)},
		{"DELETE " + all + "/{credential}", ofFederated(changeApp(), deleteFederated)},
		{"DELETE " + all + "(name='{name}')", ofFederated(changeApp(), deleteFederated)},
	}
}

// federatedBody is what can be written of a federated credential.
type federatedBody struct {
	ID          string   `json:"id"`
	Name        *string  `json:"name"`
	Issuer      *string  `json:"issuer"`
	Subject     *string  `json:"subject"`
	Audiences   []string `json:"audiences"`
	Description *string  `json:"description"`
}

func (f FederatedCredential) object() object {
	return object{"id": f.ID, "name": f.Name, "issuer": f.Issuer, "subject": f.Subject, "audiences": append([]string{}, f.Audiences...),
		"description": orNull(f.Description)}
}

// ofFederated finds the credential that the path names by id or name.
func ofFederated(r right, answer func(graphCall, *App, int) reply) func(graphCall) reply {
	return ofApp(r, func(c graphCall, a *App) reply {
		at := slices.IndexFunc(a.Federated, func(f FederatedCredential) bool {
			return strings.EqualFold(f.ID, c.words["credential"]) || strings.EqualFold(f.Name, cmp.Or(c.words["name"], c.words["credential"]))
		})
		if at < 0 {
			return c.refuseWith(resourceNotFound(cmp.Or(c.words["name"], c.words["credential"])))
		}
		return answer(c, a, at)
	})
}

func listFederated(c graphCall, a *App) reply {
	all := []object{}
	for _, f := range a.Federated {
		all = append(all, f.object())
	}
	return c.many("federatedIdentityCredentials", all, nil)
}

func getFederated(c graphCall, a *App, at int) reply {
	return c.one("federatedIdentityCredentials", http.StatusOK, a.Federated[at].object())
}

func createFederated(c graphCall, a *App) reply {
	var body federatedBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	return c.addFederated(a, body)
}

// addFederated adds a credential to an app.
func (c graphCall) addFederated(a *App, body federatedBody) reply {
	f := FederatedCredential{ID: c.opts.NewID()}
	if no := cmp.Or(f.apply(body), a.judgeFederated(f, -1)); no != nil {
		return c.refuseWith(no)
	}
	a.Federated = append(slices.Clone(a.Federated), f)
	return c.one("federatedIdentityCredentials", http.StatusCreated, f.object())
}

func changeFederated(c graphCall, a *App, at int) reply {
	var body federatedBody
	f := a.Federated[at]
	no := c.readBody(&body)
	if no == nil && body.Name != nil && *body.Name != f.Name {
		no = badRequest("The name of a federated identity credential can't be changed.", apiDetail{"PropertyReadOnly", "Property is read-only.", "name"})
	}
	if no = cmp.Or(no, f.apply(body), a.judgeFederated(f, at)); no != nil {
		return c.refuseWith(no)
	}
	a.Federated = slices.Clone(a.Federated)
	a.Federated[at] = f
	return empty()
}

// upsertFederated changes the credential of a name or, with the header Prefer, makes it.
func upsertFederated(c graphCall, a *App) reply {
	name := c.words["name"]
	at := slices.IndexFunc(a.Federated, func(f FederatedCredential) bool { return strings.EqualFold(f.Name, name) })
	if at >= 0 {
		return changeFederated(c, a, at)
	}
	if !c.createsMissing() {
		return c.refuseWith(resourceNotFound(name))
	}
	var body federatedBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	body.Name = &name
	return c.addFederated(a, body)
}

func deleteFederated(_ graphCall, a *App, at int) reply {
	a.Federated = slices.Delete(slices.Clone(a.Federated), at, at+1)
	return empty()
}

// federatedName is what a name may be.
var federatedName = pattern.Lazy(`^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$`)

// apply writes a body into a credential.
func (f *FederatedCredential) apply(body federatedBody) *apiRefusal {
	for _, field := range []struct{ to, from *string }{
		{&f.Name, body.Name}, {&f.Issuer, body.Issuer}, {&f.Subject, body.Subject}, {&f.Description, body.Description},
	} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if body.Audiences != nil {
		f.Audiences = body.Audiences
	}
	switch {
	case !federatedName.Regexp().MatchString(f.Name):
		return badRequest("The name of the federated identity credential is invalid.", apiDetail{"InvalidValue", "3 to 120 letters, digits, - and _.", "name"})
	case f.Issuer == "" || f.Subject == "" || len(f.Issuer) > 600 || len(f.Subject) > 600:
		return badRequest("Issuer and subject must have 1 to 600 characters.", apiDetail{"InvalidValue", "Invalid value.", "issuer"})
	case len(f.Audiences) != 1 || f.Audiences[0] == "":
		return badRequest("Exactly one audience is needed.", apiDetail{"InvalidValue", "Invalid value.", "audiences"})
	}
	return nil
}

// judgeFederated refuses what clashes with another credential of the app; at is where it is itself, -1 for a new one.
func (a *App) judgeFederated(f FederatedCredential, at int) *apiRefusal {
	if at < 0 && len(a.Federated) >= 20 {
		return badRequest("The maximum of 20 federated identity credentials is reached.")
	}
	for i, other := range a.Federated {
		if i != at && (strings.EqualFold(other.Name, f.Name) || other.Issuer == f.Issuer && other.Subject == f.Subject) {
			return alreadyThere("FederatedIdentityCredential with name " + f.Name + " or this issuer and subject already exists.")
		}
	}
	return nil
}
