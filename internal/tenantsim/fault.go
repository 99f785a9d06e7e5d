package tenantsim

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault spoils the answers about one tenant or one client. What is zero stays as it is: a Fault with only a Latency
// lets the right answer come late, one with a Refusal sends Entra's error answer instead of the right one, and one with a
// Status sends Body instead.
type Fault struct {
	Latency    time.Duration // waited before anything is sent
	Refusal    *Situation    // a row of the error table
	Status     int           // an answer that is none of Entra's
	Type       string        // its Content-Type, default text/html
	Body       string
	Location   string // of a redirect
	RetryAfter string // header Retry-After, in seconds
	Truncate   bool   // the body ends before its Content-Length
	Cut        bool   // the connection ends without an answer
	After      bool   // the request is carried out first: what was written stays, only the answer is spoiled
	Times      int    // how many answers it spoils; 0 = all, until Clear
	Skip       int    // how many it leaves alone first

	// Only limits it to some requests, for example to Writes; nil: all. It is called while the state is locked: it must not
	// call the simulator.
	Only func(Request) bool
}

// ProxyPage is what a company's proxy or a hotel's portal answers in place of Entra.
const ProxyPage = `<!DOCTYPE html><html><head><title>Sign in to the network</title></head>` +
	`<body><h1>Welcome</h1><p>Accept the terms of use to go on.</p><form method="post" action="/accept"><button>Accept</button></form></body></html>`

// APIOf names a client's calls to the APIs for Inject and Clear, apart from its token requests.
func APIOf(clientID string) string { return "api of " + clientID }

// CallsIn names all calls to Microsoft Graph and the APIs with a token of a tenant (GUID), whoever calls, for Inject and
// Clear.
func CallsIn(tenantID string) string { return "calls in " + tenantID }

// Inject sets the fault of a tenant (GUID or domain) or a client id, replacing an earlier one.
func (s *Sim) Inject(tenantOrClient string, f Fault) {
	defer s.lock()()
	s.faults[s.faultKey(tenantOrClient)] = &f
}

// Clear takes the fault of a tenant or a client id away.
func (s *Sim) Clear(tenantOrClient string) {
	defer s.lock()()
	delete(s.faults, s.faultKey(tenantOrClient))
}

// faultKey makes GUID and domain of a tenant the same key. The caller holds s.mu.
func (s *Sim) faultKey(name string) string {
	if t := s.tenantNamed(name); t != nil {
		name = t.ID
	}
	return strings.ToLower(name)
}

// subjects are whom a request to Entra is about: the client in its form, the tenant in its path, the user's domain.
func (c *call) subjects() []string {
	client, _ := clientCredentialsOf(c.http)
	return []string{client, c.words["tenant"], domainOf(c.words["upn"])}
}

// faultOf returns the fault of the first subject that has one for the request, and counts it.
func (s *Sim) faultOf(subjects []string, asked Request) (Fault, bool) {
	defer s.lock()()
	for _, subject := range subjects {
		key := s.faultKey(subject)
		fault, ok := s.faults[key]
		if !ok || subject == "" || fault.Only != nil && !fault.Only(asked) {
			continue
		}
		if fault.Skip > 0 {
			fault.Skip--
			continue
		}
		if fault.Times == 1 {
			delete(s.faults, key)
		} else if fault.Times > 1 {
			fault.Times--
		}
		return *fault, true
	}
	return Fault{}, false
}

// spoil does what the fault says and reports whether it has answered.
func (f Fault) spoil(w http.ResponseWriter, c *call) (answered bool) {
	if f.Latency > 0 {
		c.opts.Wait(c.http.Context(), f.Latency)
	}
	for name, value := range map[string]string{"Retry-After": f.RetryAfter, "Location": f.Location} {
		if value != "" {
			w.Header().Set(name, value)
		}
	}
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler) // closes the connection without logging
	case f.Refusal != nil:
		c.send(w, c.refused(f.Refusal))
	case f.Status != 0:
		f.answer(w, c)
	default:
		return false
	}
	return true
}

// answer sends what is not Entra's.
func (f Fault) answer(w http.ResponseWriter, c *call) {
	w.Header().Set("Content-Type", cmp.Or(f.Type, "text/html; charset=utf-8"))
	if f.Truncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(f.Body)+64))
	}
	c.status = f.Status
	w.WriteHeader(f.Status)
	_, _ = io.WriteString(w, f.Body)
	if f.Truncate {
		_ = http.NewResponseController(w).Flush() // so that the first part arrives
		panic(http.ErrAbortHandler)               // closes the connection without logging
	}
}
