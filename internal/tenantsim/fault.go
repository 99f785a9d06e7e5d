package tenantsim

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Fault spoils the answers about one tenant or one client. What is zero stays as it is: a Fault with only a Latency
// gives the right answer late, one with a Refusal gives Entra's error answer instead of the right one, and one with a
// Status gives Body instead.
type Fault struct {
	Latency    time.Duration // waited before anything is sent
	ClockSkew  time.Duration // added to the Date header
	Refusal    Situation     // a row of the error table
	Status     int           // an answer that is none of Entra's
	Type       string        // its Content-Type, default text/html
	Body       string
	Location   string // of a redirect
	RetryAfter string // header Retry-After, in seconds
	Truncate   bool   // the body ends before its Content-Length
	Times      int    // how many answers it spoils; 0 = all, until Clear
}

// ProxyPage is what a company's proxy or a hotel's portal answers in place of Entra.
const ProxyPage = `<!DOCTYPE html><html><head><title>Sign in to the network</title></head>` +
	`<body><h1>Welcome</h1><p>Accept the terms of use to go on.</p><form method="post" action="/accept"><button>Accept</button></form></body></html>`

// Inject sets the fault of a tenant (GUID or domain) or a client id, replacing an earlier one.
func (s *Sim) Inject(tenantOrClient string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[s.faultKey(tenantOrClient)] = &f
}

// Clear takes the fault of a tenant or a client id away.
func (s *Sim) Clear(tenantOrClient string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.faults, s.faultKey(tenantOrClient))
}

// faultKey makes GUID and domain of a tenant the same key. The caller holds s.mu.
func (s *Sim) faultKey(name string) string {
	if t := s.tenantNamed(name); t != nil {
		name = t.ID
	}
	return strings.ToLower(name)
}

// faultOf finds the fault for a request: by the client id in its form, the tenant in its path, or the user's domain.
func (s *Sim) faultOf(r *http.Request) (Fault, bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	client, _ := clientCredentialsOf(r)
	subjects := []string{client, first}
	if upn, ok := strings.CutPrefix(rest, "UserRealm/"); ok {
		subjects = append(subjects, domainOf(upn))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, subject := range subjects {
		key := s.faultKey(subject)
		fault, ok := s.faults[key]
		if !ok || subject == "" {
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

// faulty spoils the answers that have a fault.
func (s *Sim) faulty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, ok := s.faultOf(r)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		if fault.Latency > 0 {
			s.wait(r.Context(), fault.Latency)
		}
		if fault.ClockSkew != 0 {
			w.Header().Set("Date", s.now().Add(fault.ClockSkew).UTC().Format(http.TimeFormat))
		}
		if fault.RetryAfter != "" {
			w.Header().Set("Retry-After", fault.RetryAfter)
		}
		switch {
		case fault.Refusal != "":
			s.setAnswerHeaders(w)
			s.writeRefusal(w, r, refuse(fault.Refusal))
		case fault.Status != 0:
			fault.answer(w)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// answer sends what is not Entra's.
func (f Fault) answer(w http.ResponseWriter) {
	contentType := f.Type
	if contentType == "" {
		contentType = "text/html; charset=utf-8"
	}
	w.Header().Set("Content-Type", contentType)
	if f.Location != "" {
		w.Header().Set("Location", f.Location)
	}
	if f.Truncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(f.Body)+64))
	}
	w.WriteHeader(f.Status)
	_, _ = io.WriteString(w, f.Body)
	if f.Truncate {
		_ = http.NewResponseController(w).Flush() // so that the first part arrives
		panic(http.ErrAbortHandler)               // closes the connection without logging
	}
}
