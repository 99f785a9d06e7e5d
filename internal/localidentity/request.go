package localidentity

import (
	"crypto/subtle"
	"io"
	"log"
	"net/http"
	"slices"
	"strings"
)

const path = "/msi/token"

// version is one of the protocol's versions.
type version struct {
	name     string // the parameter api-version
	header   string // that shows the value
	clientID string // the parameter that asks for an identity by its client id
	expires  expiry
}

// versions are those that SDKs ask for.
var versions = []version{
	{"2019-08-01", "X-Identity-Header", "client_id", inSeconds},
	{"2017-09-01", "Secret", "clientid", asDate},
}

// otherIdentities are the parameters that ask for an identity which is not the application's own.
var otherIdentities = []string{"principal_id", "object_id", "mi_res_id", "msi_res_id"}

// refusal is why a request gets no token.
type refusal struct {
	status  int
	message string
}

// ServeHTTP answers one request. Who asks, and under which name of this machine, is judged before the header: a page in a
// browser that has this address under a name of its own gets as far as a stranger.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asked, refused := s.judge(r)
	if refused != nil {
		writeRefusal(w, *refused)
		return
	}
	resource := r.URL.Query().Get("resource")
	token, err := s.calls.do(r.Context(), s.known(resource))
	if err != nil {
		writeFailure(w, err)
		return
	}
	writeToken(w, asked, token, resource, s.options.ClientID)
}

// judge returns the version that a request is made in, or why it is refused.
func (s *Server) judge(r *http.Request) (version, *refusal) {
	if another, is := r.Context().Value(visitorKey{}).(func() bool); !is || another() {
		return version{}, &refusal{http.StatusForbidden, "this identity belongs to another user"}
	}
	if r.Host != s.host {
		return version{}, &refusal{http.StatusForbidden, "ask for the address in IDENTITY_ENDPOINT"}
	}
	if r.Method != http.MethodGet || strings.TrimSuffix(r.URL.Path, "/") != path {
		return version{}, &refusal{http.StatusNotFound, "only GET " + path + " is served"}
	}
	query := r.URL.Query()
	at := slices.IndexFunc(versions, func(v version) bool { return s.shown(r.Header.Values(v.header)) })
	if at < 0 {
		return version{}, &refusal{http.StatusUnauthorized, "the header X-IDENTITY-HEADER doesn't have the value of IDENTITY_HEADER"}
	}
	asked := versions[at]
	switch {
	case len(query["api-version"]) != 1 || query.Get("api-version") != asked.name:
		return asked, &refusal{http.StatusBadRequest, "with this header, api-version is " + asked.name}
	case len(query["resource"]) != 1 || s.known(query.Get("resource")) == "":
		return asked, &refusal{http.StatusBadRequest, "no token for this resource: this identity has tokens for " + strings.Join(s.options.Resources, " ")}
	case slices.ContainsFunc(otherIdentities, query.Has):
		return asked, &refusal{http.StatusBadRequest, "ask for no identity by its object or resource ID: there is one"}
	case query.Has(asked.clientID) && !strings.EqualFold(query.Get(asked.clientID), s.options.ClientID):
		return asked, &refusal{http.StatusBadRequest, "the identity's client ID is " + s.options.ClientID}
	}
	return asked, nil
}

// shown reports whether a header has the right value, once. How long it takes does not tell how much of it is right.
func (s *Server) shown(values []string) bool {
	return len(values) == 1 && subtle.ConstantTimeCompare([]byte(values[0]), []byte(s.header.Reveal())) == 1
}

// known returns a resource as Options name it; empty if they do not. Callers make it of a scope, and some take its last
// slash off or leave it on.
func (s *Server) known(resource string) string {
	if resource == "" {
		return ""
	}
	at := slices.IndexFunc(s.options.Resources, func(name string) bool {
		return strings.TrimSuffix(name, "/") == strings.TrimSuffix(resource, "/")
	})
	if at < 0 {
		return ""
	}
	return s.options.Resources[at]
}

// silent takes what net/http would log of broken requests: the child's terminal is not for it.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
