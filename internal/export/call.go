package export

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// call is the request that a file makes with its token.
type call struct {
	name    string // for example GetCompanies
	url     string // whole
	path    string // below the API's address
	headers []pair
}

// call returns the API's documented harmless call: the one about what the profile names, else the general one.
func (in Input) call() call {
	wanted := catalog.AboutTenant
	switch {
	case in.Environment != "":
		wanted = catalog.AboutEnvironment
	case in.Project != "":
		wanted = catalog.AboutProject
	}
	calls := catalog.TrialOf(in.Target.API).CallsBy(in.Flow.Who)
	at := max(0, slices.IndexFunc(calls, func(c catalog.Call) bool { return c.About == wanted }))
	if len(calls) == 0 {
		return call{name: "Get", url: in.Target.APIURL}
	}
	chosen := calls[at]
	path := strings.NewReplacer("{tenant}", url.PathEscape(in.Tenant), "{environment}", url.PathEscape(in.Environment),
		"{project}", url.PathEscape(in.Project)).Replace(chosen.Path)
	made := call{name: "Get" + title(chosen.Thing), url: in.Target.APIURL + path, path: path}
	for _, name := range slices.Sorted(maps.Keys(chosen.Headers)) {
		made.headers = append(made.headers, pair{name, chosen.Headers[name]})
	}
	return made
}

// title joins words to a name: "apps and flows" is AppsAndFlows.
func title(words string) string {
	var b strings.Builder
	for _, word := range strings.Fields(words) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
