package diagnose

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// subject is what a text without a code and without a known wording is about, as its words tell.
type subject struct {
	words string                                     // for the title: "The text speaks of …"
	at    func(Context) (means causes, applies bool) // what it means at the API, in place of the rule's own, if it is a subject there; nil: anywhere
	rule
}

// refusedBy is what it mostly means where the API refuses a call for want of a right.
func refusedBy(c Context) (means causes, applies bool) {
	who := c.Flow.Info().Who
	if who == catalog.AnyCaller {
		who = catalog.User
	}
	for _, row := range catalog.TrialOf(c.API).Statuses {
		if row.Who == who {
			means = causes(row.Forbidden)
		}
	}
	return means, true
}

func withEnvironments(c Context) (means causes, applies bool) {
	return nil, slices.ContainsFunc(catalog.TrialOf(c.API).Calls, func(call catalog.Call) bool { return call.Thing == "environments" })
}

func withProjects(c Context) (means causes, applies bool) {
	for _, row := range catalog.TrialOf(c.API).Statuses {
		if row.About == catalog.AboutProject {
			return causes(row.NotFound), true
		}
	}
	return nil, false
}

// subjects, the more special word first. They are no rules: what they lead to is given as a guess. Words of the network
// are left out: a cause from there would say that nothing was reached at all.
var subjects = []subject{
	{"a redirect address", nil, rule{text: []string{"redirect uri~|redirect_uri~|redirecturi~|reply url~|reply address~"}, cause: cause.RedirectURIMismatch, others: causes{cause.RedirectURIMissing, cause.RedirectPlatformWrong}}},
	{"an audience", nil, rule{text: []string{"audience~"}, cause: cause.APIWrongAudience, others: causes{cause.ScopeMalformed, cause.APITokenMissing}}},
	{"consent", nil, rule{text: []string{"consent~|admin approval"}, cause: cause.ConsentMissing, others: causes{cause.AdminConsentRequired}}},
	{"a certificate or its key", nil, rule{text: []string{"certificate~|private key~|thumbprint~|.pfx|.pem|pkcs~|~zertifikat~|certificat~"}, cause: cause.CertUnreadable, others: causes{cause.CertNotRegistered, cause.CertExpired, cause.CertKeyMismatch, cause.NetworkTLS}}},
	{"a client secret", nil, rule{text: []string{"client secret~|client_secret~|clientsecret~"}, cause: cause.SecretWrong, others: causes{cause.SecretMissing, cause.SecretExpired, cause.SecretEncoding}}},
	{"permissions", refusedBy, rule{text: permissionWords, cause: cause.APIRoleMissing, others: causes{cause.APIRBACRoleMissing, cause.APISPNotManagementApp, cause.APIEnvIDWrong, cause.APIOperationUnsupported, cause.ConsentMissing}}},
	{"a password", nil, rule{text: []string{"password~|~kennwort~|~passwort~|mot de passe|contraseña~"}, cause: cause.WrongPassword, others: causes{cause.FederatedUser, cause.PasswordExpired}}},
	{"an environment", withEnvironments, rule{text: []string{"environment~"}, cause: cause.APIEnvIDWrong, others: causes{cause.APIRoleMissing, cause.AuthorityWrongTenant}}},
	{"a project", withProjects, rule{text: []string{"project~"}, cause: cause.APIEnvIDWrong}},
	{"a scope", nil, rule{text: []string{"scope~"}, cause: cause.ScopeMalformed, others: causes{cause.ScopeNotDefault, cause.ScopeNotOnResource}}},
	{"a tenant", nil, rule{text: []string{"tenant~"}, cause: cause.TenantNotFound, others: causes{cause.TenantMalformed, cause.AuthorityWrongTenant}}},
	{"credentials or a token", nil, rule{text: []string{"credentials|access token|bearer|authorization header"}, cause: cause.APITokenMissing, others: causes{cause.APIWrongAudience, cause.SecretWrong, cause.WrongPassword, cause.APIRoleMissing}}},
}

// permissionWords are how a refusal for want of a right is put, in the languages of Microsoft's pages.
var permissionWords = []string{"permission~|permitted|privilege~|not allowed|not authorized|not authorized|disallowed|access denied|no access|zugriff verweigert|~berechtigung~|permiso~|autorisation~|accès refusé|acceso denegado|accesso negato|acesso negado|toegang geweigerd|odmowa dostępu|доступ запрещен|отказано в доступе|přístup odepřen|åtkomst nekad~|adgang nægtet|hozzáférés megtagadva|erişim engellendi|erişim reddedildi|アクセスが拒否|액세스가 거부|拒绝访问|访问被拒绝|存取被拒|erforderlichen rechte|keine rechte"}
