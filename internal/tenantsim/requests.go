package tenantsim

import (
	"net/http"
	"slices"
)

// keptRequests bounds the log of a long-running demo; counts go on beyond it.
const keptRequests = 4096

// Request is one request that was answered: never a value of its form.
type Request struct {
	Method        string
	Path          string
	Keys          []string // the form's keys, sorted
	Grant         string   // the form's grant_type
	CorrelationID bool     // a client-request-id header was sent
	Status        int
}

type requestLog struct {
	kept   []Request
	grants map[string]int
}

// Requests gives the last 4096 requests, oldest first.
func (s *Sim) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log.kept)
}

// Grants tells how many requests of a grant type were answered, refusals included.
func (s *Sim) Grants(grantType string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.grants[grantType]
}

// ForgetRequests empties the log and the counts.
func (s *Sim) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = requestLog{}
}

func (s *Sim) note(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.log.grants == nil {
		s.log.grants = map[string]int{}
	}
	if r.Grant != "" {
		s.log.grants[r.Grant]++
	}
	if len(s.log.kept) == keptRequests {
		s.log.kept = slices.Delete(s.log.kept, 0, keptRequests/4)
	}
	s.log.kept = append(s.log.kept, r)
}

// maxBody is the largest form that is read.
const maxBody = 1 << 20

// logged reads the form, answers, and notes both. The entry is made also when the answer is cut off by a fault.
func (s *Sim) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		_ = r.ParseForm() // a body that is no form has no keys: the token endpoint then misses grant_type, as Entra does
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			s.note(Request{
				Method: r.Method, Path: r.URL.EscapedPath(), Keys: sortedKeys(r.PostForm), Grant: r.PostForm.Get("grant_type"),
				CorrelationID: r.Header.Get("client-request-id") != "", Status: recorder.status,
			})
		}()
		next.ServeHTTP(recorder, r)
	})
}

func sortedKeys(form map[string][]string) []string {
	keys := make([]string, 0, len(form))
	for key := range form {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// statusRecorder remembers the status that was sent.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers and sends status.
func (w *statusRecorder) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
