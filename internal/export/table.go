package export

import "appreg/internal/catalog"

// Why a proof can't be used.
const (
	personNeeded = "it runs unattended, and this profile's sign-in needs a person"
	passwordBad  = "the tool takes no user name and password of an app of yours"
	noAssertion  = "the tool can't sign in with a certificate or another issuer's token; use curl or http"
)

// unattended refuses the flows of users.
func unattended() map[catalog.Proof]string {
	return map[catalog.Proof]string{catalog.ProofPage: personNeeded, catalog.ProofPassword: passwordBad}
}

// without refuses some proofs for one reason.
func without(reason string, proofs ...catalog.Proof) map[catalog.Proof]string {
	refused := map[catalog.Proof]string{}
	for _, p := range proofs {
		refused[p] = reason
	}
	return refused
}

// inArguments is why a script that starts a tool holds no value.
const inArguments = "the tool takes it as an argument, which every program on the machine can read"

// formats are the rows. Sources: each tool's own reference, named in its file.
func formats() []Format {
	return []Format{
		{Name: "env", Title: "shell variables for Azure's SDKs", write: writeEnv},
		{Name: "dotenv", Title: ".env file for Azure's SDKs", write: writeDotenv},
		{Name: "http", Title: "VS Code REST Client", write: writeHTTP},
		{Name: "jetbrains", Title: "JetBrains HTTP client (http-client.private.env.json)", write: writeJetBrains,
			Note:   `in a request: Authorization: Bearer {{$auth.token("appreg")}}`,
			proofs: without(noAssertion, catalog.ProofCertificate, catalog.ProofAssertion)},
		{Name: "bruno", Title: "Bruno request (.bru)", write: writeBruno},
		{Name: "postman", Title: "Postman environment", write: writePostman,
			Note:   "import it, then set what is empty",
			proofs: without(noAssertion, catalog.ProofCertificate, catalog.ProofAssertion)},
		{Name: "curl", Title: "shell script with curl", write: writeCurl, NoValue: "the script asks appreg for a token"},
		{Name: "powershell", Title: "PowerShell 7 script", write: writePowerShell, NoValue: "the script asks appreg for a token"},
		{Name: "al-go", Title: "AL-Go for GitHub (AUTHCONTEXT)", write: writeALGo,
			Note:   "the secret AUTHCONTEXT of the repository or environment",
			OnlyBy: "AL-Go keeps the secret in AUTHCONTEXT itself",
			ofAPIs: true,
			proofs: map[catalog.Proof]string{
				catalog.ProofPage: personNeeded, catalog.ProofPassword: passwordBad, catalog.ProofCertificate: "AL-Go takes no certificate",
			}},
		{Name: "pac", Title: "Power Platform CLI", write: writePac, NoValue: inArguments,
			ofAPIs: true, proofs: unattended()},
		{Name: "az", Title: "Azure CLI", write: writeAz, NoValue: inArguments, proofs: unattended()},
		{Name: "m365", Title: "CLI for Microsoft 365", write: writeM365, NoValue: inArguments, proofs: without(passwordBad, catalog.ProofPassword)},
		{Name: "terraform", Title: "Terraform, with import blocks", write: writeTerraform, HoldsID: true, NoValue: "Terraform reads it from ARM_CLIENT_SECRET"},
		{Name: "github-actions", Title: "GitHub Actions workflow", write: writeGitHubActions, NoValue: "a workflow is committed; the secret belongs to the repository's secrets", proofs: unattended()},
		{Name: "azure-devops", Title: "Azure Pipelines", write: writeAzureDevOps, NoValue: "a pipeline is committed; the secret belongs to its secret variables", proofs: unattended()},
		{Name: "kubernetes", Title: "Kubernetes manifest", write: writeKubernetes, proofs: unattended()},
		{Name: "systemd", Title: "systemd drop-in", write: writeSystemd, NoValue: "systemd loads it from an encrypted file", proofs: unattended()},
	}
}
