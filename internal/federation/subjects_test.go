package federation

import (
	"testing"

	"github.com/google/uuid"
)

// The published values: GitHub's documents, Azure DevOps' own page, and the subjects of other services.
func TestSubjectsAreThePublishedOnes(t *testing.T) {
	github := func(change func(*GitHub)) Identity {
		g := GitHub{Owner: "octo-org", Repo: "octo-repo"}
		change(&g)
		return g.Identity()
	}
	tests := map[string]struct {
		got  Identity
		want Identity
	}{
		"github environment":  {github(func(g *GitHub) { g.Trigger.Environment = "Production" }), Identity{GitHubIssuer, "repo:octo-org/octo-repo:environment:Production"}},
		"github branch":       {github(func(g *GitHub) { g.Trigger.Branch = "demo-branch" }), Identity{GitHubIssuer, "repo:octo-org/octo-repo:ref:refs/heads/demo-branch"}},
		"github tag":          {github(func(g *GitHub) { g.Trigger.Tag = "demo-tag" }), Identity{GitHubIssuer, "repo:octo-org/octo-repo:ref:refs/tags/demo-tag"}},
		"github pull request": {github(func(g *GitHub) { g.Trigger.PullRequest = true }), Identity{GitHubIssuer, "repo:octo-org/octo-repo:pull_request"}},
		"github environment wins": {github(func(g *GitHub) { g.Trigger = Trigger{Environment: "prod", Branch: "main"} }),
			Identity{GitHubIssuer, "repo:octo-org/octo-repo:environment:prod"}},
		"github colon": {github(func(g *GitHub) { g.Trigger.Environment = "prod:eu" }), Identity{GitHubIssuer, "repo:octo-org/octo-repo:environment:prod%3Aeu"}},
		"github immutable": {github(func(g *GitHub) { g.OwnerID, g.RepoID, g.Trigger.Branch = 123456, 456789, "main" }),
			Identity{GitHubIssuer, "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main"}},
		"github enterprise server": {github(func(g *GitHub) { g.Host, g.Trigger.Branch = "GitHub.contoso.com", "main" }),
			Identity{"https://github.contoso.com/_services/token", "repo:octo-org/octo-repo:ref:refs/heads/main"}},
		"ghe.com": {github(func(g *GitHub) { g.Host, g.Trigger.Branch = "contoso.ghe.com", "main" }),
			Identity{"https://token.actions.contoso.ghe.com", "repo:octo-org/octo-repo:ref:refs/heads/main"}},
		"github enterprise slug": {github(func(g *GitHub) { g.Enterprise, g.Trigger.Branch = "octocat-inc", "main" }),
			Identity{GitHubIssuer + "/octocat-inc", "repo:octo-org/octo-repo:ref:refs/heads/main"}},
		"azure devops": {AzureDevOps{
			Tenant: uuid.MustParse("66946bae-c7f1-4099-b768-6ec1ac684280"), Organization: uuid.MustParse("11111111-2222-4333-8444-555555555555"),
			Connection: uuid.MustParse("aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
		}.Identity(), Identity{"https://login.microsoftonline.com/66946bae-c7f1-4099-b768-6ec1ac684280/v2.0",
			"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"}},
		"azure devops, old": {OldAzureDevOps{"contoso", "Erp", "appreg", uuid.MustParse("11111111-2222-4333-8444-555555555555")}.Identity(),
			Identity{"https://vstoken.dev.azure.com/11111111-2222-4333-8444-555555555555", "sc://contoso/Erp/appreg"}},
		"kubernetes": {Kubernetes{"https://oidc.example.com/a/", "erp", "sync"}.Identity(), Identity{"https://oidc.example.com/a/", "system:serviceaccount:erp:sync"}},
		"gitlab branch": {GitLab{Project: "mygroup/myproject", Trigger: Trigger{Branch: "main"}}.Identity(),
			Identity{"https://gitlab.com", "project_path:mygroup/myproject:ref_type:branch:ref:main"}},
		"gitlab tag, own host": {GitLab{Project: "a/b/c", Host: "https://gitlab.contoso.com", Trigger: Trigger{Tag: "v1"}}.Identity(),
			Identity{"https://gitlab.contoso.com", "project_path:a/b/c:ref_type:tag:ref:v1"}},
	}
	for name, test := range tests {
		if test.got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, test.got, test.want)
		}
		if says := test.got.Says(); says == "" {
			t.Errorf("%s: not understood again", name)
		}
	}
}

// What is decoded is what was encoded.
func TestSubjectsThereAndBack(t *testing.T) {
	for _, subject := range []string{
		"repo:octo-org/octo-repo:environment:prod%3Aeu", "repo:o@1/r@2:pull_request", "repo:o/r:ref:refs/heads/feature/x", "repo:o/r:ref:refs/tags/v1",
	} {
		if g, is := DecodeGitHub(subject); !is || g.Identity().Subject != subject {
			t.Errorf("%s: %+v, %v", subject, g, is)
		}
	}
	published := map[string]string{
		"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee": "Azure DevOps",
		"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/qzXoWDkuqUa3l6zM5mM0Rw/n/plugin/e/1/h/2":                                                             "a Dataverse plug-in",
		"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/9ExAW52n_ky4ZiS_jhpJIQ/x":                                                                            "the Bot Framework",
		"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/m1WPnYRZpEaQKq1Cceg--g/x":                                                                            "Copilot Studio",
		"/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/AAAAAAAAAAAAAAAAAAAAAA":                                                                              "app 00000000-0000-0000-0000-000000000000",
	}
	for subject, service := range published {
		e, is := DecodeEID1(subject)
		if !is || e.Subject() != subject || e.Service() != service || e.Tenant.String() != "66946bae-c7f1-4099-b768-6ec1ac684280" {
			t.Errorf("%s: %+v, %s, %v", subject, e, e.Service(), is)
		}
	}
	for _, subject := range []string{
		"", "repo:", "repo:o/r", "repo:o/r:job_workflow_ref:x", "repo:o@1/r:pull_request", "repo:o/r:environment:",
		"/eid1/c/pub/t/short/a/rISbSSETf0KqFyZ8ppdXmA", "/eid2/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA", "system:serviceaccount:a", "project_path:a/b",
		"project_path:a/b:ref_type:commit:ref:x",
	} {
		if says := (Identity{"https://issuer.example.com", subject}).Says(); says != "" {
			t.Errorf("%q was taken for %s", subject, says)
		}
	}
}

