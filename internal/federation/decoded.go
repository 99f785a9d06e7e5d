package federation

import (
	"fmt"
	"strings"
)

// Platform tells where a subject is from, as far as its form is known; Elsewhere if it isn't.
func (i Identity) Platform() Platform {
	begins := func(with string) bool { return strings.HasPrefix(i.Subject, with) }
	_, devOps := DecodeAzureDevOps(i.Subject)
	switch {
	case begins("repo:"):
		return OnGitHub
	case devOps, begins("sc://"):
		return OnAzureDevOps
	case begins("system:serviceaccount:"):
		return OnKubernetes
	case begins("project_path:"):
		return OnGitLab
	}
	return Elsewhere
}

// Says tells what a subject means, for people, as far as its form is known; empty if it isn't.
func (i Identity) Says() string {
	if g, is := DecodeGitHub(i.Subject); is {
		said := fmt.Sprintf("GitHub Actions, repository %s/%s, %s", g.Owner, g.Repo, g.Trigger.Says())
		if g.Immutable() {
			said += fmt.Sprintf(", with the IDs %d of the owner and %d of the repository", g.OwnerID, g.RepoID)
		}
		return said
	}
	if a, is := DecodeAzureDevOps(i.Subject); is {
		return fmt.Sprintf("Azure DevOps, organization ID %s, service connection ID %s, tenant %s", a.Organization, a.Connection, a.Tenant)
	}
	if e, is := DecodeEID1(i.Subject); is {
		return fmt.Sprintf("%s, tenant %s, %s", e.Service(), e.Tenant, e.Rest)
	}
	if k, is := DecodeKubernetes(i.Subject); is {
		return fmt.Sprintf("Kubernetes, namespace %s, service account %s", k.Namespace, k.ServiceAccount)
	}
	if g, is := DecodeGitLab(i.Subject); is {
		return fmt.Sprintf("GitLab, project %s, %s", g.Project, g.Trigger.Says())
	}
	return when(i.oldForm(), "Azure DevOps, old form: it's retired on July 1, 2027")
}
