package federation

import (
	"strings"
	"testing"
)

// TestNamesAreUnique: identities that are alike in what can be read of them have names of their own, all of a form that Entra takes.
func TestNamesAreUnique(t *testing.T) {
	long := strings.Repeat("x", 200)
	of := func(issuer, subject string) Identity { return Identity{Issuer: issuer, Subject: subject} }
	seen := map[string]Identity{}
	for _, who := range []Identity{
		of("https://oidc.example.com/7/", "system:serviceaccount:erp:a"), of("https://oidc.example.com/8/", "system:serviceaccount:erp:a"),
		of(GitHubIssuer, "repo:o/r:ref:refs/heads/feature/x"), of(GitHubIssuer, "repo:o/r:ref:refs/heads/feature-x"),
		of(GitHubIssuer, "repo:o/r:ref:refs/heads/日本"), of(GitHubIssuer, "repo:o/r:ref:refs/heads/中国"),
		of(GitHubIssuer, "repo:contoso/erp:ref:refs/heads/"+long), of(GitHubIssuer, "repo:conto/erp:ref:refs/heads/"+long),
		of(GitHubIssuer, "repo:o/r:ref:refs/heads/Main"), of(GitHubIssuer, "repo:o/r:ref:refs/heads/main"),
		of(GitHubIssuer, "日本"), of(GitHubIssuer, "中国"),
	} {
		name := strings.ToLower(who.name()) // Entra takes no two names that differ in case alone
		if other, taken := seen[name]; taken || !validName.Regexp().MatchString(name) || strings.Contains(name, "--") {
			t.Errorf("%s: %+v and %+v", name, who, other)
		}
		seen[name] = who
	}
	if name := of("i", "repo:o/r:pull_request").name(); name != of("i", "repo:o/r:pull_request").name() || !strings.HasPrefix(name, "appreg-repo-o-r-pull-request-") {
		t.Errorf("%s", name)
	}
}
