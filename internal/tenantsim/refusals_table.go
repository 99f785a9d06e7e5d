package tenantsim

import "slices"

// Situation names a reason why Entra refuses.
type Situation string

// Evidence says how the facts of a row are known.
type Evidence string

// Recorded answers of the real service were published by others; Published is a public page, issue or file;
// Assumed is inference. Explanations must rest on the number, never on an assumed wording.
const (
	Recorded  Evidence = "recorded"
	Published Evidence = "published"
	Assumed   Evidence = "assumed"
)

// refusalRow is one error answer. Words in braces in text are filled in with what the request was about.
type refusalRow struct {
	situation Situation
	status    int
	err       string
	code      int // 0: an answer without any AADSTS number
	suberror  string
	claims    bool // the answer carries a claims challenge
	uri       bool // the answer carries error_uri
	evidence  Evidence
	text      string
}

// The situations.
const (
	TenantUnknownAtDiscovery Situation = "tenant unknown, at discovery"
	TenantUnknown            Situation = "tenant unknown"
	TenantMalformed          Situation = "tenant malformed"
	TenantMissing            Situation = "tenant missing"
	CommonEndpoint           Situation = "common endpoint"
	InstanceUnknown          Situation = "login host unknown"
	WrongVerb                Situation = "wrong verb"
	ParameterMissing         Situation = "parameter missing"
	GrantUnknown             Situation = "grant unknown"

	ClientUnknown        Situation = "client unknown"
	ClientZero           Situation = "client id all zero"
	ClientDisabled       Situation = "client disabled"
	ClientWithoutSP      Situation = "client without service principal"
	CredentialMissing    Situation = "credential missing"
	CredentialMissingApp Situation = "credential missing, application flow"
	CredentialUnwanted   Situation = "credential unwanted"
	SecretWrong          Situation = "secret wrong"
	SecretExpired        Situation = "secret expired"
	CertificateUnknown   Situation = "certificate unknown"
	CertificateExpired   Situation = "certificate expired"
	SignatureWrong       Situation = "signature wrong"
	AssertionExpired     Situation = "assertion outside its time"
	AssertionAudience    Situation = "assertion audience"
	AssertionMalformed   Situation = "assertion malformed"
	AssertionSubject     Situation = "assertion subject"
	AssertionClient      Situation = "assertion of another client"
	AssertionAlgorithm   Situation = "assertion algorithm"

	UserUnknown       Situation = "user unknown"
	PasswordWrong     Situation = "password wrong"
	UserLocked        Situation = "user locked"
	PasswordIsExpired Situation = "password expired"
	UserDisabled      Situation = "user disabled"
	MFARequired       Situation = "mfa required"
	MFAEnrollment     Situation = "mfa enrollment"
	ConditionalAccess Situation = "conditional access"
	SecurityDefaults  Situation = "security defaults"
	UserNotAssigned   Situation = "user not assigned"

	ConsentMissing      Situation = "consent missing"
	AdminConsentMissing Situation = "admin consent missing"
	ResourceNotListed   Situation = "resource not in the app's list"
	ResourceMissing     Situation = "resource missing"
	ResourceDisabled    Situation = "resource disabled"
	ScopeNotDefault     Situation = "scope not .default"
	ScopeInvalid        Situation = "scope invalid"
	ScopeMixed          Situation = "scope of two resources"
	ScopeNotOnResource  Situation = "scope not on resource"

	CodeRedeemed          Situation = "code redeemed"
	PKCEMismatch          Situation = "pkce mismatch"
	RefreshTokenExpired   Situation = "refresh token expired"
	RefreshTokenRevoked   Situation = "refresh token revoked"
	RefreshTokenMalformed Situation = "refresh token malformed"
	DevicePending         Situation = "device code pending"
	DeviceSlowDown        Situation = "device code polled too fast"
	DeviceDeclined        Situation = "device code declined"
	DeviceExpired         Situation = "device code expired"
	ServiceUnavailable    Situation = "service unavailable"
	Throttled             Situation = "throttled"
)

