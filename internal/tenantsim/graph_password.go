package tenantsim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

func credentialEndpoints() []graphEndpoint {
	return []graphEndpoint{
		{"POST {app}/addPassword", ofApp(changeApp(), addPassword)},
		{"POST {app}/removePassword", ofApp(changeApp(), removePassword)},
		{"POST {app}/addKey", addKey},
		{"POST {app}/removeKey", removeKey},
		{"GET {app}/appManagementPolicies", ofApp(readPolicies(), listAppPolicies)},
	}
}

// passwordBody is what can be asked of a new client secret.
type passwordBody struct {
	Credential struct {
		DisplayName string    `json:"displayName"`
		Start       time.Time `json:"startDateTime"`
		End         time.Time `json:"endDateTime"`
	} `json:"passwordCredential"`
}

// addPassword makes a client secret, with which the app signs in. Its value is in this answer alone. By itself it is good for
// two years, which a policy may forbid.
func addPassword(c graphCall, a *App) reply {
	var body passwordBody
	if no := c.readBody(&body); no != nil {
		return c.refuseWith(no)
	}
	wanted := body.Credential
	if wanted.Start.IsZero() {
		wanted.Start = c.Now()
	}
	if wanted.End.IsZero() {
		wanted.End = wanted.Start.AddDate(2, 0, 0)
	}
	policy := c.tenant.policyOf(a)
	switch {
	case policy.NoSecrets:
		return c.refuseWith(byPolicy("CredentialTypeNotAllowedAsPerAppPolicy", "Credential type not allowed as per assigned policy '"+c.policyID(a)+"'."))
	case !wanted.End.After(wanted.Start):
		return c.refuseWith(badRequest("The end date must be after the start date.", apiDetail{"InvalidKeyEndDate", "Key credential end date is invalid.", "EndDate"}))
	}
	if no := c.judgeLifetime(a, policy.SecretLifetime, wanted.Start, wanted.End); no != nil {
		return c.refuseWith(no)
	}
	raw := c.opaque(28) // 38 characters
	secret := Secret{ID: c.opts.NewID(), Value: raw[:3] + "8Q~" + raw[3:37], Expires: wanted.End, Starts: wanted.Start, Name: wanted.DisplayName,
		unseen: unseen(c.tenant.Rules.Replication.Tokens)}
	a.Secrets = append(slices.Clone(a.Secrets), secret)
	o := secret.object()
	o["secretText"], o["@odata.context"] = secret.Value, graphHost+"/$metadata#microsoft.graph.passwordCredential"
	return reply{body: o}
}

// judgeLifetime refuses a credential that a policy lets live for a shorter time; 0 is without limit.
func (c graphCall) judgeLifetime(a *App, limit time.Duration, start, end time.Time) *apiRefusal {
	if limit == 0 || !end.After(start.Add(limit)) {
		return nil
	}
	message := fmt.Sprintf("Credential lifetime exceeds the max value allowed as per assigned policy '%s'.", c.policyID(a))
	return byPolicy("CredentialInvalidLifetimeAsPerAppPolicy", message, apiDetail{"InvalidKeyEndDate", message, "EndDate"})
}

// policyID is the id of the policy that holds for an app.
func (c graphCall) policyID(a *App) string {
	if a.Policy != nil {
		return StableID("app policy", c.tenant.ID, a.ClientID)
	}
	return StableID("app policy", c.tenant.ID)
}

func removePassword(c graphCall, a *App) reply {
	var body struct {
		KeyID string `json:"keyId"`
	}
	no := c.readBody(&body)
	at := slices.IndexFunc(a.Secrets, func(s Secret) bool { return strings.EqualFold(s.ID, body.KeyID) })
	if at < 0 {
		no = cmp.Or(no, badRequest("No password credential found with keyId '"+body.KeyID+"'."))
	}
	if no != nil {
		return c.refuseWith(no)
	}
	a.Secrets = slices.Delete(slices.Clone(a.Secrets), at, at+1)
	return empty()
}

func listAppPolicies(c graphCall, a *App) reply {
	if c.tenant.Rules.HiddenPolicies {
		return c.refuseWith(insufficient())
	}
	all := []object{}
	if a.Policy != nil {
		all = append(all, object{"id": c.policyID(a), "displayName": "Policy of " + a.Name, "description": "", "isEnabled": true,
			"restrictions": a.Policy.restrictions()})
	}
	return c.many("appManagementPolicies", all, nil)
}

// restrictions are what a policy forbids, as Graph writes it.
func (p AppPolicy) restrictions() object {
	restriction := func(kind string, limit any) object {
		return object{"restrictionType": kind, "state": "enabled", "maxLifetime": limit, "restrictForAppsCreatedAfterDateTime": "0001-01-01T00:00:00Z"}
	}
	passwords, keys := []object{}, []object{}
	if p.NoSecrets {
		passwords = append(passwords, restriction("passwordAddition", nil), restriction("customPasswordAddition", nil))
	}
	if p.SecretLifetime > 0 {
		passwords = append(passwords, restriction("passwordLifetime", isoDays(p.SecretLifetime)))
	}
	if p.CertificateLifetime > 0 {
		keys = append(keys, restriction("asymmetricKeyLifetime", isoDays(p.CertificateLifetime)))
	}
	return object{"passwordCredentials": passwords, "keyCredentials": keys}
}

// isoDays writes a duration as ISO 8601 does, in days.
func isoDays(d time.Duration) string { return fmt.Sprintf("P%dD", int(d.Hours()/24)) }
