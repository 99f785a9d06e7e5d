package diagnose

import (
	"fmt"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// keyOf tells rules apart: those in rows of the catalogue are made anew each time.
func keyOf(r rule) string {
	r.call = nil
	return fmt.Sprint(r)
}

// allRules are the rules of every table, the APIs' own included.
func allRules() []rule {
	all := slices.Concat(append(codeRules(), textRules(Context{})...)...)
	for _, service := range catalog.Services() {
		wide, bare := wideRules(service.API)
		all = slices.Concat(all, ownRules(catalog.TrialOf(service.API).Refusals), wide, bare)
	}
	return all
}

// TestEveryRuleHasAnExample runs all examples and asks that each row of each table was the one that decided some
// example. A row that a more general one above it hides can have no such example.
func TestEveryRuleHasAnExample(t *testing.T) {
	hit := map[string]bool{}
	for _, e := range slices.Concat(codeExamples, numberExamples, textExamples, graphExamples, seenExamples, localizedExamples) {
		matched, _ := matching(readText(e.text), e.c)
		if len(matched) == 0 {
			t.Errorf("%.80q: no rule matches", e.text)
			continue
		}
		hit[keyOf(*matched[0])] = true
		if matched[0].cause != e.want {
			t.Errorf("%.80q (flow %q, api %q): cause %s, want %s", e.text, e.c.Flow, e.c.API, matched[0].cause, e.want)
		}
	}
	for _, e := range callExamples {
		hit[keyOf(callRule(fromAPI(&e.answer), Context{API: e.api, Call: &catalog.Call{Who: e.who}}))] = true
	}
	for _, r := range allRules() {
		if !hit[keyOf(r)] {
			t.Errorf("a row has no example: %v %v %v %v -> %s", r.codes, r.names, r.text, r.status, r.cause)
		}
	}
}

func TestRulesUseTheVocabulary(t *testing.T) {
	known := cause.All()
	all := allRules()
	for _, about := range subjects {
		all = append(all, about.rule)
	}
	for _, r := range all {
		for _, cause := range append([]cause.Label{r.cause}, r.others...) {
			if !slices.Contains(known, cause) {
				t.Errorf("%v %v: unknown cause %q", r.codes, r.text, cause)
			}
		}
		if slices.Contains(r.others, r.cause) {
			t.Errorf("%v %v: %s is its own alternative", r.codes, r.text, r.cause)
		}
	}
}

// codesOfErrorsMD are the codes of docs/sources.md, "Entra: error numbers", each with the causes that its row allows.
var codesOfErrorsMD = map[int][]cause.Label{
	7000218: {"public_client_disabled", "redirect_platform_wrong", "secret_missing", "client_id_wrong"},
	70002:   {"public_client_disabled", "secret_wrong"},
	7000216: {"secret_missing"}, 7000215: {"secret_wrong", "secret_is_id_not_value", "secret_encoding", "secret_not_replicated"},
	7000222: {"secret_expired"}, 50012: {"secret_wrong", "assertion_audience", "assertion_expired_clock_skew"},
	700025: {"public_client_sent_secret"}, 700027: {"cert_not_registered", "client_id_wrong", "cert_thumbprint_header"},
	700030: {"cert_not_registered"}, 700024: {"assertion_expired_clock_skew"}, 700023: {"assertion_audience"},
	50027: {"cert_thumbprint_header"}, 5002730: {"cert_algorithm"}, 50048: {"assertion_subject"},
	700016: {"app_not_in_tenant", "authority_wrong_tenant", "client_id_malformed"}, 700038: {"client_id_malformed"},
	70001: {"authority_wrong_tenant", "app_not_in_tenant"}, 7000229: {"app_sp_missing"}, 7000112: {"app_disabled"},

	90002: {"tenant_not_found", "wrong_cloud"}, 900023: {"tenant_malformed", "common_endpoint_unsupported"},
	50059: {"tenant_missing", "client_id_malformed"}, 50128: {"tenant_missing"}, 90019: {"tenant_missing"}, 50049: {"login_host_unknown"},
	50194: {"multi_tenant_disabled"}, 9001023: {"common_endpoint_unsupported"}, 90010: {"common_endpoint_unsupported"},
	90130: {"common_endpoint_unsupported"}, 90124: {"common_endpoint_unsupported"}, 90038: {"wrong_cloud"}, 500021: {"tenant_restricted"},

	65001: {"consent_missing", "authority_wrong_tenant"}, 65004: {"consent_declined"}, 90094: {"admin_consent_required"},
	90095: {"admin_consent_required"}, 900941: {"admin_consent_required"}, 90008: {"consent_missing"},
	650056: {"admin_consent_required", "consent_missing"}, 650057: {"resource_not_in_required_access"},
	65005: {"resource_not_in_required_access", "resource_not_subscribed"}, 650052: {"resource_not_subscribed"}, 650051: {"resource_not_subscribed"},
	650053: {"scope_not_on_resource"}, 65002: {"first_party_client"}, 500011: {"resource_uri_wrong", "resource_sp_missing", "authority_wrong_tenant"},
	50001: {"resource_uri_wrong", "resource_disabled"}, 500014: {"resource_disabled"}, 50105: {"user_not_assigned", "app_role_not_assigned"},

	70011: {"scope_malformed", "scope_not_default", "scope_mixed"}, 1002012: {"scope_not_default"}, 28000: {"scope_mixed"}, 28002: {"scope_malformed"},
	28003: {"scope_empty"}, 700022: {"scope_mixed"}, 901002: {"request_malformed"}, 900144: {"request_param_missing", "request_not_form_encoded"},
	90014: {"request_param_missing"}, 9002313: {"request_malformed"}, 90013: {"request_malformed", "password_encoding"},
	90023: {"request_malformed", "redirect_platform_wrong", "password_encoding"}, 900561: {"request_malformed"}, 70003: {"unsupported_grant_type"}, 90027: {"guest_or_msa_account"},

	50011: {"redirect_uri_mismatch"}, 500113: {"redirect_uri_missing"}, 900971: {"redirect_uri_missing"}, 9002325: {"pkce_missing"},
	9002326: {"redirect_platform_wrong", "origin_header_sent"}, 9002327: {"redirect_platform_wrong"}, 501481: {"pkce_mismatch"}, 50148: {"pkce_mismatch"},
	54005: {"code_redeemed"}, 70008: {"code_expired"}, 70000: {"code_expired", "device_code_invalid"}, 700005: {"authority_wrong_tenant"},

	70016: {"authorization_pending"}, 70018: {"device_code_invalid"}, 70019: {"device_code_expired"}, 70020: {"device_code_expired"},
	7000014: {"device_code_invalid"}, 90120: {"authorization_declined"},

	50126: {"wrong_password", "federated_user", "password_encoding", "public_client_disabled"}, 50034: {"user_not_found", "guest_or_msa_account"},
	51004: {"user_not_found"}, 50020: {"guest_or_msa_account"}, 500200: {"guest_or_msa_account"}, 500201: {"guest_or_msa_account"},
	500208: {"guest_or_msa_account"}, 90072: {"guest_or_msa_account"}, 50055: {"password_expired"}, 50144: {"password_expired"},
	50056: {"federated_user"}, 50057: {"user_disabled"}, 500571: {"user_disabled"}, 50053: {"account_locked", "ip_blocked"},
	500532: {"account_locked"}, 50173: {"session_revoked"}, 700082: {"refresh_token_expired"}, 70043: {"sign_in_frequency"}, 80001: {"service_unavailable"},
	80014: {"service_unavailable"},

	50076: {"mfa_required"}, 50079: {"mfa_enrollment_required", "mfa_required"}, 50072: {"mfa_enrollment_required"}, 50074: {"mfa_required"},
	50158: {"external_mfa"}, 53003: {"conditional_access", "device_flow_blocked"}, 53005: {"conditional_access"}, 53000: {"device_not_compliant"},
	53001: {"device_not_compliant"}, 50097: {"device_not_compliant"}, 530035: {"security_defaults"}, 530032: {"conditional_access"},
	530084: {"conditional_access"}, 53011: {"conditional_access"}, 50131: {"conditional_access"},

	90033: {"service_unavailable"}, 50000: {"service_unavailable", "admin_consent_required"}, 50196: {"throttled"}, 90055: {"throttled"},
	90006: {"service_unavailable"}, 90024: {"service_unavailable"}, 130004: {"device_not_compliant"},
}

// TestCodesOfErrorsMD looks every code up bare and as AADSTS number: one of the row's causes must lead, all be listed.
func TestCodesOfErrorsMD(t *testing.T) {
	for code, causes := range codesOfErrorsMD {
		for _, text := range []string{fmt.Sprint(code), fmt.Sprintf("AADSTS%d", code)} {
			d := ExplainText(text, Context{})
			if !slices.Contains(d.Codes, code) || len(d.Codes) != 1 {
				t.Errorf("%s: codes %v", text, d.Codes)
			}
			all := append([]cause.Label{d.Cause}, d.Others...)
			if !slices.Contains(causes, d.Cause) {
				t.Errorf("%s: cause %s, want one of %v", text, d.Cause, causes)
			}
			for _, want := range causes {
				if !slices.Contains(all, want) {
					t.Errorf("%s: %s is not among %v", text, want, all)
				}
			}
		}
	}
}

// TestSpecificBeforeGeneral: a row without further conditions must be the last one for its codes.
func TestSpecificBeforeGeneral(t *testing.T) {
	general := map[int]string{}
	for g, group := range codeRules() {
		for i, r := range group {
			at := fmt.Sprintf("group %d, row %d", g, i)
			for _, code := range r.codes {
				if first, ok := general[code]; ok {
					t.Errorf("code %d: %s can never match, %s takes everything", code, at, first)
				}
				if len(r.text)+len(r.marks)+len(r.api)+len(r.shapes)+len(r.status)+len(r.names)+len(r.suberrors) == 0 && r.flows == nil && r.account == "" && !r.clockOff && !r.expired {
					general[code] = at
				}
			}
		}
	}
	for _, group := range codeRules() {
		for _, r := range group {
			for _, code := range r.codes {
				if general[code] == "" {
					t.Errorf("code %d has no row that takes what is left", code)
				}
			}
		}
	}
}

func TestWordingsLeadToKnownCodes(t *testing.T) {
	for _, w := range wordings {
		if !knownCode(w.code) {
			t.Errorf("%q leads to %d, which has no rule", w.feature, w.code)
		}
	}
}
