package graph

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/transport"
)

const (
	appByID  = "GET /applications(appId='c1')"
	spByID   = "GET /servicePrincipals(appId='c1')"
	appJSON  = `{"id":"o1","appId":"c1","displayName":"x","signInAudience":"AzureADMyOrg","isFallbackPublicClient":null,"publicClient":{"redirectUris":["http://localhost"]},"requiredResourceAccess":[{"resourceAppId":"a1","resourceAccess":[{"id":"s1","type":"Scope"},{"id":"r1","type":"Role"}]}],"passwordCredentials":[{"keyId":"k1","displayName":"d","hint":"abc","endDateTime":"2027-01-02T03:04:05Z"}],"keyCredentials":[{"keyId":"k2","customKeyIdentifier":"AAECAwQFBgcICQoLDA0ODxAREhM=","key":null}],"disabledByMicrosoftStatus":null}`
	spJSON   = `{"id":"sp1","appId":"c1","accountEnabled":true,"appRoleAssignmentRequired":true}`
	restJSON = `{"value":[]}`
)

func whole() map[string][]reply {
	return map[string][]reply{
		appByID:                              {{status: 200, body: appJSON}},
		spByID:                               {{status: 200, body: spJSON}},
		"GET /servicePrincipals(appId='a1')": {{status: 200, body: `{"id":"spa","appId":"a1","appRoles":[{"id":"r1","value":"R.All","isEnabled":true}],"oauth2PermissionScopes":[{"id":"s1","value":"user_impersonation","isEnabled":false}]}`}},
		appByID + "/owners":                  {{status: 200, body: `{"value":[{"id":"u1","userPrincipalName":"alice@contoso.com"}]}`}},
		appByID + "/federatedIdentityCredentials": {{status: 200, body: restJSON}},
		appByID + "/appManagementPolicies":        {{status: 200, body: restJSON}},
		spByID + "/oauth2PermissionGrants":        {{status: 200, body: `{"value":[{"id":"g1","clientId":"sp1","consentType":"AllPrincipals","resourceId":"spa","scope":" a  b "}]}`}},
		spByID + "/appRoleAssignments":            {{status: 200, body: `{"value":[{"id":"as1","principalId":"sp1","resourceId":"spa","appRoleId":"r1"}]}`}},
		"GET /policies/authorizationPolicy":       {{status: 200, body: `{"defaultUserRolePermissions":{"allowedToCreateApps":false}}`}},
		"GET /policies/defaultAppManagementPolicy": {{status: 200, body: `{"isEnabled":true,"applicationRestrictions":{"passwordCredentials":[
			{"restrictionType":"passwordAddition","state":"disabled"},{"restrictionType":"passwordLifetime","maxLifetime":"P90D"}]}}`}},
		"GET /me": {{status: 200, body: `{"id":"u1","userPrincipalName":"alice@contoso.com"}`}},
		"GET /me/memberOf/microsoft.graph.directoryRole": {{status: 200, body: `{"value":[{"displayName":"Application Developer","roleTemplateId":"t1"}]}`}},
	}
}

// TestRegistrationInOneBatch: where the client id is known, one request reads everything.
func TestRegistrationInOneBatch(t *testing.T) {
	f, c, _ := newFake(t, whole())
	a, err := c.Registration(context.Background(), Query{ClientID: "c1", ResourceAppID: "a1", Actor: true})
	if err != nil || len(f.seen) != 1 {
		t.Fatalf("%v, asked %v", err, f.seen)
	}
	app := *a.Application
	app.Keys[0].Raw = nil
	want := Application{
		ID: "o1", AppID: "c1", DisplayName: "x", Audience: "AzureADMyOrg", RedirectURIs: []string{"http://localhost"},
		Required:  []RequiredAccess{{ResourceAppID: "a1", Scopes: []string{"s1"}, Roles: []string{"r1"}}},
		Passwords: []PasswordCredential{{KeyID: "k1", DisplayName: "d", Hint: "abc", End: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)}},
		Keys:      []KeyCredential{{KeyID: "k2", Thumbprint: "000102030405060708090A0B0C0D0E0F10111213"}},
	}
	if d := cmp.Diff(want, app); d != "" {
		t.Error(d)
	}
	if p := a.ServicePrincipal; p == nil || p.ID != "sp1" || !p.Enabled || !p.AssignmentRequired {
		t.Errorf("%+v", p)
	}
	if r := a.Resource; r == nil || r.Scopes[0].Value != "user_impersonation" {
		t.Errorf("%+v", r)
	}
	if g := a.Grants; len(g) != 1 || !g[0].Everyone || !slices.Equal(g[0].Scopes, []string{"a", "b"}) {
		t.Errorf("%+v", g)
	}
	if p := a.Policies; p.MayCreate == nil || *p.MayCreate || p.Apps.NoSecrets != nil || p.Apps.SecretLifetime.Longest != 90*24*time.Hour {
		t.Errorf("%+v %+v", p, p.Apps)
	}
	if len(a.Owners) != 1 || len(a.Assignments) != 1 || a.Roles[0].TemplateID != "t1" || a.User.Name != "alice@contoso.com" || len(a.Unread) != 0 {
		t.Errorf("%+v", a)
	}
}