// refusals is facts/client.md 2.3, with the rows of facts/errors.md that the simulated state can bring about.
// Where the two differ on an assumed row, errors.md's seen number is taken.
var refusals = []refusalRow{
	{TenantUnknownAtDiscovery, 400, "invalid_tenant", 90002, "", false, true, Recorded,
		"Tenant '{tenant}' not found. Check that the tenant ID is right and that the sign-in goes to the right cloud. Tenants without an active subscription may also be missing."},
	{TenantUnknown, 400, "invalid_request", 90002, "", false, true, Published,
		"Tenant '{tenant}' not found. Check that the tenant ID is right and that the sign-in goes to the right cloud. Tenants without an active subscription may also be missing."},
	{TenantMalformed, 400, "invalid_request", 900023, "", false, true, Published,
		"Specified tenant identifier '{tenant}' is neither a valid DNS name nor a valid external domain."},
	{TenantMissing, 400, "invalid_request", 50059, "", false, true, Assumed,
		"No tenant-identifying information found in the request or implied by the credentials."},
	{CommonEndpoint, 400, "invalid_request", 9001023, "", false, true, Published,
		"The grant type is not supported over the /common or /consumers endpoints. Use the /organizations or tenant-specific endpoint."},
	{InstanceUnknown, 400, "invalid_instance", 50049, "", false, true, Published,
		"Unknown or invalid instance."},
	{WrongVerb, 400, "invalid_request", 900561, "", false, true, Assumed,
		"The endpoint only accepts POST requests. Received a {verb} request."},
	{ParameterMissing, 400, "invalid_request", 900144, "", false, true, Published,
		"The request body must contain the following parameter: '{parameter}'."},
	{GrantUnknown, 400, "unsupported_grant_type", 70003, "", false, false, Recorded,
		"The app asked for an unsupported grant type '{grant}'."},

	{ClientUnknown, 400, "unauthorized_client", 700016, "", false, true, Published,
		"Application with identifier '{client}' was not found in the directory '{tenant}'. This happens when the application was not installed by the tenant's administrator or consented to by a user of the tenant. The request may have gone to the wrong tenant."},
	{ClientZero, 400, "unauthorized_client", 700038, "", false, false, Recorded,
		"{client} is not a valid application identifier."},
	{ClientDisabled, 400, "unauthorized_client", 7000112, "", false, true, Assumed,
		"Application '{client}'({app}) is disabled."},
	{ClientWithoutSP, 401, "invalid_client", 7000229, "", false, true, Assumed,
		"The client application {client} is missing service principal in the tenant {tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119"},
	{CredentialMissing, 401, "invalid_client", 7000218, "", false, true, Published,
		"The request body must contain the following parameter: 'client_assertion' or 'client_secret'."},
	{CredentialMissingApp, 401, "invalid_client", 7000216, "", false, true, Assumed,
		"'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."},
	{CredentialUnwanted, 401, "invalid_client", 700025, "", false, true, Assumed,
		"Client is public so neither 'client_assertion' nor 'client_secret' should be presented."},
	{SecretWrong, 401, "invalid_client", 7000215, "", false, true, Recorded,
		"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'."},
	{SecretExpired, 401, "invalid_client", 7000222, "", false, true, Published,
		"The provided client secret keys for app '{client}' are expired. Create new keys for the app in the portal: https://aka.ms/NewClientSecret, or consider using certificate credentials: https://aka.ms/certCreds."},
	{CertificateUnknown, 401, "invalid_client", 700027, "", false, true, Recorded,
		"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"},
	{CertificateExpired, 401, "invalid_client", 700027, "", false, true, Assumed,
		"Client assertion failed signature validation. [Reason - The key used is expired., Thumbprint of key used by client: '{thumbprint}', Found key 'Start={start}, End={end}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"},
	{SignatureWrong, 401, "invalid_client", 700027, "", false, true, Assumed,
		"Client assertion contains an invalid signature. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '{thumbprint}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"},
	{AssertionExpired, 401, "invalid_client", 700024, "", false, true, Published,
		"Client assertion is not within its valid time range. Current time: {now}, assertion valid from {start}, expiry time of assertion {end}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."},
	{AssertionAudience, 401, "invalid_client", 700023, "", false, true, Published,
		"Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."},
	{AssertionMalformed, 401, "invalid_client", 50027, "", false, true, Assumed,
		"JWT token is invalid or malformed."},
	{AssertionSubject, 401, "invalid_client", 50048, "", false, true, Assumed,
		"Subject '{subject}' does not match Issuer '{issuer}' claim in the client assertion. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."},
	{AssertionClient, 401, "invalid_client", 700021, "", false, true, Assumed,
		"Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."},
	{AssertionAlgorithm, 401, "invalid_client", 5002730, "", false, true, Assumed,
		"Invalid JWT token. The key type does not fit the signing algorithm '{algorithm}'."},

	{UserUnknown, 400, "invalid_grant", 50034, "bad_token", false, true, Recorded,
		"The user account {user} does not exist in the {tenantname} directory. To sign into this application, the account must be added to the directory."},
	{PasswordWrong, 400, "invalid_grant", 50126, "", false, true, Recorded,
		"Error validating credentials due to invalid username or password."},
	{UserLocked, 400, "invalid_grant", 50053, "", false, true, Published,
		"The account is locked, you've tried to sign in too many times with an incorrect user ID or password."},
	{PasswordIsExpired, 400, "invalid_grant", 50055, "user_password_expired", false, true, Published,
		"The password is expired."},
	{UserDisabled, 400, "invalid_grant", 50057, "", false, true, Assumed,
		"The user account is disabled."},
	{MFARequired, 400, "invalid_grant", 50076, "basic_action", true, true, Published,
		"Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'."},
	{MFAEnrollment, 400, "invalid_grant", 50079, "basic_action", true, true, Published,
		"Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'."},
	{ConditionalAccess, 400, "invalid_grant", 53003, "message_only", true, true, Published,
		"Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."},
	{SecurityDefaults, 400, "invalid_grant", 530035, "message_only", false, true, Assumed,
		"Access has been blocked by security defaults. The request uses legacy authentication or is deemed unsafe by the security defaults policies."},
	{UserNotAssigned, 400, "invalid_grant", 50105, "", false, true, Assumed,
		"Your administrator has configured the application {app} ('{client}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator."},

	{ConsentMissing, 400, "invalid_grant", 65001, "consent_required", false, true, Published,
		"The user or administrator has not consented to use the application with ID '{client}' named '{app}'. Send an interactive authorization request for this user and resource."},
	{AdminConsentMissing, 400, "invalid_grant", 90094, "", false, true, Assumed,
		"The grant requires admin permission. {app} needs permission to access resources in your organization that only an admin can grant."},
	{ResourceNotListed, 400, "invalid_client", 650057, "", false, true, Published,
		"Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {client}({app}). Resource value from request: {resourceasked}. Resource app ID: {resource}. List of valid resources from app registration: {listed}."},
	{ResourceMissing, 400, "invalid_resource", 500011, "", false, true, Recorded,
		"The resource principal named {resourceasked} was not found in the tenant named {tenantname}. This happens when the application was not installed by the tenant's administrator or consented to by a user of the tenant. The authentication request might have gone to the wrong tenant."},
	{ResourceDisabled, 400, "invalid_resource", 500014, "", false, true, Published,
		"The service principal for resource '{resource}' is disabled. This indicates that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it."},
	{ScopeNotDefault, 400, "invalid_scope", 1002012, "", false, true, Published,
		"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."},
	{ScopeInvalid, 400, "invalid_scope", 70011, "", false, true, Assumed,
		"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. {why}"},
	{ScopeMixed, 400, "invalid_request", 28000, "", false, true, Assumed,
		"Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid."},
	{ScopeNotOnResource, 400, "invalid_client", 650053, "", false, true, Assumed,
		"The application '{app}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor."},

	{CodeRedeemed, 400, "invalid_grant", 54005, "", false, false, Recorded,
		"OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."},
	{PKCEMismatch, 400, "invalid_grant", 501481, "", false, true, Published,
		"The Code_Verifier does not match the code_challenge supplied in the authorization request."},
	{RefreshTokenExpired, 400, "invalid_grant", 700082, "bad_token", false, true, Published,
		"The refresh token has expired due to inactivity. The token was issued on {start} and was inactive for 90.00:00:00."},
	{RefreshTokenRevoked, 400, "invalid_grant", 50173, "bad_token", false, true, Published,
		"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{start}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{end}'."},
	{RefreshTokenMalformed, 400, "invalid_grant", 9002313, "", false, true, Assumed,
		"Invalid request. Request is malformed or invalid."},
	{DevicePending, 400, "authorization_pending", 70016, "", false, true, Recorded,
		"OAuth 2.0 device flow error. Authorization is pending. Continue polling."},
	{DeviceSlowDown, 400, "slow_down", 70016, "", false, true, Assumed,
		"OAuth 2.0 device flow error. Authorization is pending. Poll less often."},
	{DeviceDeclined, 400, "authorization_declined", 0, "", false, false, Published,
		"The end user denied the authorization request."},
	{DeviceExpired, 400, "expired_token", 70020, "", false, true, Published,
		"The provided value for the input parameter 'device_code' is not valid. This device code has expired."},
	{ServiceUnavailable, 503, "temporarily_unavailable", 90033, "", false, true, Assumed,
		"A transient error has occurred. Please try again."},
	{Throttled, 429, "temporarily_unavailable", 90055, "", false, true, Assumed,
		"The request was throttled because there were too many requests. Please try again later."},
}

// allRefusals are the rows of both tables.
func allRefusals() []refusalRow { return slices.Concat(refusals, interactiveRefusals) }

// rowOf finds the row of a situation.
func rowOf(situation Situation) (refusalRow, bool) {
	for _, row := range allRefusals() {
		if row.situation == situation {
			return row, true
		}
	}
	return refusalRow{}, false
}
