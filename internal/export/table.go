package export

import "appreg/internal/catalog"

// Why a proof can't be used.
const (
	personNeeded = "it runs unattended, and this profile's sign-in needs a person"
	passwordBad  = "the tool can't sign in to your app with a user name and password"
	unknownProof = "appreg doesn't know how a file holds this sign-in method"
	noAssertion  = "the tool can't sign in with a certificate or another issuer's token; use curl or http"
)

// The following say why a format can't serve a proof; nothing if it can. What they don't name is refused.

// anyProof takes all that there are.
func anyProof(p catalog.Proof) string {
	switch p {
	case catalog.ProofPassword, catalog.ProofSecret, catalog.ProofCertificate, catalog.ProofPage, catalog.ProofAssertion:
		return ""
	case catalog.NoProof:
	}
	return unknownProof
}

// unattended refuses the flows of users.
func unattended(p catalog.Proof) string {
	switch p {
	case catalog.ProofSecret, catalog.ProofCertificate, catalog.ProofAssertion:
		return ""
	case catalog.ProofPage:
		return personNeeded
	case catalog.ProofPassword:
		return passwordBad
	case catalog.NoProof:
	}
	return unknownProof
}

// noSigning refuses what needs a signed assertion.
func noSigning(p catalog.Proof) string {
	switch p {
	case catalog.ProofPassword, catalog.ProofSecret, catalog.ProofPage:
		return ""
	case catalog.ProofCertificate, catalog.ProofAssertion:
		return noAssertion
	case catalog.NoProof:
	}
	return unknownProof
}

// noPassword refuses a user's password.
func noPassword(p catalog.Proof) string {
	switch p {
	case catalog.ProofSecret, catalog.ProofCertificate, catalog.ProofPage, catalog.ProofAssertion:
		return ""
	case catalog.ProofPassword:
		return passwordBad
	case catalog.NoProof:
	}
	return unknownProof
}

// inContext is what AL-Go's AUTHCONTEXT holds.
func inContext(p catalog.Proof) string {
	if p == catalog.ProofCertificate {
		return "AL-Go takes no certificate"
	}
	return unattended(p)
}

// inArguments is why a script that starts a tool holds no value.
const inArguments = "the tool takes it as an argument, which every program on the machine can read"

// formats are the rows. Sources: each tool's own reference, named in its file.
func formats() []Format {
	return []Format{
		{Name: "env", Title: "shell variables for Azure's SDKs", write: writeEnv, refuses: anyProof},
		{Name: "dotenv", Title: ".env file for Azure's SDKs", write: writeDotenv, refuses: anyProof},
		{Name: "http", Title: "VS Code REST Client", write: writeHTTP, refuses: anyProof},
		{Name: "jetbrains", Title: "JetBrains HTTP client (http-client.private.env.json)", write: writeJetBrains,
			Note:    `in a request: Authorization: Bearer {{$auth.token("appreg")}}`,
			refuses: noSigning},
		{Name: "bruno", Title: "Bruno request (.bru)", write: writeBruno, refuses: anyProof},
		{Name: "postman", Title: "Postman environment", write: writePostman,
			Note:    "import it, then set what is empty",
			refuses: noSigning},
		{Name: "curl", Title: "shell script with curl", write: writeCurl, NoValue: "the script asks appreg for a token", refuses: anyProof},
		{Name: "powershell", Title: "PowerShell 7 script", write: writePowerShell, NoValue: "the script asks appreg for a token", refuses: anyProof},
		{Name: "al-go", Title: "AL-Go for GitHub (AUTHCONTEXT)", write: writeALGo,
			Note:    "the secret AUTHCONTEXT of the repository or environment",
			OnlyBy:  "AL-Go keeps the secret in AUTHCONTEXT itself",
			ofAPIs:  true,
			refuses: inContext},
		{Name: "pac", Title: "Power Platform CLI", write: writePac, NoValue: inArguments,
			ofAPIs: true, refuses: unattended},
		{Name: "az", Title: "Azure CLI", write: writeAz, NoValue: inArguments, refuses: unattended},
		{Name: "m365", Title: "CLI for Microsoft 365", write: writeM365, NoValue: inArguments, refuses: noPassword},
		{Name: "terraform", Title: "Terraform, with import blocks", write: writeTerraform, HoldsID: true, NoValue: "Terraform reads it from ARM_CLIENT_SECRET", refuses: anyProof},
		{Name: "github-actions", Title: "GitHub Actions workflow", write: writeGitHubActions, NoValue: "a workflow is committed; the secret belongs to the repository's secrets", refuses: unattended},
		{Name: "azure-devops", Title: "Azure Pipelines", write: writeAzureDevOps, NoValue: "a pipeline is committed; the secret belongs to its secret variables", refuses: unattended},
		{Name: "kubernetes", Title: "Kubernetes manifest", write: writeKubernetes, refuses: unattended},
		{Name: "systemd", Title: "systemd drop-in", write: writeSystemd, NoValue: "systemd loads it from an encrypted file", refuses: unattended},
	}
}
