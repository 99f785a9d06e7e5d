package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// row is one input of a field: what it becomes, or what is said against it.
type row struct {
	raw   string
	want  string      // the value; empty if it is refused
	words string      // of the note or the problem
	cause cause.Label // of the problem
}

func runRows(t *testing.T, a Answers, key Key, rows map[string]row) {
	t.Helper()
	for name, tt := range rows {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), a, key, tt.raw)
			if tt.want == "" {
				wantProblem(t, problem, tt.cause, tt.words)
				return
			}
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Value != tt.want || !strings.Contains(accepted.Note, tt.words) || tt.words == "" && accepted.Note != "" {
				t.Errorf("got %q, note %q; want %q, note %q", accepted.Value, accepted.Note, tt.want, tt.words)
			}
		})
	}
}

func TestProfileName(t *testing.T) {
	runRows(t, registered(catalog.LCS, catalog.Password), KeyProfile, map[string]row{
		"plain":         {raw: "bc-dev", want: "bc-dev"},
		"all marks":     {raw: "A.b_c-9", want: "A.b_c-9"},
		"64":            {raw: strings.Repeat("x", 64), want: strings.Repeat("x", 64)},
		"blanks around": {raw: " bc ", want: "bc"},
		"default":       {raw: "", want: "lcs-contoso"},
		"65":            {raw: strings.Repeat("x", 65), words: "1 to 64"},
		"blank inside":  {raw: "bc dev", words: "for example bc-dev"},
		"slash":         {raw: "../x", words: "letters, digits"},
		"umlaut":        {raw: "büro", words: "letters, digits"},
		"only marks":    {raw: "!!!", words: "for example bc-dev"},
		"like a flag":   {raw: "-x", words: "begin with a dash"},
	})
}

func TestSuggestedProfileIsAlwaysValid(t *testing.T) {
	for _, c := range combinations() {
		for _, tenant := range []string{"", tenantGUID, tenantName, strings.Repeat("a", 63) + ".com"} {
			name := testEnv(nil).suggestedProfile(chosen(c.api, c.flow).With(KeyTenant, tenant))
			if !profileShape.Regexp().MatchString(name) {
				t.Errorf("%s with tenant %q suggests %q", c, tenant, name)
			}
		}
	}
}

func TestEnvironments(t *testing.T) {
	runRows(t, registered(catalog.BusinessCentral, catalog.ClientSecret), KeyEnvironments, map[string]row{
		"one":              {raw: "Production", want: "Production"},
		"two":              {raw: "Production, Sandbox", want: "Production,Sandbox", words: ""},
		"twice":            {raw: "Production,production", want: "Production"},
		"blank in a name":  {raw: "Sandbox 2", want: "Sandbox 2"},
		"web client":       {raw: "https://businesscentral.dynamics.com/" + tenantGUID + "/Sandbox?company=x", want: "Sandbox"},
		"web client, name": {raw: "https://businesscentral.dynamics.com/contoso.com/UAT", want: "UAT"},
		"API":              {raw: "https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0", want: "production"},
		"quotes":           {raw: `"Production"`, want: "Production", words: "quotes removed"},
		"placeholder":      {raw: "{{bcEnvironmentName}}", words: "placeholder"},
		"slash":            {raw: "a/b", words: "30 letters", cause: "api_env_id_wrong"},
		"too long":         {raw: strings.Repeat("x", 31), words: "30 letters", cause: "api_env_id_wrong"},
		"query":            {raw: "x?y", words: "30 letters", cause: "api_env_id_wrong"},
	})
}

func TestProject(t *testing.T) {
	runRows(t, registered(catalog.LCS, catalog.Password), KeyProject, map[string]row{
		"digits":    {raw: "1234567", want: "1234567"},
		"blanks":    {raw: " 1234567 ", want: "1234567"},
		"page":      {raw: "https://lcs.dynamics.com/V2/ProjectOverview/1234567", want: "1234567", words: "taken from the link"},
		"parameter": {raw: "https://eu.lcs.dynamics.com/Env?projectId=7654321&x=1", want: "7654321", words: "taken from the link"},
		"a name":    {raw: "Contoso rollout", words: "is a number"},
		"a GUID":    {raw: tenantGUID, words: "is a number"},
		"too long":  {raw: strings.Repeat("1", 13), words: "is a number"},
	})
}

