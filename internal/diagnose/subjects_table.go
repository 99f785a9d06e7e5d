package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

// subject is what a text without a code and without a known wording is about, as its words tell.
type subject struct {
	words string // for the title: "The text speaks of …"
	rule
}

// subjects, the more special word first. They are no rules: what they lead to is given as a guess. Words of the network
// are left out: a cause from there would say that nothing was reached at all.
var subjects = []subject{
	{"a redirect address", rule{text: []string{"redirect uri|redirect_uri|redirecturi|reply url|reply address"}, cause: "redirect_uri_mismatch", others: []report.Cause{"redirect_uri_missing", "redirect_platform_wrong"}}},
	{"an audience", rule{text: []string{"audience"}, cause: "api_wrong_audience", others: []report.Cause{"scope_malformed", "api_token_missing"}}},
	{"consent", rule{text: []string{"consent|admin approval"}, cause: "consent_missing", others: []report.Cause{"admin_consent_required"}}},
	{"a certificate or its key", rule{text: []string{"certificate|private key|thumbprint|.pfx|.pem|pkcs|zertifikat|certificat"}, cause: "cert_unreadable", others: []report.Cause{"cert_not_registered", "cert_expired", "cert_key_mismatch", "network_tls"}}},
	{"a client secret", rule{text: []string{"client secret|client_secret|clientsecret"}, cause: "secret_wrong", others: []report.Cause{"secret_missing", "secret_expired", "secret_encoding"}}},
	{"a licence", rule{apis: onBC, text: []string{"license|licence"}, cause: "api_bc_user_not_entitled", others: []report.Cause{"api_bc_permission_set_missing"}}},
	{"permissions", rule{apis: onBC, text: permissionWords, cause: "api_bc_permission_set_missing", others: []report.Cause{"api_bc_app_not_set_up", "api_bc_user_not_entitled", "api_role_missing"}}},
	{"permissions", rule{apis: onLCS, text: permissionWords, cause: "api_lcs_access", others: []report.Cause{"api_role_missing", "api_operation_unsupported"}}},
	{"permissions", rule{apis: onPP, text: permissionWords, cause: "api_rbac_role_missing", others: []report.Cause{"api_role_missing", "api_sp_not_management_app"}}},
	{"permissions", rule{text: permissionWords, cause: "api_role_missing", others: []report.Cause{"api_rbac_role_missing", "api_sp_not_management_app", "api_env_id_wrong", "api_operation_unsupported", "consent_missing"}}},
	{"a password", rule{text: []string{"password|kennwort|mot de passe|contraseña"}, cause: "wrong_password", others: []report.Cause{"federated_user", "password_expired"}}},
	{"an environment", rule{apis: []catalog.API{catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral}, text: []string{"environment"}, cause: "api_env_id_wrong", others: []report.Cause{"api_role_missing", "authority_wrong_tenant"}}},
	{"a project", rule{apis: onLCS, text: []string{"project"}, cause: "api_lcs_access", others: []report.Cause{"api_env_id_wrong"}}},
	{"a scope", rule{text: []string{"scope"}, cause: "scope_malformed", others: []report.Cause{"scope_not_default", "scope_not_on_resource"}}},
	{"a tenant", rule{text: []string{"tenant"}, cause: "tenant_not_found", others: []report.Cause{"tenant_malformed", "authority_wrong_tenant"}}},
	{"credentials or a token", rule{text: []string{"credentials|access token|bearer|authorization header"}, cause: "api_token_missing", others: []report.Cause{"api_wrong_audience", "secret_wrong", "wrong_password", "api_role_missing"}}},
}

// permissionWords are how a refusal for want of a right is put, in the languages of Microsoft's pages.
var permissionWords = []string{"permission|permitted|privilege|not allowed|not authorized|not authorised|disallowed|access denied|no access|zugriff verweigert|berechtigung|permiso|autorisation|accès refusé"}