// The line that a person enters says the same as the parts of a command.
func TestLines(t *testing.T) {
	const tenant = "66946bae-c7f1-4099-b768-6ec1ac684280"
	const devops = "/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	tests := []struct {
		platform Platform
		line     string
		want     Identity // none: it isn't taken
	}{
		{OnGitHub, "contoso/erp environment production", Identity{GitHubIssuer, "repo:contoso/erp:environment:production"}},
		{OnGitHub, " contoso/erp  Branch main ", Identity{GitHubIssuer, "repo:contoso/erp:ref:refs/heads/main"}},
		{OnGitHub, "contoso@1/erp@2 tag v1", Identity{GitHubIssuer, "repo:contoso@1/erp@2:ref:refs/tags/v1"}},
		{OnGitHub, "contoso/erp pull-request", Identity{GitHubIssuer, "repo:contoso/erp:pull_request"}},
		{OnGitHub, "contoso/erp environment two words", Identity{GitHubIssuer, "repo:contoso/erp:environment:two words"}},
		{OnGitHub, "https://github.contoso.com/_services/token repo:contoso/erp:pull_request", Identity{"https://github.contoso.com/_services/token", "repo:contoso/erp:pull_request"}},
		{OnGitHub, "https://github.com contoso/erp", Identity{}},
		{OnGitHub, "contoso@1/erp branch main", Identity{}},
		{OnGitHub, "contoso/erp", Identity{}},
		{OnGitHub, "contoso branch main", Identity{}},
		{OnGitHub, "", Identity{}},
		{OnAzureDevOps, "11111111-2222-4333-8444-555555555555 aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee", Identity{"https://login.microsoftonline.com/" + tenant + "/v2.0", devops}},
		{OnAzureDevOps, devops, Identity{"https://login.microsoftonline.com/" + tenant + "/v2.0", devops}},
		{OnAzureDevOps, "https://vstoken.dev.azure.com/1 sc://a/b/c", Identity{"https://vstoken.dev.azure.com/1", "sc://a/b/c"}},
		{OnAzureDevOps, "contoso erp", Identity{}},
		{OnKubernetes, "https://oidc.example.com/a/ erp sync", Identity{"https://oidc.example.com/a/", "system:serviceaccount:erp:sync"}},
		{OnKubernetes, "erp sync", Identity{}},
		{OnGitLab, "contoso/erp branch main", Identity{GitLabIssuer, "project_path:contoso/erp:ref_type:branch:ref:main"}},
		{OnGitLab, "https://gitlab.contoso.com contoso/erp tag v1", Identity{"https://gitlab.contoso.com", "project_path:contoso/erp:ref_type:tag:ref:v1"}},
		{OnGitLab, "https://gitlab.com project_path:contoso/erp:ref_type:tag:ref:v1", Identity{"https://gitlab.com", "project_path:contoso/erp:ref_type:tag:ref:v1"}},
		{OnGitLab, "https://git.contoso.com contoso/erp", Identity{}},
		{OnGitLab, "contoso/erp environment x", Identity{}},
		{OnGitLab, "contoso/erp.git branch main", Identity{}},
		{OnGitLab, "contoso/../erp branch main", Identity{}},
		{OnGitHub, "contoso/erp branch refs/heads/main", Identity{GitHubIssuer, "repo:contoso/erp:ref:refs/heads/main"}},
		{OnGitHub, "contoso/erp branch two words", Identity{}},
		{OnGitHub, "contoso@0/erp@0 branch main", Identity{}},
		{OnGitLab, "https://gitlab.contoso.com/ contoso/erp tag refs/tags/v1", Identity{"https://gitlab.contoso.com", "project_path:contoso/erp:ref_type:tag:ref:v1"}},
		{OnGitLab, "https://gitlab.contoso.com?x contoso/erp tag v1", Identity{}},
		{OnGitLab, "contoso/ branch main", Identity{}},
		{OnKubernetes, "https://oidc.example.com/a/ erp:x sync", Identity{}},
		{Elsewhere, "https://issuer.example.com/ job-1", Identity{"https://issuer.example.com/", "job-1"}},
		{Elsewhere, "job-1", Identity{}},
	}
	for _, test := range tests {
		row, known := test.platform.Row()
		got, err := row.Parse(test.line, tenant)
		if !known || got != test.want || (err != nil) != (test.want == Identity{}) {
			t.Errorf("%s %q: %+v, %v", test.platform, test.line, got, err)
		}
	}
	if _, known := Platform("nowhere").Row(); known {
		t.Error("a platform that doesn't exist has a row")
	}
}
