package tenantsim

// The situations, as far as the simulated state can bring them about. Sources: the error codes page of the Microsoft identity
// platform, published answers, and recordings of the real service.
var (
	TenantUnknownAtDiscovery = &Situation{400, "invalid_tenant", 90002, "", uri, recorded, "Tenant '{tenant}' not found. Check that the tenant ID is right and that the sign-in goes to the right cloud. Tenants without an active subscription may also be missing."}
	TenantUnknown            = &Situation{400, "invalid_request", 90002, "", uri, published, "Tenant '{tenant}' not found. Check that the tenant ID is right and that the sign-in goes to the right cloud. Tenants without an active subscription may also be missing."}
	TenantMalformed          = &Situation{400, "invalid_request", 900023, "", uri, published, "Specified tenant identifier '{tenant}' is neither a valid DNS name nor a valid external domain."}
	TenantMissing            = &Situation{400, "invalid_request", 50059, "", uri, assumed, "No tenant-identifying information found in the request or implied by the credentials."}
	CommonEndpoint           = &Situation{400, "invalid_request", 9001023, "", uri, published, "The grant type is not supported over the /common or /consumers endpoints. Use the /organizations or tenant-specific endpoint."}
	InstanceUnknown          = &Situation{400, "invalid_instance", 50049, "", uri, published, "Unknown or invalid instance."}
	WrongVerb                = &Situation{400, "invalid_request", 900561, "", uri, assumed, "The endpoint only accepts POST requests. Received a {verb} request."}
	ParameterMissing         = &Situation{400, "invalid_request", 900144, "", uri, published, "The request body must contain the following parameter: '{parameter}'."}
	GrantUnknown             = &Situation{400, "unsupported_grant_type", 70003, "", 0, recorded, "The app asked for an unsupported grant type '{grant}'."}

	ClientUnknown        = &Situation{400, "unauthorized_client", 700016, "", uri, published, "Application with identifier '{client}' was not found in the directory '{tenantname}'. This happens when the application was not installed by the tenant's administrator or consented to by a user of the tenant. The request may have gone to the wrong tenant."}
	ClientZero           = &Situation{400, "unauthorized_client", 700038, "", 0, recorded, "{client} is not a valid application identifier."}
	ClientDisabled       = &Situation{400, "unauthorized_client", 7000112, "", uri, assumed, "Application '{client}'({app}) is disabled."}
	ClientWithoutSP      = &Situation{401, "invalid_client", 7000229, "", uri, assumed, "The client application {client} is missing service principal in the tenant {tenantid}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119"}
	CredentialMissing    = &Situation{401, "invalid_client", 7000218, "", uri, published, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
	CredentialMissingApp = &Situation{401, "invalid_client", 7000216, "", uri, assumed, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."}
	CredentialUnwanted   = &Situation{401, "invalid_client", 700025, "", uri, assumed, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."}
	SecretWrong          = &Situation{401, "invalid_client", 7000215, "", uri, recorded, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{client}'."}
	SecretExpired        = &Situation{401, "invalid_client", 7000222, "", uri, published, "The provided client secret keys for app '{client}' are expired. Create new keys for the app in the portal: https://aka.ms/NewClientSecret, or consider using certificate credentials: https://aka.ms/certCreds."}
	CertificateUnknown   = &Situation{401, "invalid_client", 700027, "", uri, recorded, "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"}
	CertificateExpired   = &Situation{401, "invalid_client", 700027, "", uri, assumed, "Client assertion failed signature validation. [Reason - The key used is expired., Thumbprint of key used by client: '{thumbprint}', Found key 'Start={start}, End={end}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"}
	SignatureWrong       = &Situation{401, "invalid_client", 700027, "", uri, assumed, "Client assertion contains an invalid signature. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '{thumbprint}', Configured keys can be seen in the portal or through Microsoft Graph for app Id '{client}'.]"}
	AssertionExpired     = &Situation{401, "invalid_client", 700024, "", uri, published, "Client assertion is not within its valid time range. Current time: {now}, assertion valid from {start}, expiry time of assertion {end}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."}
	AssertionAudience    = &Situation{401, "invalid_client", 700023, "", uri, published, "Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."}
	AssertionMalformed   = &Situation{401, "invalid_client", 50027, "", uri, assumed, "JWT token is invalid or malformed."}
	AssertionSubject     = &Situation{401, "invalid_client", 50048, "", uri, assumed, "Subject '{subject}' does not match Issuer '{issuer}' claim in the client assertion. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."}
	AssertionClient      = &Situation{401, "invalid_client", 700021, "", uri, assumed, "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."}
	AssertionAlgorithm   = &Situation{401, "invalid_client", 5002730, "", uri, assumed, "Invalid JWT token. The key type does not fit the signing algorithm '{algorithm}'."}

	FederatedNone        = &Situation{401, "invalid_client", 70025, "", uri, published, "The client '{client}'({app}) has no configured federated identity credentials."}
	FederatedAny         = &Situation{400, "invalid_request", 70021, "", uri, published, "No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'. Assertion Subject: '{subject}'. Assertion Audience: '{audience}'."}
	FederatedIssuer      = &Situation{401, "invalid_client", 700211, "", uri, published, "No matching federated identity record found for presented assertion issuer '{issuer}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion."}
	FederatedAudience    = &Situation{401, "invalid_client", 700212, "", uri, published, "No matching federated identity record found for presented assertion audience '{audience}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion."}
	FederatedAudience2   = &Situation{401, "invalid_client", 7002121, "", uri, assumed, "No matching federated identity record found for presented assertion audience '{audience}'."}
	FederatedSubject     = &Situation{401, "invalid_client", 700213, "", uri, published, "No matching federated identity record found for presented assertion subject '{subject}'. Please check your federated identity credential Subject, Audience and Issuer against the presented assertion."}
	FederatedSubjectCase = &Situation{401, "invalid_client", 7002138, "", uri, published, "No matching federated identity record found for presented assertion subject '{subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison."}
	FederatedSubjectEID1 = &Situation{401, "invalid_client", 7002137, "", uri, published, "The presented assertion subject '{subject}' does not match the subject of the federated identity credential."}
	FederatedByEntra     = &Situation{401, "invalid_client", 700222, "", uri, published, "AAD-issued tokens may not be used for federated identity flows."}
	FederatedManaged     = &Situation{401, "invalid_client", 700226, "", uri, assumed, "Only tokens of managed identities are accepted from this issuer."}
	FederatedForbidden   = &Situation{401, "invalid_client", 700227, "", uri, assumed, "The audience '{audience}' is forbidden for a federated identity credential."}
	FederatedOff         = &Situation{401, "invalid_client", 700223, "", uri, published, "Workload identity federation is not enabled for this tenant."}
	FederatedLimited     = &Situation{401, "invalid_client", 700238, "", uri, published, "Workload identity federation is limited by a policy of the tenant: the issuer '{issuer}' is not allowed."}
	FederatedMultitenant = &Situation{400, "invalid_request", 70052, "", uri, published, "The application '{client}' must be a single tenant application to accept tokens of this issuer."}
	FederatedSignature   = &Situation{401, "invalid_client", 50013, "", uri, assumed, "Assertion failed signature validation. [Reason - The key was not found.]"}
	FederatedCrossCloud  = &Situation{400, "invalid_request", 900382, "", uri, published, "Confidential Client is not supported in Cross Cloud request."}

	UserUnknown       = &Situation{400, "invalid_grant", 50034, "bad_token", uri, recorded, "The user account {EUII Hidden} does not exist in the {tenantname} directory. To sign into this application, the account must be added to the directory."}
	PasswordWrong     = &Situation{400, "invalid_grant", 50126, "", uri, recorded, "Error validating credentials due to invalid username or password."}
	UserLocked        = &Situation{400, "invalid_grant", 50053, "", uri, published, "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."}
	PasswordIsExpired = &Situation{400, "invalid_grant", 50055, "user_password_expired", uri, published, "The password is expired."}
	UserDisabled      = &Situation{400, "invalid_grant", 50057, "", uri, assumed, "The user account is disabled."}
	MFARequired       = &Situation{400, "invalid_grant", 50076, "basic_action", uri | claims, published, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'."}
	MFAEnrollment     = &Situation{400, "invalid_grant", 50079, "basic_action", uri | claims, published, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'."}
	ConditionalAccess = &Situation{400, "invalid_grant", 53003, "message_only", uri | claims, published, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."}
	SecurityDefaults  = &Situation{400, "invalid_grant", 530035, "message_only", uri, assumed, "Access has been blocked by security defaults. The request uses legacy authentication or is deemed unsafe by the security defaults policies."}
	UserNotAssigned   = &Situation{400, "invalid_grant", 50105, "", uri, assumed, "Your administrator has configured the application {app} ('{client}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator."}

	ConsentMissing      = &Situation{400, "invalid_grant", 65001, "consent_required", uri, published, "The user or administrator has not consented to use the application with ID '{client}' named '{app}'. Send an interactive authorization request for this user and resource."}
	AdminConsentMissing = &Situation{400, "invalid_grant", 90094, "", uri, assumed, "The grant requires admin permission. {app} needs permission to access resources in your organization that only an admin can grant."}
	ResourceNotListed   = &Situation{400, "invalid_client", 650057, "", uri, published, "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {client}({app}). Resource value from request: {resourceasked}. Resource app ID: {resource}. List of valid resources from app registration: {listed}."}
	ResourceMissing     = &Situation{400, "invalid_resource", 500011, "", uri, recorded, "The resource principal named {resourceasked} was not found in the tenant named {tenantname}. This happens when the application was not installed by the tenant's administrator or consented to by a user of the tenant. The authentication request might have gone to the wrong tenant."}
	ResourceDisabled    = &Situation{400, "invalid_resource", 500014, "", uri, published, "The service principal for resource '{resource}' is disabled. This indicates that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it."}
	ScopeNotDefault     = &Situation{400, "invalid_scope", 1002012, "", uri, published, "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."}
	ScopeInvalid        = &Situation{400, "invalid_scope", 70011, "", uri, assumed, "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. {why}"}
	ScopeMixed          = &Situation{400, "invalid_request", 28000, "", uri, assumed, "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid."}
	ScopeNotOnResource  = &Situation{400, "invalid_client", 650053, "", uri, assumed, "The application '{app}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor."}

	CodeRedeemed          = &Situation{400, "invalid_grant", 54005, "", 0, recorded, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."}
	PKCEMismatch          = &Situation{400, "invalid_grant", 501481, "", uri, published, "The Code_Verifier does not match the code_challenge supplied in the authorization request."}
	RefreshTokenExpired   = &Situation{400, "invalid_grant", 700082, "bad_token", uri, published, "The refresh token has expired due to inactivity. The token was issued on {start} and was inactive for 90.00:00:00."}
	RefreshTokenRevoked   = &Situation{400, "invalid_grant", 50173, "bad_token", uri, published, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{start}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{end}'."}
	RefreshTokenMalformed = &Situation{400, "invalid_grant", 9002313, "", uri, assumed, "Invalid request. Request is malformed or invalid."}

	DevicePending      = &Situation{400, "authorization_pending", 70016, "", uri, recorded, "OAuth 2.0 device flow error. Authorization is pending. Continue polling."}
	DeviceSlowDown     = &Situation{400, "slow_down", 70016, "", uri, assumed, "OAuth 2.0 device flow error. Authorization is pending. Poll less often."}
	DeviceDeclined     = &Situation{400, "authorization_declined", 0, "", 0, published, "The end user denied the authorization request."}
	DeviceExpired      = &Situation{400, "expired_token", 70020, "", uri, published, "The provided value for the input parameter 'device_code' is not valid. This device code has expired."}
	ServiceUnavailable = &Situation{503, "temporarily_unavailable", 90033, "", uri, assumed, "A transient error has occurred. Please try again."}
	Throttled          = &Situation{429, "temporarily_unavailable", 90055, "", uri, assumed, "The request was throttled because there were too many requests. Please try again later."}

	RedirectMismatch     = &Situation{400, "invalid_request", 50011, "", uri, published, "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{client}'. Make sure the redirect URI sent in the request matches one added to the application."}
	RedirectNone         = &Situation{400, "invalid_request", 500113, "", uri, published, "No reply address is registered for the application."}
	RedirectMissing      = &Situation{400, "invalid_request", 900971, "", uri, assumed, "No reply address provided."}
	RedirectDiffers      = &Situation{400, "invalid_grant", 500112, "", uri, assumed, "The reply address '{redirect}' does not match the reply address '{registered}' provided when requesting the authorization code."}
	MultiTenantDisabled  = &Situation{400, "invalid_request", 50194, "", uri, published, "Application '{client}'({app}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications. Use a tenant-specific endpoint or configure the application to be multi-tenant."}
	ResponseTypeUnknown  = &Situation{400, "unsupported_response_type", 70005, "", uri, assumed, "The app returned an unsupported response type '{type}'."}
	ResponseModeUnknown  = &Situation{400, "invalid_request", 70007, "", uri, assumed, "The app asked for an unsupported response mode '{type}'."}
	SignInNeeded         = &Situation{400, "login_required", 50058, "", uri, published, "A silent sign-in request was sent but no user is signed in."}
	PKCEMissing          = &Situation{400, "invalid_request", 9002325, "", uri, published, "Proof Key for Code Exchange is required for this authorization code redemption."}
	ChallengeMalformed   = &Situation{400, "invalid_request", 501491, "", uri, assumed, "Invalid code_challenge or code_challenge_method parameter."}
	UserDeclined         = &Situation{400, "access_denied", 65004, "", uri, published, "User declined to consent to access the app."}
	CodeUnknown          = &Situation{400, "invalid_grant", 70000, "", uri, assumed, "The provided value for the 'code' parameter is not valid."}
	CodeExpired          = &Situation{400, "invalid_grant", 70008, "", uri, published, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."}
	CodeOfAnotherTenant  = &Situation{400, "invalid_grant", 700005, "", uri, assumed, "The provided authorization code is intended to use against another tenant, thus rejected."}
	CodeOutsideBrowser   = &Situation{400, "invalid_request", 9002327, "", uri, published, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."}
	OriginUnwanted       = &Situation{400, "invalid_request", 9002326, "", uri, published, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'."}
	DeviceCodeUnknown    = &Situation{400, "bad_verification_code", 7000014, "", uri, published, "The provided value for the input parameter 'device_code' is not valid."}
	UserCodeUnknown      = &Situation{400, "bad_verification_code", 70018, "", uri, assumed, "The verification code entered does not match one that was handed out."}
	UserCodeAnswered     = &Situation{400, "invalid_request", 90120, "", uri, assumed, "The request of this code was answered already."}
	ConfirmationRequired = &Situation{400, "interaction_required", 50199, "", uri, assumed, "For security reasons, user confirmation is required for this request. Please repeat the request allowing user interaction."}
	SignInFrequencyOver  = &Situation{400, "invalid_grant", 70043, "bad_token", uri | claims, published, "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {start} and the maximum allowed lifetime for this request is {seconds}."}
)
