package cli

import (
	"fmt"

	"appreg/internal/admin"
	"appreg/internal/catalog"
)

// variable is an environment variable that appreg reads.
type variable struct{ name, meaning string }

// The variables that this package reads in more than one place.
const (
	variableProfile = "APPREG_PROFILE"
)

// variables lists the environment variables that appreg reads, for the help.
func variables() []variable {
	list := []variable{
		{variableProfile, "profile for check, token, run, show, open and federate where none is named"},
	}
	for _, flow := range catalog.Flows() {
		if flow.Variable != "" {
			list = append(list, variable{flow.Variable, fmt.Sprintf("%s, for --flow %s", flow.Secret, flow.Flow)})
		}
	}
	return append(list,
		variable{"AZURE_TENANT_ID, AZURE_CLIENT_ID", "tenant and client ID, where flags describe the app and leave them out"},
		variable{"AZURE_CLIENT_SECRET", "client secret, where none is given in appreg's own ways"},
		variable{"AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_CERTIFICATE_PASSWORD", "certificate and its password, the same"},
		variable{"AZURE_FEDERATED_TOKEN_FILE", "file with the platform's token, for --flow federated"},
		variable{"AZURE_AUTHORITY_HOST", "sign-in host or, if it's a cloud's own, that cloud; where no flag says so"},
		variable{"APPREG_HOME", "folder for profiles, drafts, locks and sealed files: a whole path, or ~/…"},
		variable{variablePassphraseFile, "file with the passphrase of the vault (--store vault)"},
		variable{variableIdentityFile, "file with age identities that open the vault instead of a passphrase"},
		variable{variableDelivered, "folder of systemd with a credential for this process, appreg.PROFILE; also " + containerSecrets},
		variable{"APPREG_AUTHORITY", "sign-in host, as --authority"},
		variable{"APPREG_API_URL", "API host, as --api-url"},
		variable{admin.Variables()[0], "access token for Microsoft Graph, for --admin token"},
		variable{admin.Variables()[1], "a user's access token for the API's admin endpoint, for --admin token"},
		variable{"APPREG_GRAPH_URL", "Microsoft Graph host, as --graph-url"},
		variable{"APPREG_CA_FILE", "file with root certificates, as --ca-file"},
		variable{"APPREG_TOKEN", "token that requests written by export read; run --env APPREG_TOKEN sets it"},
		variable{"APPREG_ACCESSIBLE", "1: questions line by line, for screen readers"},
		variable{"NO_COLOR", "not empty: no color"},
		variable{"TERM", "dumb: questions line by line, no color"},
		variable{"HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "proxy to use, and hosts to reach without it"},
		variable{"GITHUB_ENV, GITHUB_OUTPUT", "files of a GitHub Actions step, for appreg token --output github"},
		variable{"KUBERNETES_EXEC_INFO", "what kubectl asks for, for appreg token --output exec-credential"},
		variable{"XDG_CONFIG_HOME, XDG_STATE_HOME", "where files are kept on Linux, see appreg help storage"},
	)
}
