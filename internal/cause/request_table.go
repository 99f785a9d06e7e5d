package cause

// Scope and the form of the request.
const (
	ScopeMalformed        Label = "scope_malformed"
	ScopeNotDefault       Label = "scope_not_default"
	ScopeMixed            Label = "scope_mixed"
	ScopeEmpty            Label = "scope_empty"
	RequestMalformed      Label = "request_malformed"
	RequestNotFormEncoded Label = "request_not_form_encoded"
	RequestParamMissing   Label = "request_param_missing"
	UnsupportedGrantType  Label = "unsupported_grant_type"
)

var requestRows = []Row{
	{
		Label: ScopeMalformed, At: AtPermissions,
		Title:   "The scope has the wrong form",
		Meaning: "A scope is the API's address (or GUID) followed by a slash and a permission, or by /.default.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Use {scope} , exactly like this.",
			"Include https:// and keep double slashes.",
			"Separate several scopes with single spaces.",
		},
	},
	{
		Label: ScopeNotDefault, At: AtPermissions, Page: PagePermissions,
		Title:   "An app must request /.default",
		Meaning: "An app that signs in as itself can't request single permissions. It gets all that an admin granted.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Use {scope} , alone.",
			"Add what you need under **API permissions** > **Application permissions**, and grant admin consent.",
		},
	},
	{
		Label: ScopeMixed, At: AtPermissions,
		Title:   "The scopes can't be combined",
		Meaning: "A token is for one API. The request names two APIs, or mixes /.default with single permissions.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Request one API only: {scope}",
			"Use either /.default or single permissions of that API, not both.",
			"Send a second request for a second API.",
		},
	},
	{
		Label: ScopeEmpty, At: AtPermissions,
		Title:   "The scope is empty",
		Meaning: "The request has no scope, or an empty one.",
		Where:   "The scope in your configuration",
		Steps: []string{
			"Send scope={scope}",
			"When you redeem an authorization code, send the scope there too.",
		},
	},
	{
		Label:   RequestMalformed,
		Title:   "The request is malformed",
		Meaning: "Entra can't read the request: stray quotes, characters that aren't percent-encoded, a parameter of the old endpoint, or the wrong method.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Send a POST to {login}/{tenant}/oauth2/v2.0/token.",
			"Send Content-Type application/x-www-form-urlencoded and percent-encode every value.",
			"Use scope, not resource, at the v2.0 endpoint.",
			"Check the raw body for quotes, line ends or unencoded & and + signs.",
		},
	},
	{
		Label:   RequestNotFormEncoded,
		Title:   "The request's fields didn't arrive as a form",
		Meaning: "Entra found no fields: the body is JSON or multipart, or the fields are in the address.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Put the fields into the body as grant_type=…&client_id=…&scope=…",
			"Send Content-Type: application/x-www-form-urlencoded.",
			"Send it as a POST. A redirect on the way may have dropped the body.",
		},
	},
	{
		Label:   RequestParamMissing,
		Title:   "A required field is missing from the request",
		Meaning: "The field named in the answer is missing or empty.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Set the field that the answer names.",
			"Check that the variable behind it isn't empty when the program runs.",
		},
	},
	{
		Label:   UnsupportedGrantType,
		Title:   "The grant type is unknown or not allowed here",
		Meaning: "grant_type is misspelled, or this app or endpoint doesn't accept it.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Use password, client_credentials, authorization_code, refresh_token or urn:ietf:params:oauth:grant-type:device_code.",
			"Check that the address ends in /oauth2/v2.0/token.",
		},
	},
}
