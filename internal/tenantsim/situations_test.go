package tenantsim

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// situations is the whole table, by name.
var situations = map[string]*Situation{
	"TenantUnknownAtDiscovery": TenantUnknownAtDiscovery, "TenantUnknown": TenantUnknown, "TenantMalformed": TenantMalformed,
	"TenantMissing": TenantMissing, "CommonEndpoint": CommonEndpoint, "InstanceUnknown": InstanceUnknown, "WrongVerb": WrongVerb,
	"ParameterMissing": ParameterMissing, "GrantUnknown": GrantUnknown, "ClientUnknown": ClientUnknown, "ClientZero": ClientZero,
	"ClientDisabled": ClientDisabled, "ClientWithoutSP": ClientWithoutSP, "CredentialMissing": CredentialMissing,
	"CredentialMissingApp": CredentialMissingApp, "CredentialUnwanted": CredentialUnwanted, "SecretWrong": SecretWrong,
	"SecretExpired": SecretExpired, "CertificateUnknown": CertificateUnknown, "CertificateExpired": CertificateExpired,
	"SignatureWrong": SignatureWrong, "AssertionExpired": AssertionExpired, "AssertionAudience": AssertionAudience,
	"AssertionMalformed": AssertionMalformed, "AssertionSubject": AssertionSubject, "AssertionClient": AssertionClient,
	"AssertionAlgorithm": AssertionAlgorithm, "UserUnknown": UserUnknown, "PasswordWrong": PasswordWrong, "UserLocked": UserLocked,
	"PasswordIsExpired": PasswordIsExpired, "UserDisabled": UserDisabled, "MFARequired": MFARequired, "MFAEnrollment": MFAEnrollment,
	"ConditionalAccess": ConditionalAccess, "SecurityDefaults": SecurityDefaults, "UserNotAssigned": UserNotAssigned,
	"ConsentMissing": ConsentMissing, "AdminConsentMissing": AdminConsentMissing, "ResourceNotListed": ResourceNotListed,
	"ResourceMissing": ResourceMissing, "ResourceDisabled": ResourceDisabled, "ScopeNotDefault": ScopeNotDefault,
	"ScopeInvalid": ScopeInvalid, "ScopeMixed": ScopeMixed, "ScopeNotOnResource": ScopeNotOnResource, "CodeRedeemed": CodeRedeemed,
	"PKCEMismatch": PKCEMismatch, "RefreshTokenExpired": RefreshTokenExpired, "RefreshTokenRevoked": RefreshTokenRevoked,
	"RefreshTokenMalformed": RefreshTokenMalformed, "DevicePending": DevicePending, "DeviceSlowDown": DeviceSlowDown,
	"DeviceDeclined": DeviceDeclined, "DeviceExpired": DeviceExpired, "ServiceUnavailable": ServiceUnavailable, "Throttled": Throttled,
	"RedirectMismatch": RedirectMismatch, "RedirectNone": RedirectNone, "RedirectMissing": RedirectMissing,
	"RedirectDiffers": RedirectDiffers, "MultiTenantDisabled": MultiTenantDisabled, "ResponseTypeUnknown": ResponseTypeUnknown,
	"ResponseModeUnknown": ResponseModeUnknown, "SignInNeeded": SignInNeeded, "PKCEMissing": PKCEMissing,
	"ChallengeMalformed": ChallengeMalformed, "UserDeclined": UserDeclined, "CodeUnknown": CodeUnknown, "CodeExpired": CodeExpired,
	"CodeOfAnotherTenant": CodeOfAnotherTenant, "CodeOutsideBrowser": CodeOutsideBrowser, "OriginUnwanted": OriginUnwanted,
	"DeviceCodeUnknown": DeviceCodeUnknown, "UserCodeUnknown": UserCodeUnknown, "UserCodeAnswered": UserCodeAnswered,
	"FederatedNone": FederatedNone, "FederatedAny": FederatedAny, "FederatedIssuer": FederatedIssuer, "FederatedAudience": FederatedAudience,
	"FederatedAudience2": FederatedAudience2, "FederatedSubject": FederatedSubject, "FederatedSubjectCase": FederatedSubjectCase,
	"FederatedSubjectEID1": FederatedSubjectEID1, "FederatedByEntra": FederatedByEntra, "FederatedManaged": FederatedManaged,
	"FederatedForbidden": FederatedForbidden, "FederatedOff": FederatedOff, "FederatedLimited": FederatedLimited,
	"FederatedMultitenant": FederatedMultitenant, "FederatedSignature": FederatedSignature, "FederatedCrossCloud": FederatedCrossCloud,
	"ConfirmationRequired": ConfirmationRequired, "SignInFrequencyOver": SignInFrequencyOver,
}

// TestSituationsAreComplete: the map above has every row of the table.
func TestSituationsAreComplete(t *testing.T) {
	file, err := parser.ParseFile(gotoken.NewFileSet(), "refusals_table.go", nil, 0)
	must(t, err)
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if row, ok := n.(*ast.ValueSpec); ok {
			names = append(names, row.Names[0].Name)
		}
		return true
	})
	slices.Sort(names)
	if diff := cmp.Diff(names, slices.Sorted(maps.Keys(situations))); diff != "" {
		t.Errorf("(-table +map):\n%s", diff)
	}
}

func TestRowsAreConsistent(t *testing.T) {
	word := regexp.MustCompile(`\{[^}]*\}`)
	known := []string{"{tenant}", "{tenantid}", "{tenantname}", "{EUII Hidden}", "{client}", "{app}", "{user}", "{resource}", "{resourceasked}", "{listed}", "{scope}", "{why}",
		"{thumbprint}", "{start}", "{end}", "{now}", "{parameter}", "{grant}", "{verb}", "{subject}", "{issuer}", "{audience}", "{algorithm}",
		"{redirect}", "{registered}", "{type}", "{origin}", "{seconds}"}
	for name, row := range situations {
		if !slices.Contains([]evidence{recorded, published, assumed}, row.evidence) {
			t.Errorf("%s: evidence %d", name, row.evidence)
		}
		for _, found := range word.FindAllString(row.text, -1) {
			if !slices.Contains(known, found) {
				t.Errorf("%s: unknown word %s", name, found)
			}
		}
	}
}
