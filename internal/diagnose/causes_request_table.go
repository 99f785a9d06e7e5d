package diagnose

// Scope and the form of the request.
var requestCauses = []causeRow{
	{
		cause:   "scope_malformed",
		title:   "The scope has the wrong form",
		meaning: "A scope is the API's address (or GUID) followed by a slash and a permission, or by /.default.",
		where:   "The scope in your configuration",
		steps:   []string{"Use {scope} , exactly as it stands.", "Include https:// and keep double slashes.", "Separate several scopes by single blanks."},
	},
	{
		cause:   "scope_not_default",
		title:   "An application must ask for /.default",
		meaning: "When the application itself signs in, it cannot choose single permissions: it asks for all that were granted to it beforehand.",
		where:   "The scope in your configuration",
		steps:   []string{"Use {scope} , alone.", "Add what is needed under API permissions > Application permissions, and grant admin consent."},
		page:    pagePermissions,
	},
	{
		cause:   "scope_mixed",
		title:   "Scopes were mixed that cannot go together",
		meaning: "A token is for one API. Either two APIs were asked for at once, or /.default stands beside single permissions.",
		where:   "The scope in your configuration",
		steps:   []string{"Ask for one API only: {scope}", "Use either /.default or single permissions of that API, not both.", "Make a second request for a second API."},
	},
	{
		cause:   "scope_empty",
		title:   "The scope is empty",
		meaning: "The request carried no scope, or an empty one.",
		where:   "The scope in your configuration",
		steps:   []string{"Send scope={scope}", "When redeeming an authorization code, send the scope there as well."},
	},
	{
		cause:   "request_malformed",
		title:   "The request itself is malformed",
		meaning: "Entra could not make sense of the request: stray quotes, characters that are not percent-encoded, a parameter of the old endpoint, or the wrong method.",
		where:   "The program or script that sends the request",
		steps: []string{
			"Send a POST to {login}/{tenant}/oauth2/v2.0/token.",
			"Send Content-Type application/x-www-form-urlencoded and percent-encode every value.",
			"Use scope, not resource, at the v2.0 endpoint.",
			"Look at the raw body for quotes, line ends or unencoded & and + signs.",
		},
	},
	{
		cause:   "request_not_form_encoded",
		title:   "The request's fields did not arrive as a form",
		meaning: "Entra found none of the fields, because the body is JSON or multipart, or because the fields stand in the address.",
		where:   "The program or script that sends the request",
		steps: []string{
			"Put the fields into the body as grant_type=…&client_id=…&scope=…",
			"Send Content-Type: application/x-www-form-urlencoded.",
			"Send it as a POST; a redirect on the way may have dropped the body.",
		},
	},
	{
		cause:   "request_param_missing",
		title:   "A required field is missing from the request",
		meaning: "The answer names the field that was not sent, or was empty.",
		where:   "The program or script that sends the request",
		steps:   []string{"Fill the field that the answer names.", "Check that the variable behind it is not empty when the program runs."},
	},
	{
		cause:   "unsupported_grant_type",
		title:   "The grant type is unknown or not allowed here",
		meaning: "The value of grant_type is misspelt, or this app or endpoint does not accept it.",
		where:   "The program or script that sends the request",
		steps: []string{
			"Use password, client_credentials, authorization_code, refresh_token or urn:ietf:params:oauth:grant-type:device_code.",
			"Check that the address ends in /oauth2/v2.0/token.",
		},
	},
}
