package cli

import "strconv"

// topics are the pages of `appreg help TOPIC`, in the order in which they are listed.
var topics = []topic{
	{"exit-codes", "Exit codes, and the errors in JSON", exitCodesTopic},
	{"environment", "Environment variables", environmentTopic},
	{"storage", "Where profiles and credentials are kept", storageTopic},
	{"flows", "Sign-in methods, and which API takes which", flowsTopic},
	{"clouds", "Clouds and regions, and which API is in which", cloudsTopic},
	{"scripting", "Using appreg in scripts and in CI", scriptingTopic},
}

func exitCodesTopic() []part {
	table := [][]string{{"code", "meaning"}}
	for _, row := range exitMeanings {
		table = append(table, []string{strconv.Itoa(int(row.code)), row.meaning})
	}
	return []part{
		{table: table},
		{text: "check --all ends with the first of 1, 5, 3, 4 and 0 that any profile has."},
		{title: "Errors", text: "An error is one line on standard error, then what to do. With --json, standard output also has " +
			`{"error":{"code","message","fix"}}` + ", where code is usage, missing_input, profile_name, input, input_ended, refused, other_host, profile_changed, " +
			"store, sign_in_needed, token_short, admin_missing, admin_unusable, admin_token_expired, admin_token_foreign, admin_rights_missing, interrupted, unexpected or a cause. " +
			"Once there's a report, standard output has the report alone. appreg token has no --json: where it fails, standard output has nothing, also with --output json."},
	}
}

func environmentTopic() []part {
	table := [][]string{{"variable", "meaning"}}
	for _, row := range variables() {
		table = append(table, []string{row.name, row.meaning})
	}
	return []part{
		{text: "A flag wins over its variable. appreg removes the variables that hold a secret from the environment of every program that it starts."},
		{table: table},
	}
}

func storageTopic() []part {
	return []part{
		{title: "In the keyring of your operating system", text: "Client secret, password or certificate's key, what it may be used for, and a key for the files: " +
			"one item a profile, service appreg, user name = the profile's ID (appreg show)."},
		{title: "In ID.sealed, encrypted with a key that is in the keyring", text: "Cached tokens, and what is too large for the keyring.", table: [][]string{
			{"system", "folder"},
			{"Linux", "$XDG_STATE_HOME/appreg, else ~/.local/state/appreg"},
			{"macOS", "~/Library/Application Support/appreg"},
			{"Windows", `%LocalAppData%\appreg`},
		}},
		{title: "In the encrypted vault, where there is no keyring", text: "With --store vault a profile's item is the file ID.age beside ID.sealed. One passphrase opens the whole vault: " +
			"on a terminal appreg asks for it, a script names a file that holds it in " + variablePassphraseFile + ". A team shares a profile with --recipient, the public key of each age identity; " +
			"then " + variableIdentityFile + " names your own. The age program reads the files, too.",
			code: "appreg setup --store vault\nage -d -i vault.identity.age ID.age"},
		{title: "In a store that another program keeps", text: "--store exec:NAME leaves the items to the program appreg-store-NAME on the PATH, with get, store or erase for its argument and JSON on " +
			"standard input and output. docs/examples has two: pass, and HashiCorp Vault or OpenBao."},
		{title: "In profiles.json and draft.json", text: "Everything that isn't secret.", table: [][]string{
			{"system", "folder"},
			{"Linux", "$XDG_CONFIG_HOME/appreg, else ~/.config/appreg"},
			{"macOS", "~/Library/Application Support/appreg"},
			{"Windows", `%AppData%\appreg`},
		}},
		{text: "APPREG_HOME moves all files to one folder. There's no plain-text store and no fallback to one: nothing is saved where you didn't say. " +
			"A password is saved only if you say so (--save-password)."},
		{text: "A credential is bound to the API, tenant, client ID, sign-in method, user and hosts that it was saved for. If profiles.json says something else, " +
			"appreg sends nothing and ends with exit code 3."},
		{title: "Clean up", code: "appreg remove bc-dev        # a profile, its credential and its tokens\nappreg list --orphans       # credentials that no profile uses"},
	}
}

func scriptingTopic() []part {
	return []part{
		{title: "Set up without questions", text: "--no-input never asks: it lists what is missing, with the flags, and ends with exit code 2. A secret is never a flag's value.",
			code: "printf %s \"$SECRET\" | appreg setup --no-input --api business-central --flow client-secret \\\n" +
				"  --tenant contoso.com --client-id \"$ID\" --secret-stdin --profile bc-dev --json"},
		{title: "Check", text: "Always sends fresh requests. Alert on the exit code; --json has every finding with its cause and fix.",
			code: "appreg check bc-dev --json\nreport=$(appreg check --all) || echo \"$report\" | mail -s 'app registrations' me@contoso.com"},
		{title: "Get a token", text: "Standard output has the token and nothing else. Tokens are cached, and any number of callers at once make one request.",
			code: "curl -H \"$(appreg token bc-dev --output header)\" https://api.businesscentral.dynamics.com/environments/v1.2\n" +
				"appreg token bc-dev -o json --min-validity 30m"},
		{title: "Where other programs ask", text: "appreg token answers them in their own form (--output).",
			code: "appreg token bc-dev --output github             # a step of GitHub Actions: masked, for later steps\n" +
				"appreg token bc-dev --output exec-credential    # kubectl's exec plugin\n" +
				"appreg token bc-dev --output terraform          # Terraform's data source external"},
		{title: "Give tokens to a program", text: "The program finds a managed identity, as in Azure: DefaultAzureCredential and Microsoft's command-line tools " +
			"get the profile's tokens, and no credential is in the environment.",
			code: "appreg run bc-dev -- node report.js"},
		{title: "Without a profile, in CI", text: "Flags and the environment describe the app registration. No keyring is needed, and nothing is saved.",
			code: "export APPREG_CLIENT_SECRET\nappreg token --api power-platform --flow client-secret --tenant contoso.com --client-id \"$ID\""},
		{title: "In a service or a container", text: "A file appreg.PROFILE in the folder of " + variableDelivered + " (systemd) or in " + containerSecrets + " (Docker, Kubernetes) is used as the profile's credential, " +
			"instead of the saved one. Without a keyring, profiles are saved in the encrypted vault: appreg help storage."},
		{title: "Streams", text: "Results go to standard output, everything else to standard error. Text for people may change; JSON keys, exit codes and flags stay. " +
			"APPREG_PROFILE names the profile where a command names none."},
	}
}
