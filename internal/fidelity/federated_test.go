package fidelity

import (
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim/cases"
)

// workloadIdentity gets a token as a pod does, with azidentity as it is: by the platform's token file.
func workloadIdentity(t *testing.T, w world, c cases.Case) (string, error) {
	t.Helper()
	target, err := catalog.Resolve(c.API, "", "")
	if err != nil {
		t.Fatal(err)
	}
	credential, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: azcore.ClientOptions{
			Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: w.url}, Transport: w.http, Retry: policy.RetryOptions{MaxRetries: -1},
		},
		ClientID: c.ClientID, TenantID: c.Tenant, TokenFilePath: c.AssertionFile, DisableInstanceDiscovery: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{target.Scope}})
	return token.Token, err
}

// TestWorkloadIdentity: Azure's own library gets a token for each API by an outside token, and is refused by the number that
// the case is for.
func TestWorkloadIdentity(t *testing.T) {
	w := newWorldOf(t, catalog.Federated)
	refusals := map[string]string{
		"federated_credential_missing": "AADSTS70025", "federated_issuer_mismatch": "AADSTS700211", "federated_subject_mismatch": "AADSTS700213",
		"federated_subject_mismatch-2": "AADSTS7002138", "federated_subject_mismatch-3": "AADSTS7002137", "federated_subject_mismatch-4": "AADSTS70021",
		"federated_audience_mismatch": "AADSTS700212", "assertion_expired_clock_skew": "AADSTS700024", "federated_issuer_mismatch-3": "AADSTS700222",
	}
	works := 0
	for name, c := range w.cases {
		token, err := workloadIdentity(t, w, c)
		switch number := refusals[name]; {
		case c.Cause == "":
			if works++; err != nil || strings.Count(token, ".") != 2 {
				t.Errorf("%s: %v", name, err)
			}
		case number != "" && (err == nil || !strings.Contains(err.Error(), number)):
			t.Errorf("%s: %v, want %s", name, err, number)
		}
	}
	if works != 4 {
		t.Errorf("%d working cases", works)
	}
}
