package export

import "appreg/internal/catalog"

// Why a proof can't be used.
const (
	personNeeded = "it runs unattended, and this profile's sign-in needs a person"
	passwordBad  = "the tool can't sign in to your app with a user name and password"
	unknownProof = "appreg doesn't know how a file holds this sign-in method"
	fileNeeded   = "the certificate is kept as a key, and the tool wants its file"
	noAssertion  = "the tool can't sign in with a certificate or another issuer's token; use curl or http"
)

// proofs say why a format can't serve a proof; empty: it can. What they don't name is refused.
type proofs map[catalog.Proof]string

func anyProof() proofs {
	return proofs{catalog.ProofPassword: "", catalog.ProofSecret: "", catalog.ProofCertificate: "", catalog.ProofAssertion: "", catalog.ProofPage: ""}
}

func unattended() proofs {
	return proofs{catalog.ProofPassword: passwordBad, catalog.ProofSecret: "", catalog.ProofCertificate: "", catalog.ProofAssertion: "", catalog.ProofPage: personNeeded}
}

func noSigning() proofs {
	return proofs{catalog.ProofPassword: "", catalog.ProofSecret: "", catalog.ProofCertificate: noAssertion, catalog.ProofAssertion: noAssertion, catalog.ProofPage: ""}
}

func noPassword() proofs {
	return proofs{catalog.ProofPassword: passwordBad, catalog.ProofSecret: "", catalog.ProofCertificate: "", catalog.ProofAssertion: "", catalog.ProofPage: ""}
}

func inContext() proofs {
	return proofs{catalog.ProofPassword: passwordBad, catalog.ProofSecret: "", catalog.ProofCertificate: "AL-Go takes no certificate", catalog.ProofAssertion: "", catalog.ProofPage: personNeeded}
}

// inArguments is why a script that starts a tool holds no value.
const inArguments = "the tool takes it as an argument, which every program on the machine can read"

// formats are the rows. Sources: each tool's own reference, named in its file.
func formats() []Format {
	return []Format{
		{Name: "env", Title: "shell variables for Azure's SDKs", write: writeEnv, proofs: anyProof()},
		{Name: "dotenv", Title: ".env file for Azure's SDKs", write: writeDotenv, proofs: anyProof()},
		{Name: "http", Title: "VS Code REST Client", write: writeHTTP, proofs: anyProof()},
		{Name: "jetbrains", Title: "JetBrains HTTP client (http-client.private.env.json)", write: writeJetBrains,
			Note:   `in a request: Authorization: Bearer {{$auth.token("appreg")}}`,
			proofs: noSigning()},
		{Name: "bruno", Title: "Bruno request (.bru)", write: writeBruno, proofs: anyProof()},
		{Name: "postman", Title: "Postman environment", write: writePostman,
			Note:   "import it, then set what is empty",
			proofs: noSigning()},
		{Name: "curl", Title: "shell script with curl", write: writeCurl, NoValue: "the script asks appreg for a token", proofs: anyProof()},
		{Name: "powershell", Title: "PowerShell 7 script", write: writePowerShell, NoValue: "the script asks appreg for a token", proofs: anyProof()},
		{Name: "al-go", Title: "AL-Go for GitHub (AUTHCONTEXT)", write: writeALGo,
			Note:   "the secret AUTHCONTEXT of the repository or environment",
			OnlyBy: "AL-Go keeps the secret in AUTHCONTEXT itself",
			ofAPIs: true,
			proofs: inContext()},
		{Name: "pac", Title: "Power Platform CLI", write: writePac, NoValue: inArguments, ofAPIs: true, byFile: true, proofs: unattended()},
		{Name: "az", Title: "Azure CLI", write: writeAz, NoValue: inArguments, byFile: true, proofs: unattended()},
		{Name: "m365", Title: "CLI for Microsoft 365", write: writeM365, NoValue: inArguments, byFile: true, proofs: noPassword()},
		{Name: "terraform", Title: "Terraform, with import blocks", write: writeTerraform, HoldsID: true, NoValue: "Terraform reads it from ARM_CLIENT_SECRET", proofs: anyProof()},
		{Name: "github-actions", Title: "GitHub Actions workflow", write: writeGitHubActions, NoValue: "a workflow is committed; the secret belongs to the repository's secrets", proofs: unattended()},
		{Name: "azure-devops", Title: "Azure Pipelines", write: writeAzureDevOps, NoValue: "a pipeline is committed; the secret belongs to its secret variables", proofs: unattended()},
		{Name: "kubernetes", Title: "Kubernetes manifest", write: writeKubernetes, proofs: unattended()},
		{Name: "systemd", Title: "systemd drop-in", write: writeSystemd, NoValue: "systemd loads it from an encrypted file", proofs: unattended()},
	}
}
