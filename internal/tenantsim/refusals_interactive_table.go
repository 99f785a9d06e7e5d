package tenantsim

// The situations of sign-ins in a browser: on its pages, in the answer to a redirect URI, and at the token endpoint.
const (
	RedirectMismatch     Situation = "redirect uri not registered"
	RedirectNone         Situation = "no redirect uri registered"
	RedirectMissing      Situation = "redirect uri not sent"
	RedirectDiffers      Situation = "redirect uri of the code differs"
	MultiTenantDisabled  Situation = "app of one tenant at the common endpoint"
	ResponseTypeUnknown  Situation = "response type unknown"
	ResponseModeUnknown  Situation = "response mode unknown"
	SignInNeeded         Situation = "sign-in needed, none allowed"
	PKCEMissing          Situation = "pkce missing"
	ChallengeMalformed   Situation = "pkce challenge malformed"
	UserDeclined         Situation = "user declined"
	CodeUnknown          Situation = "code unknown"
	CodeExpired          Situation = "code expired"
	CodeOfAnotherTenant  Situation = "code of another tenant"
	CodeOutsideBrowser   Situation = "code of a single-page application outside a browser"
	OriginUnwanted       Situation = "origin of a browser page unwanted"
	DeviceCodeUnknown    Situation = "device code unknown"
	UserCodeUnknown      Situation = "user code unknown"
	UserCodeAnswered     Situation = "user code answered already"
	ConfirmationRequired Situation = "user confirmation required"
	SignInFrequencyOver  Situation = "sign-in frequency"
)

// interactiveRefusals is facts/errors.md parts C, E, F, G and H, as far as sign-ins in a browser bring them about.
var interactiveRefusals = []refusalRow{
	{RedirectMismatch, 400, "invalid_request", 50011, "", false, true, Published,
		"The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{client}'. Make sure the redirect URI sent in the request matches one added to the application."},
	{RedirectNone, 400, "invalid_request", 500113, "", false, true, Published,
		"No reply address is registered for the application."},
	{RedirectMissing, 400, "invalid_request", 900971, "", false, true, Assumed,
		"No reply address provided."},
	{RedirectDiffers, 400, "invalid_grant", 500112, "", false, true, Assumed,
		"The reply address '{redirect}' does not match the reply address '{registered}' provided when requesting the authorization code."},
	{MultiTenantDisabled, 400, "invalid_request", 50194, "", false, true, Published,
		"Application '{client}'({app}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications. Use a tenant-specific endpoint or configure the application to be multi-tenant."},
	{ResponseTypeUnknown, 400, "unsupported_response_type", 70005, "", false, true, Assumed,
		"The app returned an unsupported response type '{type}'."},
	{ResponseModeUnknown, 400, "invalid_request", 70007, "", false, true, Assumed,
		"The app asked for an unsupported response mode '{type}'."},
	{SignInNeeded, 400, "login_required", 50058, "", false, true, Published,
		"A silent sign-in request was sent but no user is signed in."},
	{PKCEMissing, 400, "invalid_request", 9002325, "", false, true, Published,
		"Proof Key for Code Exchange is required for this authorization code redemption."},
	{ChallengeMalformed, 400, "invalid_request", 501491, "", false, true, Assumed,
		"Invalid code_challenge or code_challenge_method parameter."},
	{UserDeclined, 400, "access_denied", 65004, "", false, true, Published,
		"User declined to consent to access the app."},
	{CodeUnknown, 400, "invalid_grant", 70000, "", false, true, Assumed,
		"The provided value for the 'code' parameter is not valid."},
	{CodeExpired, 400, "invalid_grant", 70008, "", false, true, Published,
		"The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."},
	{CodeOfAnotherTenant, 400, "invalid_grant", 700005, "", false, true, Assumed,
		"The provided authorization code is intended to use against another tenant, thus rejected."},
	{CodeOutsideBrowser, 400, "invalid_request", 9002327, "", false, true, Published,
		"Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."},
	{OriginUnwanted, 400, "invalid_request", 9002326, "", false, true, Published,
		"Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'."},
	{DeviceCodeUnknown, 400, "bad_verification_code", 7000014, "", false, true, Published,
		"The provided value for the input parameter 'device_code' is not valid."},
	{UserCodeUnknown, 400, "bad_verification_code", 70018, "", false, true, Assumed,
		"The verification code entered does not match one that was handed out."},
	{UserCodeAnswered, 400, "invalid_request", 90120, "", false, true, Assumed,
		"The request of this code was answered already."},
	{ConfirmationRequired, 400, "interaction_required", 50199, "", false, true, Assumed,
		"For security reasons, user confirmation is required for this request. Please repeat the request allowing user interaction."},
	{SignInFrequencyOver, 400, "invalid_grant", 70043, "bad_token", true, true, Published,
		"The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {start} and the maximum allowed lifetime for this request is {seconds}."},
}
