package federation

import (
	"net/url"
	"strings"
	"unicode"

	"appreg/internal/pattern"
)

// What platforms allow in their names: what differs can't be in a token, and a slash or a colon would make another subject.
var (
	hostName       = pattern.Lazy(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(:[0-9]{1,5})?$`)
	hostPath       = pattern.Lazy(`^(/[A-Za-z0-9._~-]+)*$`)
	gitHubOwner    = pattern.Lazy(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)
	gitHubRepo     = pattern.Lazy(`^[A-Za-z0-9._-]+$`)
	gitLabProject  = pattern.Lazy(`^[A-Za-z0-9_.][A-Za-z0-9_.-]*(/[A-Za-z0-9_.][A-Za-z0-9_.-]*)+$`)
	kubernetesName = pattern.Lazy(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
)

// readAddress reads an address, or a host name as one. It has no slash at its end.
func readAddress(text string) (*url.URL, bool) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	at, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil || at.User != nil || strings.ContainsAny(text, "?#%") || !hostPath.Regexp().MatchString(at.Path) {
		return nil, false
	}
	return at, loopback(at) || at.Scheme == "https" && hostName.Regexp().MatchString(at.Host)
}

// ReadGitHubHost reads the host of GitHub Enterprise from its name or its address; false if it can't be one.
func ReadGitHubHost(text string) (string, bool) {
	at, ok := readAddress(text)
	if !ok || at.Scheme != "https" || at.Path != "" {
		return "", false
	}
	host := strings.ToLower(at.Host)
	name, cloud := strings.CutSuffix(host, dataResidency)
	return host, host != dataResidency[1:] && (!cloud || !strings.Contains(name, "."))
}

// ReadGitLabHost reads the address of a GitLab of one's own, or its host name as one; false if it can't be one.
func ReadGitLabHost(text string) (string, bool) {
	at, ok := readAddress(text)
	if !ok {
		return "", false
	}
	return at.String(), true
}

// IsEnterprise reports whether text can be the name that an enterprise adds to its issuer.
func IsEnterprise(text string) bool { return gitHubOwner.Regexp().MatchString(text) }

// IsProject reports whether text is GROUP/PROJECT of GitLab, with any groups between.
func IsProject(text string) bool {
	return gitLabProject.Regexp().MatchString(text) && !strings.HasSuffix(text, ".git") && !strings.Contains("/"+text+"/", "/../")
}

// IsKubernetesName reports whether text can be the name of a namespace or a service account.
func IsKubernetesName(text string) bool { return kubernetesName.Regexp().MatchString(text) }

// isRef reports whether git takes a name of a branch or a tag (git-check-ref-format). A * is judged with the subject, which says why.
func isRef(name string) bool {
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`~^:?[\`, r)
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return !strings.HasPrefix(name, "refs/") && !strings.HasSuffix(name, ".") && !strings.Contains(name, "..") && !strings.Contains(name, "@{") && strings.IndexFunc(name, odd) < 0
}
