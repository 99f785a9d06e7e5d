package federation

import (
	"cmp"
	"strings"
)

// Kubernetes is a service account of a cluster.
type Kubernetes struct {
	Issuer         string // the cluster's public OIDC issuer URL, byte for byte
	Namespace      string
	ServiceAccount string
}

// Identity returns what a token of the service account says of itself.
func (k Kubernetes) Identity() Identity {
	return Identity{Issuer: k.Issuer, Subject: serviceAccounts + k.Namespace + ":" + k.ServiceAccount}
}

// serviceAccounts begins the subject of every service account of a cluster.
const serviceAccounts = "system:serviceaccount:"

// DecodeKubernetes takes the subject of a service account apart; false if it is none.
func DecodeKubernetes(subject string) (Kubernetes, bool) {
	rest, is := strings.CutPrefix(subject, serviceAccounts)
	namespace, account, both := strings.Cut(rest, ":")
	return Kubernetes{Namespace: namespace, ServiceAccount: account}, is && both && namespace != "" && account != ""
}

// GitLabIssuer is the issuer of gitlab.com.
const GitLabIssuer = "https://gitlab.com"

// GitLab is a job of GitLab.
type GitLab struct {
	Project string // with its groups: contoso/erp
	Trigger Trigger
	Host    string // address of a GitLab of one's own, for example https://gitlab.contoso.com; empty: gitlab.com
}

// Identity returns what the job's token says of itself. GitLab knows branches and tags: an environment is no part of the
// subject that it sends by default.
func (g GitLab) Identity() Identity {
	kind, name := g.Trigger.kind()
	return Identity{Issuer: cmp.Or(g.Host, GitLabIssuer), Subject: "project_path:" + g.Project + ":ref_type:" + kind.title + ":ref:" + name}
}

// DecodeGitLab takes the subject of a job apart; false if it is none, or made of other claims.
func DecodeGitLab(subject string) (GitLab, bool) {
	rest, is := strings.CutPrefix(subject, "project_path:")
	project, rest, typed := strings.Cut(rest, ":ref_type:")
	kind, name, named := strings.Cut(rest, ":ref:")
	for _, k := range triggerKinds {
		if k.refs != "" && k.title == kind {
			return GitLab{Project: project, Trigger: k.named(name)}, is && typed && named && project != "" && name != ""
		}
	}
	return GitLab{}, false
}
