package source

import (
	"context"
	"slices"

	"appreg/internal/secret"
)

// Variable is the variable that holds an outside token itself.
const Variable = "APPREG_ASSERTION"

// env reads a variable; empty if it is not set.
type env = func(name string) string

// row is one platform: how it is recognized, what it needs, and how it is asked.
type row struct {
	title   string
	ready   func(env) bool   // it has all that it needs
	seen    func(env) bool   // the program runs there; nil: cannot be told
	missing func(env) string // what it lacks where it is seen and not ready
	fix     []string         // what to do about that
	get     func(ctx context.Context, s Sources, audience string) (secret.Secret, error)
	from    func(env) string // what to call it more closely; nil: title
}

func (r row) name(e env) string {
	if r.from != nil {
		return r.from(e)
	}
	return r.title
}

// The variables of the platforms, as their own documents name them (docs/sources.md, "Federated credentials").
const (
	gitHubURL, gitHubToken           = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
	azureDevOpsURL, azureDevOpsToken = "SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN"
	azureDevOpsConnection            = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
	tokenFile                        = "AZURE_FEDERATED_TOKEN_FILE"
)

// gitLabTokens are the names that jobs mostly give to their token for Entra; any other goes into Variable.
var gitLabTokens = []string{"AZURE_FEDERATED_TOKEN", "GITLAB_OIDC_TOKEN"}

// rows are the platforms, in the order in which they are looked for. What a person has set comes first.
func rows() []row {
	return []row{
		{
			title: Variable,
			ready: set(Variable),
			get:   variable(Variable),
		},
		{
			title: "GitHub Actions",
			ready: set(gitHubURL, gitHubToken), seen: set("GITHUB_ACTIONS"),
			missing: says("the job lacks permissions: id-token: write"),
			fix: []string{
				"Add permissions: id-token: write to the job, beside contents: read.",
				"A run for a pull request from a fork gets no token.",
			},
			get: gitHub,
		},
		{
			title: "Azure DevOps",
			ready: set(azureDevOpsURL, azureDevOpsToken), seen: set("TF_BUILD"),
			missing: missingOfAzureDevOps,
			fix: []string{
				"Add to the step: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).",
				"Use an AzureCLI@2 task with the service connection, which names the connection too.",
			},
			get: azureDevOps,
		},
		{
			title: "Kubernetes",
			ready: set(tokenFile), seen: set("KUBERNETES_SERVICE_HOST"),
			missing: says("the pod lacks " + tokenFile),
			fix: []string{
				"Label the pod azure.workload.identity/use: \"true\" and name the service account.",
				"Or mount a projected service account token and pass it with --assertion-file.",
			},
			get: func(ctx context.Context, s Sources, _ string) (secret.Secret, error) {
				return s.file(ctx, "the file in "+tokenFile, s.Env(tokenFile))
			},
			from: func(env) string { return "the file in " + tokenFile },
		},
		{
			title: "GitLab",
			ready: func(e env) bool { return gitLabToken(e) != "" }, seen: set("GITLAB_CI"),
			missing: says("the job has no token for Entra: id_tokens is missing"),
			fix: []string{
				"Add to the job: id_tokens: " + Variable + ": aud: api://AzureADTokenExchange.",
			},
			get: func(ctx context.Context, s Sources, audience string) (secret.Secret, error) {
				return variable(gitLabToken(s.Env))(ctx, s, audience)
			},
			from: func(e env) string { return "GitLab (" + gitLabToken(e) + ")" },
		},
	}
}

func gitLabToken(e env) string {
	if i := slices.IndexFunc(gitLabTokens, func(name string) bool { return e(name) != "" }); i >= 0 {
		return gitLabTokens[i]
	}
	return ""
}

func missingOfAzureDevOps(e env) string {
	if e(azureDevOpsToken) == "" {
		return "the step lacks SYSTEM_ACCESSTOKEN"
	}
	return "the step lacks SYSTEM_OIDCREQUESTURI"
}

// set reports whether all of the variables hold something.
func set(names ...string) func(env) bool {
	return func(e env) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return e(name) == "" })
	}
}

func says(text string) func(env) string { return func(env) string { return text } }

// Secrets are the variables of platforms that hold a credential: none goes into a text or to a child.
func Secrets() []string {
	return append([]string{gitHubToken, azureDevOpsToken}, gitLabTokens...)
}
