package graph

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestOutdatedToken: a token that a policy made old is exchanged once, and the request is sent again with the new one.
func TestOutdatedToken(t *testing.T) {
	for _, code := range []string{"TokenCreatedWithOutdatedPolicies", "InvalidAuthenticationToken"} {
		old := refusal(401, code, "old")
		f, c, s := newFake(t, map[string][]reply{"DELETE /applications/o1": {old, {status: 204}}})
		if err := c.DeleteApplication(context.Background(), "o1"); err != nil || s.renewed != 1 || f.headers[1].Get("Authorization") != "Bearer token-1" {
			t.Errorf("%s: %v, renewed %d", code, err, s.renewed)
		}
		_, c, s = newFake(t, map[string][]reply{"DELETE /applications/o1": {old}})
		var no *Error
		if err := c.DeleteApplication(context.Background(), "o1"); !errors.As(err, &no) || no.Means() != Outdated || s.renewed != 1 {
			t.Errorf("%s: %v, renewed %d", code, err, s.renewed)
		}
	}
}

// TestCreateIfMissing: 201 is made, 204 was there and is read.
func TestCreateIfMissing(t *testing.T) {
	yes, single := true, "AzureADMyOrg"
	f, c, _ := newFake(t, map[string][]reply{
		"PATCH /applications(uniqueName='u')":  {{status: 201, body: appJSON}, {status: 204}},
		"GET /applications(uniqueName='u')":    {{status: 200, body: appJSON}},
		"PATCH /servicePrincipals(appId='c1')": {{status: 201, body: spJSON}, {status: 204}},
		spByID:                                 {{status: 200, body: spJSON}},
		"PATCH /applications/o1/federatedIdentityCredentials(name='n')": {{status: 201, body: `{"id":"f1","name":"n"}`}, {status: 204}},
		"GET /applications/o1/federatedIdentityCredentials(name='n')":   {{status: 200, body: `{"id":"f1","name":"n"}`}},
	})
	ctx := context.Background()
	for range 2 {
		app, err := c.CreateApplication(ctx, "u", ApplicationChange{Audience: &single, PublicClient: &yes, RedirectURIs: []string{}, Required: []RequiredAccess{{ResourceAppID: "a1", Roles: []string{"r1"}}}})
		if err != nil || app.ID != "o1" {
			t.Errorf("application: %v %+v", err, app)
		}
		p, err := c.CreateServicePrincipal(ctx, "c1")
		if err != nil || p.ID != "sp1" {
			t.Errorf("service principal: %v %+v", err, p)
		}
		fic, err := c.PutFederated(ctx, "o1", FederatedCredential{Name: "n"})
		if err != nil || fic.ID != "f1" {
			t.Errorf("federated: %v %+v", err, fic)
		}
	}
	if len(f.headers) != 3+6 {
		t.Errorf("%d requests: what is made isn't read, what was there is", len(f.headers))
	}
	if f.headers[0].Get("Prefer") != "create-if-missing" {
		t.Error("no Prefer header")
	}
	const body = `{"isFallbackPublicClient":true,"publicClient":{"redirectUris":[]},"requiredResourceAccess":[{"resourceAppId":"a1","resourceAccess":[{"id":"r1","type":"Role"}]}],"signInAudience":"AzureADMyOrg"}`
	if f.bodies[0] != body {
		t.Errorf("sent %s", f.bodies[0])
	}
}

// TestKeysOfOthers: a list of certificates is sent back whole, entries that this program does not understand included.
func TestKeysOfOthers(t *testing.T) {
	f, c, _ := newFake(t, map[string][]reply{"PATCH /applications/o1": {{status: 204}}})
	keep := []KeyCredential{key([]byte(`{"keyId":"k1","key":null,"new":{"a":1}}`)), key([]byte(`{"keyId":"k2","key":"QUJD"}`))}
	if err := c.SetKeys(context.Background(), "o1", keep, &Certificate{KeyID: "k3", DisplayName: "appreg", DER: []byte("DER")}); err != nil {
		t.Fatal(err)
	}
	const want = `{"keyCredentials":[{"keyId":"k1","new":{"a":1}},{"key":"QUJD","keyId":"k2"},{"displayName":"appreg","key":"REVS","keyId":"k3","type":"AsymmetricX509Cert","usage":"Verify"}]}`
	if f.bodies[0] != want {
		t.Errorf("sent %s", f.bodies[0])
	}
}

// TestNewSecret: the value is in a secret, never in a text of ours.
func TestNewSecret(t *testing.T) {
	f, c, _ := newFake(t, map[string][]reply{"POST /applications/o1/addPassword": {{status: 200, body: `{"keyId":"k","hint":"abc","secretText":"abc-secret"}`}, {status: 200, body: `{"keyId":"k"}`}}})
	p, err := c.AddPassword(context.Background(), "o1", "d", time.Date(2027, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)))
	if err != nil || p.Secret.Reveal() != "abc-secret" || p.KeyID != "k" {
		t.Errorf("%v %+v", err, p)
	}
	if want := `{"passwordCredential":{"displayName":"d","endDateTime":"2027-01-02T02:04:05Z"}}`; f.bodies[0] != want {
		t.Errorf("sent %s", f.bodies[0])
	}
	if _, err := c.AddPassword(context.Background(), "o1", "d", time.Time{}); err == nil || strings.Contains(err.Error(), "secret-") {
		t.Errorf("an answer without the value: %v", err)
	}
}

