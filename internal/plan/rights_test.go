package plan

import (
	"context"
	"errors"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"
)

func asError[T error](err error, to *T) bool { return errors.As(err, to) }

// TestWhoMay: what each person is told that they may do, and what Graph says when they try.
func TestWhoMay(t *testing.T) {
	const missing = true
	tests := []struct {
		name    string
		who     string
		forbid  bool // users may not register apps
		missing bool // the tenant lacks the API
		want    map[Object]Allowed
		refused map[Object]cause.Label
	}{
		{"a global admin", global, true, missing, map[Object]Allowed{Application: Yes, ServicePrincipal: Yes, APIServicePrincipal: Yes, AppRoleAssignment: Yes, Password: Yes}, nil},
		{"a cloud application admin", cloudApps, true, missing, map[Object]Allowed{Application: Yes, ServicePrincipal: Yes, APIServicePrincipal: Yes, AppRoleAssignment: Yes, Password: Yes}, nil},
		{"an application developer", developer, true, false, map[Object]Allowed{Application: Yes, ServicePrincipal: Yes, AppRoleAssignment: No, Password: Yes},
			map[Object]cause.Label{AppRoleAssignment: cause.GraphRightMissing}},
		{"an application developer without the API", developer, false, missing, map[Object]Allowed{APIServicePrincipal: No},
			map[Object]cause.Label{APIServicePrincipal: cause.SPCreationDenied}},
		{"a plain user", plain, true, false, map[Object]Allowed{Application: No, AppRoleAssignment: No},
			map[Object]cause.Label{Application: cause.AppCreationForbidden}},
		{"a plain user who may register", plain, false, false, map[Object]Allowed{Application: Yes, ServicePrincipal: Unknown, AppRoleAssignment: No},
			map[Object]cause.Label{AppRoleAssignment: cause.GraphRightMissing}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRig(t)
			r.admin = test.who
			r.rules(func(r *tenantsim.Rules) { r.UsersMayNotRegister = test.forbid })
			if test.missing {
				r.lack(catalog.BusinessCentral)
			}
			d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
			p := r.make(d, nil)
			for object, want := range test.want {
				c := changeOf(t, p, object)
				if c.Allowed != want || len(c.Needs) == 0 || (want == No) != (c.Cause != "") || want == No && c.Fix.IsZero() {
					t.Errorf("%s: %+v", object, c)
				}
			}
			result, err := r.engine().Apply(context.Background(), p, r.begin(d), nil)
			must(t, err)
			for _, c := range result.Plan.Failures() {
				if c.Cause != test.refused[c.Object] || c.Fix.IsZero() {
					t.Errorf("refused: %+v, %s", c, c.Finding.Evidence)
				}
			}
			if len(test.refused) == 0 != result.OK() {
				t.Errorf("%+v", result.Plan.Changes)
			}
			for object := range test.refused {
				if c := changeOf(t, result.Plan, object); c.State != Failed {
					t.Errorf("went through: %+v", c)
				}
			}
		})
	}
}

// TestTokenRights: a role doesn't help a token that lacks the permission; an app has permissions alone.
func TestTokenRights(t *testing.T) {
	r := newRig(t)
	d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
	tests := map[string]struct {
		actor  Actor
		object Object
		want   Allowed
	}{
		"narrow token":            {Actor{Rights: []string{"User.Read"}}, Application, No},
		"create only":             {Actor{Rights: []string{"AppRegistration.Create"}}, Application, Yes},
		"create only, secret":     {Actor{Rights: []string{"AppRegistration.Create"}}, Password, No},
		"az":                      {Actor{Rights: []string{"Directory.AccessAsUser.All"}}, AppRoleAssignment, Yes},
		"app, owned":              {Actor{App: true, Rights: []string{"Application.ReadWrite.OwnedBy"}}, Application, Yes},
		"app, owned, consent":     {Actor{App: true, Rights: []string{"Application.ReadWrite.OwnedBy"}}, AppRoleAssignment, No},
		"app, consent":            {Actor{App: true, Rights: []string{"AppRoleAssignment.ReadWrite.All"}}, AppRoleAssignment, Yes},
		"app, not known":          {Actor{App: true}, Application, Unknown},
		"app without the right":   {Actor{App: true, Rights: []string{}}, Application, No},
		"app, registration alone": {Actor{App: true, Rights: []string{"AppRegistration.Create"}}, Application, Yes},
	}
	for name, test := range tests {
		p, err := r.engine().Make(context.Background(), d, test.actor, nil)
		must(t, err)
		if c := changeOf(t, p, test.object); c.Allowed != test.want {
			t.Errorf("%s: %+v", name, c)
		}
	}
}