func TestRedirectURI(t *testing.T) {
	const onServer = "https://myserver/BC210/OAuthLanding.htm"
	runRows(t, registered(catalog.BusinessCentral, catalog.ClientSecret), KeyRedirectURI, map[string]row{
		"as in the document":  {raw: onServer, want: onServer},
		"host in capitals":    {raw: "https://MyServer/BC210/OAuthLanding.htm", want: onServer, words: "host in lower case"},
		"port 443":            {raw: "https://myserver:443/BC210/OAuthLanding.htm", want: onServer, words: ":443 removed"},
		"another port stays":  {raw: "https://myserver:8443/BC210/OAuthLanding.htm", want: "https://myserver:8443/BC210/OAuthLanding.htm"},
		"page missing":        {raw: "https://myserver/BC210/", want: onServer, words: "put at the end"},
		"page in small":       {raw: "https://myserver/BC210/oauthlanding.htm", want: onServer, words: "put at the end"},
		"query of the client": {raw: "https://myserver/BC210/?company=CRONUS", want: onServer, words: "what follows the path removed"},
		"online":              {raw: "https://businesscentral.dynamics.com/" + tenantGUID + "/Production", want: "https://businesscentral.dynamics.com/OAuthLanding.htm", words: "put at the end"},
		"localhost over http": {raw: "http://localhost:8080/BC/OAuthLanding.htm", want: "http://localhost:8080/BC/OAuthLanding.htm"},
		"http":                {raw: "http://myserver/BC210/OAuthLanding.htm", words: "begins with https", cause: "redirect_uri_mismatch"},
		"other scheme":        {raw: "ftp://myserver/OAuthLanding.htm", words: "begins with https", cause: "redirect_uri_mismatch"},
		"no address":          {raw: "MyServer", words: "isn't an address", cause: "redirect_uri_mismatch"},
		"user name":           {raw: "https://jan@myserver/", words: "user name", cause: "redirect_uri_mismatch"},
		"asterisk":            {raw: "https://*.contoso.com/", words: "asterisk", cause: "redirect_uri_mismatch"},
		"too long":            {raw: "https://myserver/" + strings.Repeat("x", 250), words: "256", cause: "redirect_uri_mismatch"},
	})
}

func TestOptionalAnswersCanBeTakenBack(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
	m = accept(t, m, KeyEnvironments, "Production")
	m = accept(t, m, KeyEnvironments, " ")
	if m.Answers().Has(KeyEnvironments) {
		t.Error("the environment is still answered")
	}
}

func TestPermissions(t *testing.T) {
	const read, install = "AppManagement.ApplicationPackages.Read", "AppManagement.ApplicationPackages.Install"
	runRows(t, registered(catalog.PowerPlatform, catalog.Password), KeyPermissions, map[string]row{
		"one":                {raw: read, want: read},
		"portal's spelling":  {raw: strings.ToLower(read), want: read},
		"commas":             {raw: read + ", " + install, want: read + "," + install},
		"lines":              {raw: read + "\n" + install, want: read + "," + install},
		"twice":              {raw: read + "," + read, want: read},
		"scope of an answer": {raw: "https://api.powerplatform.com/" + install + " https://api.powerplatform.com/.default", want: install},
		"new at Microsoft":   {raw: "Monitor.Things.Read", want: "Monitor.Things.Read", words: "not in appreg's list"},
		"not a name":         {raw: "everything", words: "Namespace.Resource.Action"},
		"placeholder":        {raw: "<permission>", words: "isn't the name of a permission"},
	})
}

// TestSuggestedProfileIsFree: no name is suggested that another profile has, in whatever case, nor one that is too long.
func TestSuggestedProfileIsFree(t *testing.T) {
	long := strings.Repeat("x", 63)
	rows := []struct {
		tenant string
		taken  []string
		want   string
	}{
		{"contoso.com", nil, "lcs-contoso"},
		{"contoso.com", []string{"other"}, "lcs-contoso"},
		{"contoso.com", []string{"LCS-Contoso"}, "lcs-contoso-2"},
		{"contoso.com", []string{"lcs-contoso", "lcs-contoso-2"}, "lcs-contoso-3"},
		{long + ".com", []string{"lcs-" + long[:60]}, "lcs-" + long[:58] + "-2"},
	}
	for _, row := range rows {
		env := testEnv(nil)
		env.Taken = row.taken
		a := Answers{}.With(KeyAPI, "lcs").With(KeyFlow, "password").With(KeyTenant, row.tenant)
		got := env.suggestedProfile(a)
		if got != row.want {
			t.Errorf("%v: %s, want %s", row.taken, got, row.want)
		}
		if _, problem := env.acceptProfile(a, got); problem != nil {
			t.Errorf("%s is not taken: %v", got, problem)
		}
	}
}
