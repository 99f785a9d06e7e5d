package federation

import (
	"strings"

	"appreg/internal/catalog"
)

// Job is what a platform's configuration has to say so that appreg signs in there.
type Job struct {
	Check   string // the command line that checks the registration, for a POSIX shell
	Trigger Trigger
	Account string // Kubernetes: namespace and service account
	Client  string // client ID
	Tenant  string // tenant ID
	Connect string // Azure DevOps: name of the service connection

	Audience string // of the cloud's token exchange
}

// Workflow is the configuration of a platform that lets appreg sign in: a file's content, and the file's name.
type Workflow struct {
	File string
	Text string
}

// Workflow returns what to put into the platform's own configuration; false where the platform has none that is known.
func (p Platform) Workflow(j Job) (Workflow, bool) {
	template, known := workflows()[p]
	if !known {
		return Workflow{}, false
	}
	environment := ""
	if j.Trigger.Environment != "" {
		environment = "    environment: " + quoteYAML(j.Trigger.Environment) + "\n"
	}
	namespace, account, _ := strings.Cut(j.Account, "/")
	template.Text = strings.NewReplacer(
		"{onRunner}", catalog.OnRunner, "{check}", j.Check, "{environment}", environment, "{client}", quoteYAML(j.Client), "{tenant}", quoteYAML(j.Tenant),
		"{namespace}", quoteYAML(namespace), "{account}", quoteYAML(account), "{connection}", quoteYAML(j.Connect), "{exchange}", quoteYAML(j.Audience),
	).Replace(template.Text)
	return template, true
}

// quoteYAML writes text as YAML reads it whatever it holds.
func quoteYAML(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// workflows are the platforms' configurations. Words in braces are filled in.
func workflows() map[Platform]Workflow {
	return map[Platform]Workflow{
		OnGitHub: {".github/workflows/appreg.yml", `on: workflow_dispatch
permissions:
  id-token: write
  contents: read
jobs:
  appreg:
    runs-on: ubuntu-latest
{environment}    steps:
      {onRunner}
      - run: |
          {check}
`},
		OnAzureDevOps: {"azure-pipelines.yml", `steps:
  {onRunner}
  - task: AzureCLI@2
    inputs:
      azureSubscription: {connection}
      scriptType: bash
      scriptLocation: inlineScript
      inlineScript: |
        {check}
    env:
      SYSTEM_ACCESSTOKEN: $(System.AccessToken)
`},
		OnKubernetes: {"pod.yaml", `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {account}
  namespace: {namespace}
  annotations:
    azure.workload.identity/client-id: {client}
    azure.workload.identity/tenant-id: {tenant}
---
apiVersion: v1
kind: Pod
metadata:
  name: appreg
  namespace: {namespace}
  labels:
    azure.workload.identity/use: 'true'
spec:
  serviceAccountName: {account}
  containers:
    - name: appreg
      image: your-image-with-appreg
      command: [sh, -c]
      args:
        - |
          {check}
`},
		OnGitLab: {".gitlab-ci.yml", `appreg:
  id_tokens:
    APPREG_ASSERTION:
      aud: {exchange}
  {onRunner}
  script:
    - |
      {check}
`},
	}
}
