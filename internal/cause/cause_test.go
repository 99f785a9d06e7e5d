package cause

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// vocabulary are the labels of the contract.
var vocabulary = strings.Fields(`app_not_in_tenant app_sp_missing app_disabled client_id_malformed client_id_wrong public_client_disabled
		public_client_sent_secret secret_wrong secret_is_id_not_value secret_expired secret_missing secret_encoding secret_not_replicated
		cert_not_registered cert_expired cert_unreadable cert_key_mismatch cert_thumbprint_header cert_algorithm assertion_audience
		assertion_subject assertion_expired_clock_skew first_party_client
		tenant_not_found tenant_malformed tenant_missing authority_wrong_tenant common_endpoint_unsupported multi_tenant_disabled wrong_cloud
		login_host_unknown tenant_restricted
		consent_missing admin_consent_required consent_declined resource_not_in_required_access resource_sp_missing resource_uri_wrong
		resource_not_subscribed resource_disabled user_not_assigned app_role_not_assigned scope_not_on_resource
		scope_malformed scope_not_default scope_mixed scope_empty request_malformed request_not_form_encoded request_param_missing unsupported_grant_type
		redirect_uri_mismatch redirect_uri_missing redirect_platform_wrong origin_header_sent pkce_missing pkce_mismatch code_expired code_redeemed
		authorization_pending authorization_declined device_code_expired device_code_invalid device_flow_blocked
		wrong_password password_encoding password_expired user_not_found user_disabled account_locked ip_blocked guest_or_msa_account federated_user
		session_revoked refresh_token_expired sign_in_frequency
		mfa_required mfa_enrollment_required external_mfa conditional_access device_not_compliant security_defaults
		throttled service_unavailable network_dns network_refused network_timeout network_tls network_proxy answer_not_json redirected clock_wrong
		api_wrong_audience api_role_missing api_rbac_role_missing api_token_missing api_sp_not_management_app api_user_not_in_org api_app_restricted
		api_auth_strength api_env_id_wrong api_operation_unsupported api_server_defect api_lcs_access api_bc_app_not_set_up
		api_bc_permission_set_missing api_bc_user_not_entitled api_bc_valid_audiences api_bc_admin_app_not_authorized
		federated_credential_missing federated_issuer_mismatch federated_subject_mismatch federated_audience_mismatch federated_not_replicated
		federated_forbidden_by_tenant assertion_source_missing
		graph_right_missing app_creation_forbidden sp_creation_denied secret_forbidden_by_policy secret_lifetime_too_long audience_forbidden_by_policy
		service_management_reference_missing graph_not_replicated already_exists directory_quota_exceeded graph_session_outdated
		mfa_refused interaction_required user_confirmation_required tenant_unmanaged federation_realm_unknown response_type_not_enabled
		app_disabled_by_microsoft secret_broken_by_shell credential_not_sent api_env_disabled api_dataverse_privilege_missing api_request_wrong
		tenant_blocked unknown`)

// TestVocabulary: the contract's labels have a row each and a constant each, and there are no others.
func TestVocabulary(t *testing.T) {
	same := func(what string, got []string) {
		got, want := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(vocabulary))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d labels, want %d:\n%q\n%q", what, len(got), len(want), got, want)
		}
	}
	var rows []string
	for _, label := range All() {
		rows = append(rows, string(label))
	}
	same("rows", rows)
	same("constants", slices.Collect(maps.Values(constants(t))))
}

// TestEveryCauseIsUsed: a cause that nothing in the program comes to is one that nobody is ever told. The simulator's cases only
// make it happen.
func TestEveryCauseIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, file := range sources(t, os.DirFS("../.."), "internal/cause", "internal/tenantsim") {
		ast.Inspect(file, func(n ast.Node) bool {
			if constant, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := constant.X.(*ast.Ident); ok && of.Name == "cause" {
					used[constant.Sel.Name] = true
				}
			}
			return true
		})
	}
	for name, label := range constants(t) {
		if !used[name] {
			t.Errorf("nothing leads to %s: give it a rule in internal/diagnose, or a row in its API's table", label)
		}
	}
}

// constants returns the values of the package's constants of type Label, by name.
func constants(t *testing.T) map[string]string {
	t.Helper()
	values := map[string]string{}
	for _, file := range sources(t, os.DirFS("."), ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Label" {
				values[spec.Names[0].Name] = text(spec.Values[0])
			}
			return true
		})
	}
	return values
}

// TestOnlyStepsAreMarked: the portal's labels are marked in steps, in pairs, and nowhere else: other texts are never bold.
func TestOnlyStepsAreMarked(t *testing.T) {
	marked := 0
	for _, label := range All() {
		row, _ := label.Row()
		for _, step := range row.Steps {
			n := strings.Count(step, "**")
			marked += n
			if n%2 != 0 || strings.Contains(step, "****") {
				t.Errorf("%s: marks that don't pair in %q", label, step)
			}
		}
		texts := []string{row.Title, row.Meaning, row.Where, row.Command, row.Admin}
		if row.User != nil {
			texts = append(texts, row.User.Where, row.User.Command, row.User.Admin)
		}
		if text := strings.Join(texts, "\n"); strings.Contains(text, "**") {
			t.Errorf("%s: marks outside the steps:\n%s", label, text)
		}
	}
	if marked < 150 {
		t.Errorf("%d marks: the portal's labels are bold", marked)
	}
}

// TestUnreachable: exactly these say nothing about the registration.
func TestUnreachable(t *testing.T) {
	want := []Label{NetworkDNS, NetworkRefused, NetworkTimeout, NetworkTLS, NetworkProxy, AnswerNotJSON, Redirected, ServiceUnavailable, Throttled}
	for _, label := range append(All(), "no_such_cause", "") {
		if got := label.Unreachable(); got != slices.Contains(want, label) {
			t.Errorf("%s: %v", label, got)
		}
	}
}

// shared are labels that are also names of Entra's answers, or plain words: they may stand elsewhere in that meaning.
var shared = []string{
	"authorization_pending", "authorization_declined", "code_expired", "unsupported_grant_type", "interaction_required", "mfa_required",
	"unknown", "throttled", "redirected",
}

// TestLabelsAreConstants: outside of this package no label is written out.
func TestLabelsAreConstants(t *testing.T) {
	for name, file := range sources(t, os.DirFS("../.."), "internal/cause") {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if label := text(n); slices.Contains(vocabulary, label) && !slices.Contains(shared, label) {
					t.Errorf("%s: %q is written out: use its constant", name, label)
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && strings.EqualFold(key.Name, "cause") && slices.Contains(shared, text(n.Value)) {
					t.Errorf("%s: cause %s is written out: use its constant", name, text(n.Value))
				}
			case *ast.BinaryExpr:
				if side, ok := n.X.(*ast.SelectorExpr); ok && strings.EqualFold(side.Sel.Name, "cause") && slices.Contains(shared, text(n.Y)) {
					t.Errorf("%s: cause %s is written out: use its constant", name, text(n.Y))
				}
			}
			return true
		})
	}
}

// sources parses the files below root that are no tests, by name; those in the folders of without are left out.
func sources(t *testing.T, root fs.FS, without ...string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(without, name)):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err == nil {
			files[name], err = parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		}
		return err
	})
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files: the test looks in the wrong place (%v)", len(files), err)
	}
	return files
}

// text returns the value of a string literal; empty for anything else.
func text(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return ""
	}
	value, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return value
}
