package cause

// Federated credentials: an outside issuer's token in place of a secret. Sources: Microsoft Entra, Workload identity
// federation considerations, and Azure DevOps, Troubleshoot a workload identity service connection.
const (
	FederatedCredentialMissing Label = "federated_credential_missing"
	FederatedIssuerMismatch    Label = "federated_issuer_mismatch"
	FederatedSubjectMismatch   Label = "federated_subject_mismatch"
	FederatedAudienceMismatch  Label = "federated_audience_mismatch"
	FederatedNotReplicated     Label = "federated_not_replicated"
	FederatedForbiddenByTenant Label = "federated_forbidden_by_tenant"
	AssertionSourceMissing     Label = "assertion_source_missing"
)

var federatedRows = []Row{
	{
		Label: FederatedCredentialMissing, At: AtCredential, Page: PageCredentials,
		Title:   "The app has no federated credential",
		Meaning: "App {clientID} received an outside token, but it has no federated credential.",
		Where:   "App registrations > your app > Certificates & secrets > Federated credentials",
		Steps: []string{
			"Compare the client ID in the answer with the app you set up.",
			"Select **Add credential** and enter issuer, subject and audience exactly as in the token.",
			"Wait a few minutes before you test again.",
		},
		Command: "az ad app federated-credential list --id {clientID}",
		Admin:   "please add a federated credential to app {clientID} in tenant {tenant} with the issuer, subject and audience that I send along. An owner of the app can do it.",
	},
	{
		Label: FederatedIssuerMismatch, At: AtCredential, Page: PageCredentials,
		Title:   "No federated credential has this issuer",
		Meaning: "The token's iss claim must equal the issuer of a federated credential of app {clientID} byte for byte, and Entra must be able to read the issuer's keys.",
		Where:   "App registrations > your app > Certificates & secrets > Federated credentials",
		Steps: []string{
			"Compare the issuer in the answer with the credential's: a final slash, an enterprise's path and the tenant count.",
			On + "github: The issuer is https://token.actions.githubusercontent.com, with an enterprise's path if it has one.",
			On + "kubernetes: The issuer is the cluster's public OIDC issuer URL, never kubernetes.default.svc.",
			On + "azure-devops: The issuer has changed: read **Issuer** on the service connection and copy it.",
		},
		Command: "az ad app federated-credential list --id {clientID}",
		Admin:   "please set the issuer of the federated credential on app {clientID} in tenant {tenant} to the one in the answer. An owner of the app can do it.",
	},
	{
		Label: FederatedSubjectMismatch, At: AtCredential, Page: PageCredentials,
		Title:   "No federated credential has this subject",
		Meaning: "The token's sub claim must equal the subject of a federated credential of app {clientID}, upper and lower case included.",
		Where:   "App registrations > your app > Certificates & secrets > Federated credentials",
		Steps: []string{
			"Compare the subject in the answer with the credential's, letter by letter.",
			On + "github: A job that names an environment sends environment:NAME. Without one it sends the branch, tag or pull_request. Repositories created or renamed since July 2026 send IDs with their names (OWNER@ID/REPO@ID).",
			On + "azure-devops: Copy **Subject identifier** from the service connection.",
			On + "kubernetes: The subject is system:serviceaccount:NAMESPACE:NAME.",
			"Add a credential for each subject that signs in.",
		},
		Command: "az ad app federated-credential list --id {clientID}",
		Admin:   "please add a federated credential with the subject in the answer to app {clientID} in tenant {tenant}. An owner of the app can do it.",
	},
	{
		Label: FederatedAudienceMismatch, At: AtCredential, Page: PageCredentials,
		Title:   "The token's audience isn't the federated credential's",
		Meaning: "The token's aud claim must be the audience entered in the federated credential: api://AzureADTokenExchange in the public cloud.",
		Where:   "App registrations > your app > Certificates & secrets > Federated credentials; and what asks the outside issuer for the token",
		Steps: []string{
			"Ask the outside issuer for a token with audience api://AzureADTokenExchange (US government and China have their own values).",
			"Or enter the token's audience in the credential.",
		},
		Command: "az ad app federated-credential list --id {clientID}",
	},
	{
		Label: FederatedNotReplicated, At: AtCredential, Page: PageCredentials,
		Title:   "The federated credential isn't active everywhere yet",
		Meaning: "A credential created or changed minutes ago may not have reached every server.",
		Where:   "Nothing to change in the portal",
		Steps: []string{
			"Wait five minutes and test again.",
			"If it's still refused, compare issuer, subject and audience. If the credential was edited, delete it and create it again.",
		},
	},
	{
		Label:   FederatedForbiddenByTenant,
		Title:   "A tenant policy forbids this federated sign-in",
		Meaning: "An admin of tenant {tenant} limits or blocks outside issuers.",
		Where:   "Azure portal > Microsoft Entra ID > Enterprise applications > Application policies",
		Steps: []string{
			"Ask which issuers the tenant allows.",
			"Or use a certificate.",
		},
		Admin: "please allow the issuer in the answer for federated credentials of app {clientID} in tenant {tenant}, or tell me which issuers are allowed. Requires Cloud Application Administrator.",
	},
	{
		Label: AssertionSourceMissing, At: AtCredential,
		Title:   "No token to sign in with",
		Meaning: "A federated sign-in exchanges the token of the platform it runs on. The platform's variables or its token file are missing.",
		Where:   "The pipeline, workflow or pod",
		Steps: []string{
			On + "github: Add permissions: id-token: write to the job. Runs from forks don't get one.",
			On + "azure-devops: Map env: SYSTEM_ACCESSTOKEN: $(System.AccessToken) in the step.",
			On + "kubernetes: Label the pod azure.workload.identity/use: \"true\", name the service account, and check that AZURE_FEDERATED_TOKEN_FILE is set.",
			On + "gitlab: Add id_tokens to the job.",
		},
	},
}