// TestMeanings: every documented shape of an answer, by its status and codes, in all forms of the envelope.
func TestMeanings(t *testing.T) {
	const detail = `{"error":{"code":"Request_BadRequest","message":"x","details":[{"code":"NoBackingApplicationObject","message":"y","target":"appId"}]}}`
	const object = `{"error":{"code":"Request_BadRequest","message":{"lang":"en","value":"Permission entry already exists."},"details":{"code":"A","message":"b"}}}`
	tests := map[string]struct {
		doing Operation
		reply reply
		want  Meaning
	}{
		"no backing application":        {CreateServicePrincipal, reply{status: 400, body: detail}, NotYet},
		"the misleading 403":            {CreateServicePrincipal, refusal(403, "Authorization_RequestDenied", "When using this permission, the backing application of the service principal being created must in the local tenant"), NotYet},
		"a right missing":               {CreateServicePrincipal, refusal(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."), Refused},
		"service principal exists":      {CreateServicePrincipal, refusal(409, "Request_MultipleObjectsWithSameKeyValue", "x"), Exists},
		"grant exists, 400":             {GrantDelegated, reply{status: 400, body: object}, Exists},
		"grant exists, 409":             {GrantDelegated, refusal(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists."), Exists},
		"grant may be applied":          {GrantDelegated, refusal(404, "Directory_ObjectNotFound", "Unable to read the company information from the directory."), Doubtful},
		"grant before its principal":    {GrantDelegated, refusal(400, "Request_BadRequest", "Resource 'x' does not exist or one of its queried reference-property objects are not present."), NotYet},
		"assignment exists":             {AssignRole, refusal(400, "InvalidUpdate", "Permission being assigned already exists on the object"), Exists},
		"assignment before its objects": {AssignRole, refusal(400, "Request_BadRequest", "Not a valid reference update."), NotYet},
		"assignment, 404":               {AssignRole, refusal(404, "Request_ResourceNotFound", "x"), Missing},
		"application, 409":              {UpdateApplication, refusal(409, "Request_BadRequest", "x"), NotYet},
		"concurrency":                   {AddPassword, refusal(409, "Directory_ConcurrencyViolation", "x"), Busy},
		"federated exists":              {AddFederated, refusal(409, "Conflict", "x"), Exists},
		"unknown secret":                {RemovePassword, refusal(400, "Request_BadRequest", "No password credential found with keyId 'x'."), Missing},
		"throttled":                     {AddPassword, refusal(429, "TooManyRequests", "x"), Busy},
		"down":                          {AddPassword, refusal(503, "serviceNotAvailable", "x"), Busy},
		"policy":                        {AddPassword, refusal(400, "CredentialTypeNotAllowedAsPerAppPolicy", "x"), Refused},
	}
	for name, test := range tests {
		_, c, _ := newFake(t, map[string][]reply{"POST /x": {test.reply}})
		_, err := c.send(context.Background(), request{doing: test.doing, method: "POST", path: "/x"})
		var no *Error
		if !errors.As(err, &no) || no.Means() != test.want {
			t.Errorf("%s: %v means %d", name, err, no.Means())
		}
	}
}

// TestRefusalWithToken: an answer that repeats the request's token doesn't bring it into an error.
func TestRefusalWithToken(t *testing.T) {
	_, c, _ := newFake(t, map[string][]reply{"DELETE /applications/o1": {refusal(400, "Request_BadRequest", "Bearer token-0 isn't right")}})
	err := c.DeleteApplication(context.Background(), "o1")
	var no *Error
	if !errors.As(err, &no) || strings.Contains(err.Error()+string(no.Raw), "token-0") {
		t.Errorf("%v %s", err, no.Raw)
	}
}

// TestAssignRoles: permissions granted together are judged one by one, in their order; those for which the token was too old
// are sent once more with a new one, and no others.
func TestAssignRoles(t *testing.T) {
	const refused = `{"error":{"code":"Authorization_RequestDenied","message":"no"}}`
	const outdated = `{"error":{"code":"TokenCreatedWithOutdatedPolicies","message":"x"}}`
	granted := func(id string) reply { return reply{status: 201, body: `{"id":"` + id + `","appRoleId":"r"}`} }
	f, c, _ := newFake(t, map[string][]reply{"POST /servicePrincipals/api/appRoleAssignedTo": {
		granted("a1"), {status: 403, body: refused}, {status: 401, body: outdated}, granted("a3"),
	}})
	all, err := c.AssignRoles(context.Background(), "sp", "api", []string{"r1", "r2", "r3"})
	if err != nil || len(all) != 3 {
		t.Fatalf("%v %+v", err, all)
	}
	var no *Error
	if all[0].Err != nil || all[0].Assignment.ID != "a1" || !errors.As(all[1].Err, &no) || no.HTTPStatus != 403 || all[2].Err != nil || all[2].Assignment.ID != "a3" {
		t.Errorf("%+v", all)
	}
	if len(f.bodies) != 2 || strings.Count(f.bodies[1], `"appRoleId"`) != 1 || !strings.Contains(f.bodies[1], `"appRoleId":"r3"`) {
		t.Errorf("sent %q", f.bodies)
	}
	_, c, _ = newFake(t, map[string][]reply{"POST /$batch": {{status: 500, body: `{"error":{"code":"x","message":"y"}}`}}})
	if all, err := c.AssignRoles(context.Background(), "sp", "api", []string{"r1", "r2"}); err == nil || all != nil {
		t.Errorf("%v %+v", err, all)
	}
}