// TestUnreadableParts: what may not be read is not known, unless nothing can be done without it.
func TestUnreadableParts(t *testing.T) {
	answers := whole()
	answers["GET /policies/defaultAppManagementPolicy"] = []reply{refusal(403, "Authorization_RequestDenied", "no")}
	answers["GET /me"] = []reply{refusal(400, "Request_BadRequest", "only valid with delegated authentication flow")}
	answers[spByID+"/oauth2PermissionGrants"] = []reply{{status: 200, body: `{"value":[],"@odata.nextLink":"https://more"}`}}
	_, c, _ := newFake(t, answers)
	a, err := c.Registration(context.Background(), Query{ClientID: "c1", Actor: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Part{PartPolicies, PartUser, PartGrants} {
		if a.Unread[p] == nil {
			t.Errorf("%s counts as read", p)
		}
	}
	answers[appByID] = []reply{refusal(403, "Authorization_RequestDenied", "no")}
	var no *Error
	if _, err := c.Registration(context.Background(), Query{ClientID: "c1"}); !errors.As(err, &no) || no.RequestID != "r-1" || no.ClientRequestID != "c-1" {
		t.Errorf("%v", err)
	}
}

// TestRegistrationByUniqueName needs a second request only where there is a registration, and tells others of the name and
// a deleted one.
func TestRegistrationByUniqueName(t *testing.T) {
	answers := whole()
	answers["GET /applications"] = []reply{{status: 200, body: `{"value":[{"id":"o1","appId":"c1","displayName":"x"},{"id":"o2","appId":"c2","displayName":"x"}]}`}}
	answers["GET /directory/deletedItems/microsoft.graph.application"] = []reply{{status: 200, body: `{"value":[{"id":"o8","appId":"c8","uniqueName":"other","deletedDateTime":"2026-01-01T00:00:00Z"},{"id":"o9","appId":"c9","uniqueName":"u","deletedDateTime":"2025-01-01T00:00:00Z"}]}`}}
	q := Query{UniqueName: "u", DisplayName: "x", ResourceAppID: "a1", Actor: true}
	f, c, _ := newFake(t, answers)
	a, err := c.Registration(context.Background(), q)
	if err != nil || a.Application != nil || len(f.seen) != 1 || len(a.SameName) != 2 || a.Deleted == nil || a.Deleted.ID != "o9" {
		t.Fatalf("%v %v %+v", err, f.seen, a)
	}
	answers["GET /applications(uniqueName='u')"] = []reply{{status: 200, body: appJSON}}
	f.seen = nil
	if a, err = c.Registration(context.Background(), q); err != nil || a.ClientID() != "c1" || a.ServicePrincipal == nil || len(f.seen) != 2 || len(a.SameName) != 1 {
		t.Errorf("%v %v %+v", err, f.seen, a)
	}
}

// TestThrottledPart: a part that was asked for too often is asked for once more, the others are not.
func TestThrottledPart(t *testing.T) {
	answers := whole()
	busy := refusal(429, "TooManyRequests", "slow down")
	busy.header = map[string]string{"Retry-After": "2"}
	answers[spByID] = []reply{busy, {status: 200, body: spJSON}}
	f, c, _ := newFake(t, answers)
	a, err := c.Registration(context.Background(), Query{ClientID: "c1"})
	if err != nil || a.ServicePrincipal == nil || len(f.seen) != 2 {
		t.Errorf("%v %v", err, f.seen)
	}
}

// TestForeignAnswers: what isn't Graph's own is told as that.
func TestForeignAnswers(t *testing.T) {
	tests := map[string]struct {
		reply reply
		kind  transport.AnswerKind
	}{
		"a page":         {reply{status: 200, body: "<html>"}, transport.NotJSON},
		"a redirect":     {reply{status: 302, header: map[string]string{"Location": "/x"}}, transport.Redirected},
		"a busy gateway": {reply{status: 502, body: "<html>"}, transport.Unavailable},
		"no parts":       {reply{status: 200, body: `{"responses":[]}`}, transport.Incomplete},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, c, _ := newFake(t, map[string][]reply{"POST /$batch": {test.reply}})
			_, err := c.Registration(context.Background(), Query{ClientID: "c1"})
			var answer *transport.AnswerError
			if !errors.As(err, &answer) || answer.Kind != test.kind {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSeveralRegistrations of one tenant share what is the same, and each has its own error.
func TestSeveralRegistrations(t *testing.T) {
	answers := whole()
	answers["GET /applications(appId='c3')"] = []reply{refusal(403, "Authorization_RequestDenied", "no")}
	f, c, _ := newFake(t, answers)
	found, errs := c.Registrations(context.Background(), []Query{{ClientID: "c1", ResourceAppID: "a1"}, {ClientID: "c2", ResourceAppID: "a1"}, {ClientID: "c3", ResourceAppID: "a1"}})
	if len(f.seen) != 2 { // 1 + 3 x 8 parts
		t.Errorf("asked %v", f.seen)
	}
	if errs[0] != nil || found[0].ClientID() != "c1" || found[0].Resource == nil || len(found[0].Grants) != 1 {
		t.Errorf("%v %+v", errs[0], found[0])
	}
	if errs[1] != nil || found[1].Application != nil || found[1].Resource == nil {
		t.Errorf("%v %+v", errs[1], found[1])
	}
	if _, ok := errors.AsType[*Error](errs[2]); !ok {
		t.Errorf("%v", errs[2])
	}
}
