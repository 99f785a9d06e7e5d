package diagnose

import (
	"strconv"
	"strings"
	"testing"

	"appreg/internal/cause"
)

// codesOfReferencePage are codes that docs/sources.md, "Entra: error numbers", does not hold, by the cause that their text on Microsoft's reference
// page (reference-error-codes.md) names; those marked "seen" are of Microsoft's articles and of public answers.
var codesOfReferencePage = map[cause.Label][]int{
	"app_not_in_tenant": {700011}, "app_disabled": {1000031}, "client_id_wrong": {7000110 /* seen */},
	"cert_algorithm": {50032}, "cert_thumbprint_header": {5002727 /* seen */}, "cert_not_registered": {7000213, 900384 /* seen */}, "client_id_malformed": {90112 /* seen */},
	"assertion_subject": {700229}, "federated_forbidden_by_tenant": {700236 /* seen */},

	"tenant_malformed": {50029}, "tenant_missing": {90126}, "common_endpoint_unsupported": {9002332}, "wrong_cloud": {90051, 900382, 900432, 1000104},
	"tenant_restricted": {50002, 500022, 500212, 500213, 5000211 /* seen */}, "authority_wrong_tenant": {7000012 /* seen */},
	"tenant_not_found": {5000224 /* seen */},

	"resource_sp_missing": {650054}, "resource_uri_wrong": {90009},
	"request_malformed":         {50050, 90004, 90005, 90007, 90015, 90056, 90100, 90102, 90121, 9000411 /* seen */},
	"response_type_not_enabled": {700054},
	"redirect_uri_mismatch":     {70004}, "pkce_mismatch": {50147, 501491},

	"wrong_password": {50064}, "user_not_found": {50197, 90125, 500341 /* seen */}, "guest_or_msa_account": {50014, 16003, 90084, 9002331, 9002346 /* seen */}, "password_expired": {50125},
	"external_mfa": {50161, 50170}, "device_not_compliant": {50127, 50187, 135011}, "conditional_access": {530034},
	"service_unavailable": {50033, 50087, 70012, 90012, 90036, 90091}, "throttled": {50088}, "network_tls": {1002016 /* seen */},
}

func TestCodesOfReferencePage(t *testing.T) {
	for want, codes := range codesOfReferencePage {
		for _, code := range codes {
			d := ExplainText("AADSTS"+strconv.Itoa(code), Context{})
			if d.Cause != want || strings.Contains(d.Title, "isn't in appreg's table") {
				t.Errorf("%d: %s (%s), want %s", code, d.Cause, d.Title, want)
			}
		}
	}
}
