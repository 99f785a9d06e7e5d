package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

// addExamples adds their examples to cmd and the commands below it. Their flags are listed in the order in which they were
// made: what belongs together stands together.
func addExamples(cmd *cobra.Command) {
	if i := slices.IndexFunc(examples, func(e example) bool { return e.command == cmd.CommandPath() }); i >= 0 {
		cmd.Example = examples[i].text
	}
	cmd.Flags().SortFlags = false
	cmd.PersistentFlags().SortFlags = false
	for _, child := range cmd.Commands() {
		addExamples(child)
	}
}

// example is what a command's help shows of its use.
type example struct{ command, text string }

// examples are those of all commands. A map would be made at every start.
var examples = []example{
	{"appreg", "  appreg                     # the wizard\n" +
		"  appreg demo                # the wizard against a simulated tenant\n" +
		"  appreg check bc-dev        # does it still work?\n" +
		"  appreg token bc-dev        # print an access token\n" +
		"  appreg explain 7000215     # what does this error mean?"},
	{"appreg setup", "  appreg setup\n  appreg setup --create --admin az --api business-central --flow client-secret --tenant contoso.com \\\n" +
		"    --profile bc-dev    # shows what it changes, asks, makes, tests, saves\n  appreg setup --api business-central --flow client-secret --tenant contoso.com\n" +
		"  appreg setup --replace --profile bc-dev        # a new secret for a saved profile\n" +
		"  printf %s \"$SECRET\" | appreg setup --no-input --api business-central --flow client-secret \\\n" +
		"    --tenant contoso.com --client-id \"$ID\" --secret-stdin --profile bc-dev --json"},
	{"appreg rotate", "  appreg rotate bc-dev --admin az --dry-run\n  appreg rotate bc-dev --admin az\n  appreg rotate --all --expiring 30d --admin az --yes"},
	{"appreg duty", "  appreg duty pp-dev\n  appreg duty pp-dev --apply --role reader --scope environment:\"$ENVIRONMENT\" --admin az"},
	{"appreg undo", "  appreg undo                    # the runs\n  appreg undo bc-dev --admin az\n  appreg undo bc-dev --restore --admin az"},
	{"appreg check", "  appreg check bc-dev\n  appreg check bc-dev --deep --admin az\n  appreg check bc-dev --deep --fix --admin az\n  appreg check --all --json\n  appreg check bc-dev --environment Sandbox\n" +
		"  APPREG_CLIENT_SECRET=… appreg check --api power-platform --flow client-secret --tenant contoso.com --client-id \"$ID\""},
	{"appreg token", "  appreg token bc-dev\n  curl -H \"$(appreg token bc-dev -o header)\" https://api.businesscentral.dynamics.com/environments/v1.2\n" +
		"  eval \"$(appreg token bc-dev -o env)\"\n  appreg token bc-dev -o json --min-validity 30m\n" +
		"  appreg token bc-dev -o github        # a step of GitHub Actions: masked in the log, for later steps\n" +
		"  git config credential.https://HOST.helper '!appreg token bc-dev -o git-credential'"},
	{"appreg run", "  appreg run bc-dev -- node report.js                  # DefaultAzureCredential gets the profile's tokens\n" +
		"  appreg run bc-dev -- m365 login --authType identity\n" +
		"  appreg run bc-dev --env BC_TOKEN -- ./import.sh       # one token in a variable\n" +
		"  appreg run pp-ci --allow https://graph.microsoft.com -- python sync.py"},
	{"appreg export", "  appreg export bc-dev --format http > companies.http       # signs in with the secret in .env\n" +
		"  appreg export bc-dev --format dotenv --with-secret --out .env\n" +
		"  appreg export bc-dev --format al-go --with-secret | gh secret set AUTHCONTEXT\n" +
		"  appreg export bc-dev --format curl | bash"},
	{"appreg federate", "  appreg federate github contoso/erp --environment production --profile bc-ci\n" +
		"  appreg federate kubernetes --issuer https://oidc.example.com/cluster/ --namespace erp --service-account sync"},
	{"appreg federate github", "  appreg federate github contoso/erp --branch main --profile bc-ci\n  appreg federate github contoso@1234/erp@5678 --environment production --both"},
	{"appreg federate azure-devops", "  appreg federate azure-devops contoso/erp/appreg --organization-id \"$ORG_ID\" --connection-id \"$CONNECTION_ID\""},
	{"appreg federate kubernetes", "  appreg federate kubernetes --issuer \"$ISSUER\" --namespace erp --service-account sync --profile bc-ci"},
	{"appreg federate gitlab", "  appreg federate gitlab contoso/erp --branch main --profile bc-ci"},
	{"appreg open", "  appreg open bc-dev\n  appreg open bc-dev permissions\n  appreg open bc-dev secrets --print"},
	{"appreg list", "  appreg list\n  appreg list --json\n  appreg list --orphans"},
	{"appreg show", "  appreg show bc-dev\n  appreg show bc-dev --json"},
	{"appreg rename", "  appreg rename bc-dev bc-test"},
	{"appreg move", "  appreg move bc-dev --to vault\n  appreg move bc-dev --to exec:pass"},
	{"appreg remove", "  appreg remove bc-dev\n  appreg remove bc-dev --yes\n  appreg remove --orphans"},
	{"appreg explain", "  appreg explain 7000215\n  appreg explain --flow password - < answer.json\n  az login 2>&1 | appreg explain -\n" +
		"  appreg explain 700213 --assertion-file token.jwt"},
	{"appreg demo", "  appreg demo\n  appreg demo --plain\n  appreg demo serve"},
	{"appreg demo serve", "  appreg demo serve\n  appreg demo serve --json --tls"},
	{"appreg version", "  appreg version\n  appreg version --json"},
	{"appreg help", "  appreg help check\n  appreg help exit-codes"},
	{"appreg completion", "  source <(appreg completion bash)\n  appreg completion fish > ~/.config/fish/completions/appreg.fish"},
	{"appreg completion bash", "  source <(appreg completion bash)\n  appreg completion bash > /etc/bash_completion.d/appreg"},
	{"appreg completion zsh", "  source <(appreg completion zsh)\n  appreg completion zsh > \"${fpath[1]}/_appreg\""},
	{"appreg completion fish", "  appreg completion fish | source\n  appreg completion fish > ~/.config/fish/completions/appreg.fish"},
	{"appreg completion powershell", "  appreg completion powershell | Out-String | Invoke-Expression"},
}
