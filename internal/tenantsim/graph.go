package tenantsim

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// graphVersion is where Microsoft Graph's endpoints are.
const graphVersion = "/v1.0"

// graphHost is in the contexts of Graph's answers, which name the public cloud's host here.
const graphHost = "https://graph.microsoft.com" + graphVersion

// graphRoutes are Microsoft Graph's, as far as app registrations need it. It reads and writes the state by which the token
// endpoint and the APIs judge: there is no second one. Sources: docs/sources.md, "Microsoft Graph".
func graphRoutes() []route {
	g := graphProduct()
	var routes []route
	for _, endpoints := range [][]graphEndpoint{
		applicationEndpoints(), credentialEndpoints(), federatedEndpoints(), ownerEndpoints(), deletedEndpoints(), principalEndpoints(),
		grantEndpoints(), appRoleEndpoints(), directoryEndpoints(),
	} {
		for _, e := range endpoints {
			method, path, _ := strings.Cut(e.pattern, " ")
			for _, form := range forms(path) {
				routes = append(routes, g.route(method+" "+graphVersion+form, func(c *call) reply { return e.answer(graphCall{c}) }))
			}
		}
	}
	return routes
}

func graphProduct() *product { return &product{[]catalog.API{graph}, graphShape} }

// graphCall is a call to Microsoft Graph.
type graphCall struct{ *call }

// graphEndpoint is one endpoint. Its path starts behind the version; "{app}" and "{principal}" stand for all ways to name
// an application and a service principal.
type graphEndpoint struct {
	pattern string
	answer  func(graphCall) reply
}

// forms are the paths of all ways to name what a path is about.
func forms(path string) []string {
	for word, ways := range map[string][]string{
		"{app}":       {"/applications/{id}", "/applications(appId='{appId}')", "/applications(uniqueName='{uniqueName}')"},
		"{principal}": {"/servicePrincipals/{id}", "/servicePrincipals(appId='{appId}')"},
	} {
		if rest, ok := strings.CutPrefix(path, word); ok {
			all := slices.Clone(ways)
			for i := range all {
				all[i] += rest
			}
			return all
		}
	}
	return []string{path}
}

// withoutTenant drops what Graph takes behind its version, and older clients send: the tenant's GUID or "myorganization".
func withoutTenant(segments []string) []string {
	if len(segments) > 2 && "/"+segments[0] == graphVersion && (isGUID(segments[1]) || strings.EqualFold(segments[1], "myorganization")) {
		return slices.Delete(segments, 1, 2)
	}
	return segments
}

// graphError is Graph's error. Whatever is wrong with a token has one code, unless a policy changed since.
type graphError struct {
	Code    string      `json:"code"`
	Message string      `json:"message"`
	Details []apiDetail `json:"details,omitempty"`
	Inner   any         `json:"innerError"`
}

func graphShape(c *call, no apiRefusal) any {
	if no.status == http.StatusUnauthorized && strings.HasSuffix(no.code, "AuthenticationToken") || no.code == "InvalidAuthenticationAudience" {
		no.code = "InvalidAuthenticationToken"
	}
	inner := map[string]string{"date": c.Now().UTC().Format("2006-01-02T15:04:05"), "request-id": c.id}
	if sent := c.http.Header.Get("client-request-id"); sent != "" {
		inner["client-request-id"] = sent
	}
	return map[string]any{"error": graphError{no.code, no.message, no.details, inner}}
}

// readBody reads a JSON body into a struct. What the struct does not know is refused, as Graph refuses a property that a
// type does not have, except OData's own annotations and null.
func (c graphCall) readBody(into any) *apiRefusal {
	raw, err := io.ReadAll(c.http.Body)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return nil // an empty body says nothing
	}
	var body any
	if json.Unmarshal(raw, &body) != nil {
		return badRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	}
	plain, _ := json.Marshal(withoutAnnotations(body)) // of decoded JSON: cannot fail
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return badRequest("Invalid property: " + err.Error() + ".")
	}
	return nil
}

// withoutAnnotations drops null and keys like "@odata.type"; "owners@odata.bind" stays.
func withoutAnnotations(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, item := range value {
			if item != nil && !strings.HasPrefix(key, "@odata.") {
				kept[key] = withoutAnnotations(item)
			}
		}
		return kept
	case []any:
		for i, item := range value {
			value[i] = withoutAnnotations(item)
		}
	}
	return value
}

// createsMissing reports whether a PATCH is an upsert.
func (c graphCall) createsMissing() bool {
	return strings.Contains(c.http.Header.Get("Prefer"), "create-if-missing")
}

// graphTime is a time as Graph writes it; null if it is zero.
func graphTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// empty is the answer without a body.
func empty() reply { return reply{status: http.StatusNoContent} }
