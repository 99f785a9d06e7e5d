package diagnose

// The client secret.
var secretCauses = []causeRow{
	{
		cause:   "secret_wrong",
		title:   "The client secret is not one of this app's secrets",
		meaning: "The secret that was sent fits no secret stored for app {clientID}: mistyped, cut off, taken from another app, or deleted since.",
		where:   "App registrations > your app > Certificates & secrets > Client secrets",
		steps: []string{
			"Make sure that you are on the app with client id {clientID}.",
			"Choose New client secret and copy the column Value at once: the portal never shows it again.",
			"Store it whole, without blanks, quotes or braces around it, and the value itself, not the path of a file; then try again.",
		},
		command: "az ad app credential reset --id {clientID} --append --years 1",
		page:    pageCredentials,
		admin:   "please make a new client secret for app {clientID} in tenant {tenant} and pass me its Value (not the Secret ID) over a safe channel. An owner of the app can do it.",
	},
	{
		cause:   "secret_is_id_not_value",
		title:   "The Secret ID was used in place of the secret's Value",
		meaning: "The portal shows two columns for each secret. The GUID is the Secret ID, a mere label; the secret is the column Value.",
		where:   "App registrations > your app > Certificates & secrets > Client secrets",
		steps: []string{
			"Copy the column Value. It has about 40 characters and is not a GUID.",
			"If Value shows asterisks, it can no longer be read: choose New client secret and copy its Value at once.",
			"Enter the new Value and try again.",
		},
		command: "az ad app credential reset --id {clientID} --append --years 1",
		page:    pageCredentials,
		admin:   "please make a new client secret for app {clientID} in tenant {tenant} and pass me its Value (not the Secret ID) over a safe channel. An owner of the app can do it.",
	},
	{
		cause:   "secret_expired",
		title:   "The client secret has expired",
		meaning: "The secret of app {clientID} is past its end date{expiresNote}. An expired secret cannot be extended; a new one takes its place.",
		where:   "App registrations > your app > Certificates & secrets > Client secrets",
		steps: []string{
			"Choose New client secret, choose its lifetime and copy the column Value at once.",
			"Store the new Value everywhere the old one was used.",
			"Delete the expired entry once everything works.",
		},
		command: "az ad app credential reset --id {clientID} --append --years 1",
		page:    pageCredentials,
		admin:   "the client secret of app {clientID} in tenant {tenant} has expired. Please make a new one and pass me its Value over a safe channel. An owner of the app can do it.",
	},
	{
		cause:   "secret_missing",
		title:   "No client secret or certificate was sent",
		meaning: "The application wants to sign in as itself, but the request carried neither a secret nor a certificate assertion. Often a variable or a stored value was empty.",
		where:   "The place from which the secret is read: variable, file or secret store",
		steps: []string{
			"Check that the secret is really there when the program runs, and not empty.",
			"If there is none yet: App registrations > your app > Certificates & secrets > New client secret, and copy the column Value.",
			"Send it as client_secret in the form body.",
			"With a certificate: check that the program was given the certificate with its key, and sends what it signs as client_assertion together with client_assertion_type.",
		},
		command: "az ad app credential reset --id {clientID} --append --years 1",
		page:    pageCredentials,
	},
	{
		cause:   "secret_encoding",
		title:   "The client secret was changed on its way",
		meaning: "Characters such as +, &, = or % mean something in a form body. A secret that is not percent-encoded arrives as a different one; quotes or a line end added by a shell have the same effect.",
		where:   "The program or script that sends the request",
		steps: []string{
			"Percent-encode the secret when it goes into the form body (curl: --data-urlencode).",
			"Look for quotes, blanks or a line end that became part of the value.",
			"If in doubt make a new secret and test with appreg, which encodes it.",
		},
		page: pageCredentials,
	},
	{
		cause:   "secret_not_replicated",
		title:   "The new secret is not known everywhere yet",
		meaning: "A secret made seconds ago may still be unknown to the server that was asked.",
		where:   "Nothing to change in the portal",
		steps: []string{
			"Wait one minute and try again.",
			"If it is still refused after five minutes, treat it as a wrong secret: make a new one and copy its Value.",
		},
		page: pageCredentials,
	},
}
