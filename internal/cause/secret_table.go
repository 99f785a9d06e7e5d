package cause

// The client secret.
const (
	SecretWrong         Label = "secret_wrong"
	SecretIsIDNotValue  Label = "secret_is_id_not_value"
	SecretExpired       Label = "secret_expired"
	SecretMissing       Label = "secret_missing"
	SecretEncoding      Label = "secret_encoding"
	SecretNotReplicated Label = "secret_not_replicated"
	SecretBrokenByShell Label = "secret_broken_by_shell"
)

var secretRows = []Row{
	{
		Label: SecretWrong, At: AtSecret, Page: PageCredentials,
		Title:   "The client secret isn't one of this app's",
		Meaning: "The secret matches none of app {clientID}: it's mistyped, cut off, from another app, or deleted.",
		Where:   "App registrations > your app > Certificates & secrets > Client secrets",
		Steps: []string{
			"Check that you're on the app with client ID {clientID}.",
			"Select **New client secret** and copy the column **Value** at once: the portal never shows it again.",
			"Store the whole value, without spaces, quotes or braces, not the path of a file. Then test again.",
		},
		Command: "az ad app credential reset --id {clientID} --append --years 1",
		Admin:   "please create a client secret for app {clientID} in tenant {tenant} and send me its Value (not the Secret ID) over a safe channel. An owner of the app can do it.",
	},
	{
		Label: SecretIsIDNotValue, At: AtSecret, Page: PageCredentials,
		Title:   "This is the Secret ID, not the secret's Value",
		Meaning: "The portal shows two columns for each secret. The GUID is the Secret ID, only a label. The secret is the column Value.",
		Where:   "App registrations > your app > Certificates & secrets > Client secrets",
		Steps: []string{
			"Copy the column **Value**. It has about 40 characters and isn't a GUID.",
			"If **Value** shows asterisks, nobody can read it anymore: select **New client secret** and copy its **Value** at once.",
			"Enter the new **Value** and test again.",
		},
		Command: "az ad app credential reset --id {clientID} --append --years 1",
		Admin:   "please create a client secret for app {clientID} in tenant {tenant} and send me its Value (not the Secret ID) over a safe channel. An owner of the app can do it.",
	},
	{
		Label: SecretExpired, At: AtSecret, Page: PageCredentials,
		Title:   "The client secret has expired",
		Meaning: "The secret of app {clientID} has expired{expiresNote}. Create a new secret. Expired secrets can't be extended.",
		Where:   "App registrations > your app > Certificates & secrets > Client secrets",
		Steps: []string{
			"Select **New client secret**, select its lifetime and copy the column **Value** at once.",
			"Store the new **Value** everywhere you used the old one.",
			"Delete the expired entry once everything works.",
		},
		Command: "az ad app credential reset --id {clientID} --append --years 1",
		Admin:   "the client secret of app {clientID} in tenant {tenant} has expired. Please create a new one and send me its Value over a safe channel. An owner of the app can do it.",
	},
	{
		Label: SecretMissing, At: AtSecret, Page: PageCredentials,
		Title:   "No client secret or certificate was sent",
		Meaning: "The request had neither a secret nor a certificate assertion. Often a variable or a stored value is empty.",
		Where:   "The variable, file or secret store that holds the secret",
		Steps: []string{
			"Check that the secret is there when the program runs, and not empty.",
			"If there is none yet: **App registrations** > your app > **Certificates & secrets** > **New client secret**, and copy the column **Value**.",
			"Send it as client_secret in the form body.",
			"With a certificate: check that the program has the certificate with its key, and sends client_assertion together with client_assertion_type.",
		},
		Command: "az ad app credential reset --id {clientID} --append --years 1",
	},
	{
		Label: SecretEncoding, At: AtSecret, Page: PageCredentials,
		Title:   "The client secret was changed in transit",
		Meaning: "Characters such as +, &, = or % have a meaning in a form body. A secret that isn't percent-encoded arrives changed. So does one with quotes or a line end that a shell added.",
		Where:   "The program or script that sends the request",
		Steps: []string{
			"Percent-encode the secret in the form body (curl: --data-urlencode).",
			"Look for quotes, spaces or a line end that became part of the value.",
			"If in doubt, create a new secret and test it with appreg, which encodes it.",
		},
	},
	{
		Label: SecretNotReplicated, At: AtSecret, Page: PageCredentials,
		Title:   "The new secret isn't active everywhere yet",
		Meaning: "A secret created seconds ago may not have reached every server.",
		Where:   "Nothing to change in the portal",
		Steps: []string{
			"Wait one minute and test again.",
			"If it's still refused after five minutes, treat it as a wrong secret: create a new one and copy its **Value**.",
		},
	},
	{
		Label: SecretBrokenByShell, At: AtSecret, Page: PageCredentials,
		Title:   "The command line broke the secret",
		Meaning: "The shell or the tool misread part of the secret: a leading dash as an option, or &, $, !, % and quotes as its own signs.",
		Where:   "The command line or script",
		Steps: []string{
			"Pass the secret in a variable, a file or standard input, not as an argument.",
			"If another tool accepts only an argument: --password=\"…\" with an equals sign, in single quotes in bash and PowerShell.",
			"Or create a new secret that doesn't begin with a dash or contain ~.",
		},
	},
}
