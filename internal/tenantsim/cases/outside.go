package cases

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/federation"
	"appreg/internal/tenantsim"
)

// here stands in a case's Env for the simulator's address, which is known when it listens: see Case.At.
const here = "{url}"

// At returns the case as it is at a simulator's address.
func (c Case) At(address string) Case {
	env := map[string]string{}
	for name, value := range c.Env {
		env[name] = strings.ReplaceAll(value, here, address)
	}
	if len(env) > 0 {
		c.Env = env
	}
	return c
}

// runner is one platform on which a case runs: whom its tokens are about, and what its jobs find in their environment.
type runner struct {
	says func(w *world) federation.Identity
	env  func(w *world) map[string]string
}

// runners are the platforms, by API: one each. The cases of other APIs run on Power Platform's.
func runners() map[catalog.API]runner {
	return map[catalog.API]runner{
		pp: {
			func(*world) federation.Identity {
				return federation.GitHub{Owner: "contoso", Repo: "erp", Trigger: federation.Trigger{Environment: "production"}}.Identity()
			},
			func(w *world) map[string]string {
				return map[string]string{
					"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": tenantsim.JobToken(w.app.ClientID),
					"ACTIONS_ID_TOKEN_REQUEST_URL": here + "/outside/github/" + url.PathEscape(w.app.ClientID) + "?api-version=2.0",
				}
			},
		},
		pa: {
			func(w *world) federation.Identity {
				id := func(what string) uuid.UUID { return uuid.MustParse(tenantsim.StableID(what, w.enter.Name)) }
				return federation.AzureDevOps{Tenant: uuid.MustParse(w.tenant.ID), Organization: id("organization"), Connection: id("connection")}.Identity()
			},
			func(w *world) map[string]string {
				return map[string]string{
					"TF_BUILD": "True", "SYSTEM_ACCESSTOKEN": tenantsim.JobToken(w.app.ClientID),
					"SYSTEM_OIDCREQUESTURI":                   here + "/outside/azure-devops/" + url.PathEscape(w.app.ClientID),
					"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": tenantsim.StableID("connection", w.enter.Name),
				}
			},
		},
		bc: {
			func(*world) federation.Identity {
				return federation.Kubernetes{Issuer: "https://oidc.example.com/clusters/7/", Namespace: "erp", ServiceAccount: "sync"}.Identity()
			},
			func(w *world) map[string]string {
				return map[string]string{"AZURE_FEDERATED_TOKEN_FILE": w.enter.AssertionFile, "KUBERNETES_SERVICE_HOST": "10.0.0.1"}
			},
		},
	}
}

// onGitLab runs the case on GitLab, whose jobs have the token in a variable.
func onGitLab(w *world) {
	w.trust(federation.GitLab{Project: "contoso/erp", Trigger: federation.Trigger{Branch: "main"}}.Identity())
	w.run = func(w *world) map[string]string {
		return map[string]string{"GITLAB_CI": "true", "GITLAB_OIDC_TOKEN": strings.TrimSpace(string(w.file))}
	}
}

// giveOutside lets the app trust its platform.
func (w *world) giveOutside() {
	platforms := runners()
	on, own := platforms[w.enter.API]
	if !own {
		on = platforms[pp]
	}
	w.run = on.env
	w.trust(on.says(w))
}

// trust adds the federated credential for identity and lets the platform's tokens be about it.
func (w *world) trust(who federation.Identity) {
	c := who.In(catalog.Cloud(w.enter.Cloud))
	w.app.Federated = []tenantsim.FederatedCredential{{
		ID: tenantsim.StableID("federated", w.enter.Name), Name: c.Name, Issuer: c.Issuer, Subject: c.Subject, Audiences: []string{c.Audience},
	}}
	w.app.Outside = tenantsim.Outside{Issuer: who.Issuer, Subject: who.Subject, Audience: c.Audience}
}

// settleOutside writes the platform's token to the case's file.
func (w *world) settleOutside(sim *tenantsim.Sim, dir string) error {
	if w.file == nil {
		token, err := sim.OutsideToken(w.app.Outside)
		if err != nil {
			return err
		}
		w.file = []byte(token + "\n")
	}
	w.enter.AssertionFile = filepath.Join(dir, w.enter.Name+".jwt")
	w.enter.Env = w.run(w)
	return os.WriteFile(w.enter.AssertionFile, w.file, 0o600)
}

// storyWorkload is what the demo's person enters: a job on GitHub that names an environment.
const storyWorkload = "contoso/erp environment production"

// storyRuns is that job, or one that runs for a branch instead.
func storyRuns(branch string) federation.GitHub {
	g := federation.GitHub{Owner: "contoso", Repo: "erp", Trigger: federation.Trigger{Branch: branch}}
	if branch == "" {
		g.Trigger.Environment = "production"
	}
	return g
}
