package federation

import (
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// Platform is a kind of place whose tokens stand in for a secret.
type Platform string

// The platforms.
const (
	OnGitHub      Platform = "github"
	OnAzureDevOps Platform = "azure-devops"
	OnKubernetes  Platform = "kubernetes"
	OnGitLab      Platform = "gitlab"
	Elsewhere     Platform = "other"
)

// PlatformRow is what people are asked about a platform's work, in one line.
type PlatformRow struct {
	Platform Platform
	Title    string
	Hint     string
	Label    string // of the line that says what runs there
	Help     string // its form
	Example  string
	parse    func(words []string, tenantID string) (Identity, error)
}

// platforms are the platforms, in the order in which they are offered.
var platforms = []PlatformRow{
	{OnGitHub, "GitHub Actions", "a job with id-token: write", "Repository and what runs it",
		"OWNER/REPO, then environment NAME, branch NAME, tag NAME or pull-request. With IDs: OWNER@ID/REPO@ID.", "contoso/erp environment production", parseGitHub},
	{OnAzureDevOps, "Azure DevOps", "a federated service connection", "Service connection",
		"The Issuer and the Subject identifier that its page shows, or the IDs of organization and connection.", "https://login.microsoftonline.com/…/v2.0 /eid1/c/pub/t/…", parseAzureDevOps},
	{OnKubernetes, "Kubernetes", "a cluster with a public issuer", "Cluster and service account",
		"The cluster's OIDC issuer URL, the namespace, the service account.", "https://oidc.example.com/cluster/ erp sync", parseKubernetes},
	{OnGitLab, "GitLab CI/CD", "a job with id_tokens", "Project and what runs it",
		"GROUP/PROJECT, then branch NAME or tag NAME. Put your own GitLab's address in front.", "contoso/erp branch main", parseGitLab},
	{Elsewhere, "Somewhere else", "any issuer whose keys Entra can read", "Issuer and subject",
		"The iss and sub claims of its token.", "https://issuer.example.com job-1", parseOther},
}

// Platforms returns the platforms, in the order in which they are offered.
func Platforms() []PlatformRow { return append([]PlatformRow(nil), platforms...) }

// Row returns the row of a platform; false if there is none of that name.
func (p Platform) Row() (PlatformRow, bool) {
	for _, row := range platforms {
		if row.Platform == p {
			return row, true
		}
	}
	return PlatformRow{}, false
}

// Parse reads the line that says what runs on the platform. tenantID is the GUID of the app registration's tenant; it is
// needed for Azure DevOps alone. The error completes "couldn't read it: ".
func (r PlatformRow) Parse(line, tenantID string) (Identity, error) {
	words := strings.Fields(line)
	if len(words) == 2 && isAddress(words[0]) && isSubject(words[1]) || r.parse == nil {
		return parseOther(words, tenantID) // issuer and subject as they stand in a portal
	}
	return r.parse(words, tenantID)
}

// isSubject tells a subject of any of the platforms, such as repo:…, sc://… and /eid1/…, from a repository or a project
// whose other half is missing.
func isSubject(word string) bool { return strings.Contains(word, ":") || strings.HasPrefix(word, "/") }

// formError says which form is wanted.
type formError struct{ want string }

func (e *formError) Error() string { return "use the form " + e.want }

func parseOther(words []string, _ string) (Identity, error) {
	if len(words) != 2 || !isAddress(words[0]) {
		return Identity{}, &formError{"ISSUER SUBJECT, the issuer with https://"}
	}
	return Identity{Issuer: words[0], Subject: words[1]}, nil
}

func isAddress(text string) bool {
	address, err := url.Parse(text)
	return err == nil && address.Scheme != "" && address.Host != ""
}

func parseGitHub(words []string, _ string) (Identity, error) {
	form := &formError{"OWNER/REPO environment NAME, OWNER/REPO branch NAME, OWNER/REPO tag NAME or OWNER/REPO pull-request"}
	if len(words) == 0 {
		return Identity{}, form
	}
	trigger, known := parseTrigger(words[1:])
	g, ok := ReadRepository(words[0])
	if !known || !ok {
		return Identity{}, form
	}
	g.Trigger = trigger
	return g.Identity(), nil
}

// ReadRepository reads OWNER/REPO, or OWNER@ID/REPO@ID; false if it is neither.
func ReadRepository(text string) (GitHub, bool) {
	owner, repo, both := strings.Cut(text, "/")
	var g GitHub
	g.Owner, g.OwnerID = withID(owner)
	g.Repo, g.RepoID = withID(repo)
	named := gitHubOwner.Regexp().MatchString(g.Owner) && gitHubRepo.Regexp().MatchString(g.Repo) && strings.Trim(g.Repo, ".") != "" && !strings.HasSuffix(g.Repo, ".git")
	return g, both && named && (g.OwnerID != 0) == strings.Contains(owner, "@") && (g.RepoID != 0) == strings.Contains(repo, "@") && (g.OwnerID == 0) == (g.RepoID == 0)
}

func parseAzureDevOps(words []string, tenantID string) (Identity, error) {
	form := &formError{"ISSUER SUBJECT, or ORGANIZATION-ID CONNECTION-ID"}
	if len(words) == 1 {
		if a, is := DecodeAzureDevOps(words[0]); is {
			return a.Identity(), nil
		}
	}
	if len(words) != 2 {
		return Identity{}, form
	}
	organization, err := uuid.Parse(words[0])
	connection, worse := uuid.Parse(words[1])
	if err != nil || worse != nil {
		return Identity{}, form
	}
	tenant, err := uuid.Parse(tenantID)
	if err != nil {
		return Identity{}, &formError{"ISSUER SUBJECT: the tenant's ID isn't known yet"}
	}
	return AzureDevOps{Tenant: tenant, Organization: organization, Connection: connection}.Identity(), nil
}

func parseKubernetes(words []string, _ string) (Identity, error) {
	if len(words) != 3 || !isAddress(words[0]) || !IsKubernetesName(words[1]) || !IsKubernetesName(words[2]) {
		return Identity{}, &formError{"ISSUER NAMESPACE SERVICE-ACCOUNT, the issuer with https://"}
	}
	return Kubernetes{Issuer: words[0], Namespace: words[1], ServiceAccount: words[2]}.Identity(), nil
}

func parseGitLab(words []string, _ string) (Identity, error) {
	form := &formError{"GROUP/PROJECT branch NAME, or GROUP/PROJECT tag NAME"}
	g := GitLab{}
	if len(words) > 0 && isAddress(words[0]) {
		host, ok := ReadGitLabHost(words[0])
		if !ok {
			return Identity{}, form
		}
		g.Host, words = host, words[1:]
	}
	if len(words) < 3 || !IsProject(words[0]) {
		return Identity{}, form
	}
	trigger, known := parseTrigger(words[1:])
	if kind, _ := trigger.kind(); !known || kind.refs == "" {
		return Identity{}, form
	}
	g.Project, g.Trigger = words[0], trigger
	return g.Identity(), nil
}
