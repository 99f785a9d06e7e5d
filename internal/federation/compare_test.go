package federation

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// Every difference that can be named is.
func TestDifferencesAreNamed(t *testing.T) {
	const audience = "api://AzureADTokenExchange"
	const eid = "/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/"
	const ids = "11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	tests := map[string]struct {
		presented, registered Presented
		want                  string // field and kind of each difference
	}{
		"same":       {Presented{Identity{"i", "s"}, audience}, Presented{Identity{"i", "s"}, audience}, ""},
		"case":       {Presented{Identity{"i", "repo:Contoso/erp:pull_request"}, audience}, Presented{Identity{"i", "repo:contoso/erp:pull_request"}, audience}, "subject: upper and lower case"},
		"slash":      {Presented{Identity{"https://a/", "s"}, audience}, Presented{Identity{"https://a", "s"}, audience}, "issuer: a final slash"},
		"enterprise": {Presented{Identity{GitHubIssuer + "/octo", "s"}, audience}, Presented{Identity{GitHubIssuer, "s"}, audience}, "issuer: a path behind the issuer's address"},
		"tenant":     {Presented{Identity{entraIssuers + "a/v2.0", "s"}, audience}, Presented{Identity{entraIssuers + "b/v2.0", "s"}, audience}, "issuer: another tenant"},
		"immutable": {Presented{Identity{"i", "repo:o@1/r@2:pull_request"}, audience}, Presented{Identity{"i", "repo:o/r:pull_request"}, audience},
			"subject: IDs in the token (immutable form), names alone in the credential"},
		"mutable": {Presented{Identity{"i", "repo:o/r:pull_request"}, audience}, Presented{Identity{"i", "repo:o@1/r@2:pull_request"}, audience},
			"subject: names alone in the token, IDs in the credential (immutable form)"},
		"branch and environment": {Presented{Identity{"i", "repo:o/r:environment:prod"}, audience}, Presented{Identity{"i", "repo:o/r:ref:refs/heads/main"}, audience},
			"subject: environment in the token, branch in the credential"},
		"other branch": {Presented{Identity{"i", "repo:o/r:ref:refs/heads/a"}, audience}, Presented{Identity{"i", "repo:o/r:ref:refs/heads/b"}, audience}, "subject: another branch"},
		"environment called request": {Presented{Identity{"i", "repo:o/r:environment:request"}, audience}, Presented{Identity{"i", "repo:o/r:environment:prod"}, audience},
			"subject: another environment"},
		"pull request": {Presented{Identity{"i", "repo:o/r:pull_request"}, audience}, Presented{Identity{"i", "repo:o/r:ref:refs/tags/b"}, audience}, "subject: pull request in the token, tag in the credential"},
		"repository":   {Presented{Identity{"i", "repo:o/x:pull_request"}, audience}, Presented{Identity{"i", "repo:o/r:pull_request"}, audience}, "subject: another repository"},
		"gitlab branch": {Presented{Identity{"i", "project_path:a/b:ref_type:branch:ref:x"}, audience}, Presented{Identity{"i", "project_path:a/b:ref_type:branch:ref:y"}, audience},
			"subject: another branch"},
		"namespace": {Presented{Identity{"i", "system:serviceaccount:a:x"}, audience}, Presented{Identity{"i", "system:serviceaccount:b:x"}, audience}, "subject: another namespace"},
		"account":   {Presented{Identity{"i", "system:serviceaccount:a:x"}, audience}, Presented{Identity{"i", "system:serviceaccount:a:y"}, audience}, "subject: another service account"},
		"cloud":     {Presented{Identity{"i", "s"}, "api://AzureADTokenExchangeUSGov"}, Presented{Identity{"i", "s"}, audience}, "audience: another cloud"},
		"devops form": {Presented{Identity{oldAzureDevOps + "x", "sc://a/b/c"}, audience}, Presented{Identity{entraIssuers + "x/v2.0", eid + ids}, audience},
			"issuer: Azure DevOps' old issuer in the token, its new one in the credential; subject: Azure DevOps' old form and its new one"},
		"connection": {Presented{Identity{"i", "sc://a/b/c"}, audience}, Presented{Identity{"i", "sc://a/b/d"}, audience}, "subject: another service connection, or a new name of it"},
		"eid1":       {Presented{Identity{"i", eid + ids}, audience}, Presented{Identity{"i", eid + "x/y"}, audience}, "subject: /sc/" + ids + " in the token, /sc/x/y in the credential"},
		"unknown":    {Presented{Identity{"i", "s"}, "x"}, Presented{Identity{"j", "t"}, audience}, "issuer: ; subject: ; audience: "},
		"not noted":  {Presented{Identity{"i", "s"}, "x"}, Presented{Identity{"i", "s"}, ""}, ""},
	}
	for name, test := range tests {
		made, _ := Compare(test.presented, []Credential{{Issuer: test.registered.Issuer, Subject: test.registered.Subject, Audience: test.registered.Audience}})
		var got []string
		for _, d := range made.Differences {
			got = append(got, d.Field+": "+d.Kind)
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Of several the nearest is compared.
func TestCompareTakesTheNearest(t *testing.T) {
	p := Presented{Identity{GitHubIssuer, "repo:o/r:environment:prod"}, "api://AzureADTokenExchange"}
	near := Credential{"near", GitHubIssuer, "repo:o/r:environment:Prod", p.Audience}
	far := Credential{"far", GitLabIssuer, "x", "y"}
	made, there := Compare(p, []Credential{far, near})
	if !there || made.Nearest != near {
		t.Errorf("%+v", made)
	}
	if _, there := Compare(p, nil); there {
		t.Error("compared with nothing")
	}
}

func TestLimits(t *testing.T) {
	good := Identity{GitHubIssuer, "repo:contoso/erp:environment:production"}.In(catalog.Public)
	if fault := good.Check(catalog.Public, nil); fault != nil || !strings.HasPrefix(good.Name, "appreg-repo-contoso-erp-environment-production-") {
		t.Fatalf("%v, %+v", fault, good)
	}
	var full []Credential
	for _, name := range strings.Split("abcdefghijklmnopqrst", "") {
		full = append(full, Credential{Name: "name-" + name, Issuer: "i", Subject: name})
	}
	tests := map[string]struct {
		change func(*Credential)
		cloud  catalog.Cloud
		there  []Credential
		want   string
	}{
		"name":           {func(c *Credential) { c.Name = "a b" }, catalog.Public, nil, "the name must have"},
		"name too short": {func(c *Credential) { c.Name = "ab" }, catalog.Public, nil, "the name must have"},
		"no issuer":      {func(c *Credential) { c.Issuer = "" }, catalog.Public, nil, "the issuer is missing"},
		"http":           {func(c *Credential) { c.Issuer = "http://oidc.example.com" }, catalog.Public, nil, "the issuer isn't an https address"},
		"inside":         {func(c *Credential) { c.Issuer = "https://kubernetes.default.svc.cluster.local" }, catalog.Public, nil, "the issuer can be reached only inside"},
		"private":        {func(c *Credential) { c.Issuer = "https://192.168.1.1:6443" }, catalog.Public, nil, "the issuer can be reached only inside"},
		"user":           {func(c *Credential) { c.Issuer = "https://u:p@oidc.example.com" }, catalog.Public, nil, "the issuer has a user"},
		"query":          {func(c *Credential) { c.Issuer = "https://oidc.example.com/?a=b" }, catalog.Public, nil, "the issuer has a user, a query"},
		"long issuer":    {func(c *Credential) { c.Issuer += strings.Repeat("a", 600) }, catalog.Public, nil, "the issuer is longer than 600"},
		"no subject":     {func(c *Credential) { c.Subject = "" }, catalog.Public, nil, "the subject is missing"},
		"wildcard":       {func(c *Credential) { c.Subject = "repo:contoso/*" }, catalog.Public, nil, "the subject has a *"},
		"long subject":   {func(c *Credential) { c.Subject = strings.Repeat("a", 601) }, catalog.Public, nil, "the subject is longer than 600"},
		"other cloud":    {func(*Credential) {}, catalog.GCCHigh, nil, "the audience isn't"},
		"two audiences":  {func(c *Credential) { c.Audience += " api://other" }, catalog.Public, nil, "the audience isn't"},
		"taken":          {func(*Credential) {}, catalog.Public, []Credential{{Name: strings.ToUpper(good.Name)}}, "the name is taken"},
		"there":          {func(*Credential) {}, catalog.Public, []Credential{{Name: "abc", Issuer: good.Issuer, Subject: good.Subject}}, "the subject is registered already"},
		"full":           {func(*Credential) {}, catalog.Public, full, "the app has 20"},
	}
	for name, test := range tests {
		c := good
		test.change(&c)
		if fault := c.Check(test.cloud, test.there); fault == nil || !strings.HasPrefix(fault.Error(), test.want) || fault.Fix == "" {
			t.Errorf("%s: %v", name, fault)
		}
	}
	// Case is exact: what differs in case alone is another credential.
	if fault := good.Check(catalog.Public, []Credential{{Name: "abc", Issuer: good.Issuer, Subject: strings.ToUpper(good.Subject)}}); fault != nil {
		t.Error(fault)
	}
	long := Identity{GitHubIssuer, "repo:contoso/erp:environment:" + strings.Repeat("x", 300)}.In(catalog.China)
	if fault := long.Check(catalog.China, full[:19]); fault != nil || long.Audience != "api://AzureADTokenExchangeChina" {
		t.Errorf("%v %+v", fault, long)
	}
}
