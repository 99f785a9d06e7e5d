package federation

import (
	"fmt"
	"strconv"
	"strings"
)

// GitHubIssuer is the issuer of GitHub Actions on github.com (docs/sources.md, "Federated credentials").
const GitHubIssuer = "https://token.actions.githubusercontent.com"

// dataResidency ends the hosts of GitHub Enterprise Cloud with data residency: one name stands before it.
const dataResidency = ".ghe.com"

// GitHub is a job of GitHub Actions.
type GitHub struct {
	Owner, Repo     string
	OwnerID, RepoID uint64 // both set: the immutable form, which repositories made, renamed or moved since 15 July 2026 send
	Trigger         Trigger
	Host            string // of GitHub Enterprise, for example github.contoso.com or contoso.ghe.com; empty: github.com
	Enterprise      string // slug that an enterprise has added to its issuer; empty: none
}

// Identity returns what the job's token says of itself.
func (g GitHub) Identity() Identity {
	repo := escape(g.Owner) + "/" + escape(g.Repo)
	if g.OwnerID != 0 && g.RepoID != 0 {
		repo = fmt.Sprintf("%s@%d/%s@%d", escape(g.Owner), g.OwnerID, escape(g.Repo), g.RepoID)
	}
	kind, name := g.Trigger.kind()
	return Identity{Issuer: g.issuer(), Subject: "repo:" + repo + ":" + kind.context + escape(name)}
}

func (g GitHub) issuer() string {
	at := GitHubIssuer
	switch {
	case strings.HasSuffix(strings.ToLower(g.Host), dataResidency):
		at = "https://token.actions." + strings.ToLower(g.Host)
	case g.Host != "" && !strings.EqualFold(g.Host, "github.com"):
		at = "https://" + strings.ToLower(g.Host) + "/_services/token"
	}
	if g.Enterprise != "" {
		at += "/" + g.Enterprise
	}
	return at
}

// escape does as GitHub does: a colon would part what it is in.
func escape(value string) string { return strings.ReplaceAll(value, ":", "%3A") }

// DecodeGitHub takes a subject of GitHub Actions apart; false if it is none, or of a template of the organization's own.
func DecodeGitHub(subject string) (GitHub, bool) {
	rest, is := strings.CutPrefix(subject, "repo:")
	repo, context, whole := strings.Cut(rest, ":")
	owner, name, both := strings.Cut(repo, "/")
	trigger, known := decodeTrigger(context)
	if !is || !whole || !both || !known {
		return GitHub{}, false
	}
	g := GitHub{Trigger: trigger}
	g.Owner, g.OwnerID = withID(owner)
	g.Repo, g.RepoID = withID(name)
	return g, g.Owner != "" && g.Repo != "" && (g.OwnerID == 0) == (g.RepoID == 0)
}

// withID parts NAME@ID; a name without an id stays whole.
func withID(text string) (name string, id uint64) {
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return unescape(text), 0
	}
	id, err := strconv.ParseUint(text[at+1:], 10, 64)
	if err != nil {
		return unescape(text), 0
	}
	return unescape(text[:at]), id
}

func unescape(value string) string { return strings.NewReplacer("%3A", ":", "%3a", ":").Replace(value) }

// Immutable reports whether the subject holds ids.
func (g GitHub) Immutable() bool { return g.OwnerID != 0 }
