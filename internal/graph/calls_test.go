package graph

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/secret"
)

// TestCalls: every write is sent as Graph's reference has it.
func TestCalls(t *testing.T) {
	ctx := context.Background()
	no, multi := false, "AzureADMultipleOrgs"
	name := "x"
	tests := map[string]struct {
		call func(*Client) error
		want string // method, path and body
	}{
		"update": {func(c *Client) error {
			return c.UpdateApplication(ctx, "o1", ApplicationChange{DisplayName: &name, Notes: &name, Audience: &multi, PublicClient: &no, RedirectURIs: []string{"http://localhost"}, Required: []RequiredAccess{}})
		}, `PATCH /applications/o1 {"displayName":"x","isFallbackPublicClient":false,"notes":"x","publicClient":{"redirectUris":["http://localhost"]},"requiredResourceAccess":[],"signInAudience":"AzureADMultipleOrgs"}`},
		"delete":           {func(c *Client) error { return c.DeleteApplication(ctx, "o1") }, "DELETE /applications/o1 "},
		"restore":          {func(c *Client) error { return c.Restore(ctx, "o1") }, "POST /directory/deletedItems/o1/restore "},
		"remove a secret":  {func(c *Client) error { return c.RemovePassword(ctx, "o1", "k1") }, `POST /applications/o1/removePassword {"keyId":"k1"}`},
		"delete principal": {func(c *Client) error { return c.DeleteServicePrincipal(ctx, "sp1") }, "DELETE /servicePrincipals/sp1 "},
		"grant": {func(c *Client) error { _, err := c.GrantEveryone(ctx, "sp1", "spa", []string{"a", "b"}); return err },
			`POST /oauth2PermissionGrants {"clientId":"sp1","consentType":"AllPrincipals","principalId":null,"resourceId":"spa","scope":"a b"}`},
		"change a grant": {func(c *Client) error { return c.UpdateGrant(ctx, "g1", []string{"a"}) }, `PATCH /oauth2PermissionGrants/g1 {"scope":"a"}`},
		"revoke":         {func(c *Client) error { return c.DeleteGrant(ctx, "g1") }, "DELETE /oauth2PermissionGrants/g1 "},
		"assign": {func(c *Client) error { _, err := c.AssignRole(ctx, "sp1", "spa", "r1"); return err },
			`POST /servicePrincipals/spa/appRoleAssignedTo {"appRoleId":"r1","principalId":"sp1","resourceId":"spa"}`},
		"unassign": {func(c *Client) error { return c.UnassignRole(ctx, "spa", "as1") }, "DELETE /servicePrincipals/spa/appRoleAssignedTo/as1 "},
		"roll": {func(c *Client) error {
			_, err := c.RollKey(ctx, "o1", Certificate{DisplayName: "d", DER: []byte("DER")}, secret.New("proof"))
			return err
		}, `POST /applications/o1/addKey {"keyCredential":{"displayName":"d","key":"REVS","type":"AsymmetricX509Cert","usage":"Verify"},"passwordCredential":null,"proof":"proof"}`},
		"unroll":           {func(c *Client) error { return c.UnrollKey(ctx, "o1", "k1", secret.New("proof")) }, `POST /applications/o1/removeKey {"keyId":"k1","proof":"proof"}`},
		"remove the trust": {func(c *Client) error { return c.DeleteFederated(ctx, "o1", "f1") }, "DELETE /applications/o1/federatedIdentityCredentials/f1 "},
		"a way up":         {func(c *Client) error { return c.DeleteApplication(ctx, "..") }, "DELETE /applications/.. "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			what := strings.Join(strings.SplitN(test.want, " ", 3)[:2], " ")
			f, c, _ := newFake(t, map[string][]reply{what: {{status: 200, body: `{"id":"g1","keyId":"k1"}`}}})
			if err := test.call(c); err != nil {
				t.Fatal(err)
			}
			if got := f.seen[0] + " " + f.bodies[0]; got != test.want || f.headers[0].Get("Client-Request-Id") != "id" {
				t.Errorf("sent %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestReads: what isn't there is nil or empty, and no error; anything else is.
func TestReads(t *testing.T) {
	ctx := context.Background()
	tests := map[string]struct {
		path string
		body string
		read func(*Client) (any, error)
		want any // nil: nothing
	}{
		"by id":         {"GET /applications/o1", appJSON, func(c *Client) (any, error) { a, err := c.ApplicationByID(ctx, "o1"); return idOf(a), err }, "o1"},
		"by name":       {"GET /applications(uniqueName='it''s')", appJSON, func(c *Client) (any, error) { a, err := c.ApplicationByName(ctx, "it's"); return idOf(a), err }, "o1"},
		"deleted":       {"GET /directory/deletedItems/o1", appJSON, func(c *Client) (any, error) { a, err := c.Deleted(ctx, "o1"); return idOf(a), err }, "o1"},
		"grants":        {"GET /servicePrincipals/sp1/oauth2PermissionGrants", `{"value":[{"id":"g"}]}`, func(c *Client) (any, error) { l, err := c.Grants(ctx, "sp1"); return len(l), err }, 1},
		"assignments":   {"GET /servicePrincipals/sp1/appRoleAssignments", `{"value":[{"id":"g"}]}`, func(c *Client) (any, error) { l, err := c.Assignments(ctx, "sp1"); return len(l), err }, 1},
		"federated":     {"GET /applications/o1/federatedIdentityCredentials", `{"value":[{"id":"g"},{"id":"h"}]}`, func(c *Client) (any, error) { l, err := c.Federated(ctx, "o1"); return len(l), err }, 2},
		"the principal": {spByID, spJSON, func(c *Client) (any, error) { p, err := c.ServicePrincipal(ctx, "c1"); return p != nil, err }, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, c, _ := newFake(t, map[string][]reply{test.path: {{status: 200, body: test.body}, refusal(403, "Authorization_RequestDenied", "no")}})
			if got, err := test.read(c); err != nil || got != test.want {
				t.Errorf("%v %v", got, err)
			}
			var no *Error
			if _, err := test.read(c); !errors.As(err, &no) {
				t.Errorf("refused: %v", err)
			}
			_, empty, _ := newFake(t, nil)
			if got, err := test.read(empty); err != nil || got != "" && got != 0 && got != false {
				t.Errorf("nothing there: %v %v", got, err)
			}
		})
	}
}

func idOf(a *Application) string {
	if a == nil {
		return ""
	}
	return a.ID
}

// TestPolicies: what is in force of a policy, for which registrations, and for how long a credential may last.
func TestPolicies(t *testing.T) {
	day := 24 * time.Hour
	created := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	restriction := func(fields string) string {
		return `{"isEnabled":true,"applicationRestrictions":{"passwordCredentials":[{"restrictionType":"passwordAddition",` + fields + `},{"restrictionType":"symmetricKeyAddition"}],
			"keyCredentials":[{"restrictionType":"asymmetricKeyLifetime","maxLifetime":"P1Y2M3W4DT5H6M7S"},{"restrictionType":"trustedCertificateAuthority"}],
			"audiences":{"azureAdMultipleOrgs":{"state":"enabled"},"personalMicrosoftAccount":{"state":"disabled"}}}}`
	}
	tests := map[string]struct {
		body  string
		holds bool
	}{
		"in force":            {restriction(`"state":"enabled"`), true},
		"off":                 {restriction(`"state":"disabled"`), false},
		"for earlier ones":    {restriction(`"restrictForAppsCreatedAfterDateTime":"2026-01-01T00:00:00Z"`), true},
		"for later ones":      {restriction(`"restrictForAppsCreatedAfterDateTime":"2026-07-01T00:00:00Z"`), false},
		"a policy turned off": {strings.Replace(restriction(`"state":"enabled"`), "true", "false", 1), false},
	}
	for name, test := range tests {
		answers := whole()
		answers["GET /policies/defaultAppManagementPolicy"] = []reply{{status: 200, body: test.body}}
		_, c, _ := newFake(t, answers)
		a, err := c.Registration(context.Background(), Query{ClientID: "c1", Actor: true})
		if err != nil || a.Policies.Apps.NoSecrets.Holds(created) != test.holds {
			t.Errorf("%s: %v %+v", name, err, a.Policies.Apps.NoSecrets)
		}
		if p := a.Policies.Apps; !strings.Contains(name, "policy") && (p.KeyLifetime.Longest != (365+56+21+4)*day+5*time.Hour+6*time.Minute+7*time.Second || p.TrustedIssuers == nil || p.NoMultitenant == nil) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	answers := whole()
	answers[appByID+"/appManagementPolicies"] = []reply{{status: 200, body: `{"value":[{"isEnabled":true,"restrictions":{"passwordCredentials":[{"restrictionType":"passwordLifetime","maxLifetime":"P7D","excludeActors":{"customSecurityAttributes":[]}}]}}]}`}}
	_, c, _ := newFake(t, answers)
	a, err := c.Registration(context.Background(), Query{ClientID: "c1", Actor: true})
	if p := a.Policies.Apps; err != nil || p.SecretLifetime.Longest != 7*day || !p.SecretLifetime.Exempting {
		t.Errorf("the registration's own: %v %+v", err, p.SecretLifetime)
	}
	for _, none := range []string{"", "7 days", "P", "PT", "P1D2Y"} {
		if got := lifetime(none); got != 0 {
			t.Errorf("%q: %s", none, got)
		}
	}
}

// TestThumbprints: in bytes, in digits, in the base64 of digits; anything else is none.
func TestThumbprints(t *testing.T) {
	const want = "000102030405060708090A0B0C0D0E0F10111213"
	for _, id := range []string{"AAECAwQFBgcICQoLDA0ODxAREhM=", "000102030405060708090a0b0c0d0e0f10111213", "MDAwMTAyMDMwNDA1MDYwNzA4MDkwQTBCMEMwRDBFMEYxMDExMTIxMw=="} {
		if got := thumbprint(id); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
	for _, id := range []string{"", "AAEC", "something else", "zz0102030405060708090a0b0c0d0e0f10111213"} {
		if got := thumbprint(id); got != "" {
			t.Errorf("%s: %s", id, got)
		}
	}
}

// TestResourceByName: where no public source has an API's application id, it is looked for by its identifier.
func TestResourceByName(t *testing.T) {
	answers := whole()
	answers["GET /servicePrincipals"] = []reply{{status: 200, body: `{"value":[{"id":"spa","appId":"a1"}]}`}, {status: 200, body: `{"value":[]}`}}
	f, c, _ := newFake(t, answers)
	for _, want := range []bool{true, false} {
		a, err := c.Registration(context.Background(), Query{ClientID: "c1", Resource: "https://api.high.powerplatform.microsoft.us"})
		if err != nil || (a.Resource != nil) != want {
			t.Errorf("%v %+v", err, a.Resource)
		}
	}
	if !strings.Contains(f.bodies[0], "servicePrincipalNames%2Fany%28n%3An%20eq%20%27https%3A%2F%2Fapi.high.powerplatform.microsoft.us%27%29") {
		t.Errorf("asked %s", f.bodies[0])
	}
}

// TestThumbprintOfTheKey: a certificate is known by itself, whatever its customKeyIdentifier says.
func TestThumbprintOfTheKey(t *testing.T) {
	const sum = "A8ADDBC99F8B3F51D2ADBCEB605D650B9A8940E2" // of "0abc"
	for _, id := range []string{`null`, `"cGlwZWxpbmU="`, `"AAECAwQFBgcICQoLDA0ODxAREhM="`} {
		if k := key([]byte(`{"keyId":"k","type":"AsymmetricX509Cert","customKeyIdentifier":` + id + `,"key":"MGFiYw=="}`)); k.Thumbprint != sum {
			t.Errorf("%s: %q", id, k.Thumbprint)
		}
	}
	if k := key([]byte(`{"keyId":"k","type":"AsymmetricX509Cert","customKeyIdentifier":"AAECAwQFBgcICQoLDA0ODxAREhM=","key":null}`)); k.Thumbprint != "000102030405060708090A0B0C0D0E0F10111213" {
		t.Errorf("not read along: %q", k.Thumbprint)
	}
}
