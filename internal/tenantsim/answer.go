package tenantsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// refusal is a row with what the request was about.
type refusal struct {
	situation Situation
	words     []string // pairs for strings.NewReplacer: "{client}", "1111…"
}

// refuse makes a refusal; words are pairs of a row's word in braces and its value.
func refuse(situation Situation, words ...string) *refusal {
	return &refusal{situation: situation, words: words}
}

// errorAnswer is Entra's error body (facts/entra.md section 4, facts/client.md 2.2).
type errorAnswer struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes,omitempty"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
	URI           string `json:"error_uri,omitempty"`
	Suberror      string `json:"suberror,omitempty"`
	Claims        string `json:"claims,omitempty"`
}

// entraTime is the layout of an error answer's timestamp.
const entraTime = "2006-01-02 15:04:05Z"

// writeRefusal sends the error answer of a refusal. A situation without a row is a mistake in this package and is
// answered as 500, so that a test sees it.
func (s *Sim) writeRefusal(w http.ResponseWriter, r *http.Request, no *refusal) {
	answer, status, ok := s.errorAnswerTo(r, no)
	if !ok {
		http.Error(w, answer.Description, http.StatusInternalServerError)
		return
	}
	writeJSON(w, status, answer)
}

// errorAnswerTo makes the error answer of a refusal and its status; ok is false for a situation without a row.
func (s *Sim) errorAnswerTo(r *http.Request, no *refusal) (answer errorAnswer, status int, ok bool) {
	row, ok := rowOf(no.situation)
	if !ok {
		answer.Description = fmt.Sprintf("no row for the situation %q", no.situation)
		return answer, http.StatusInternalServerError, false
	}
	answer = errorAnswer{
		Error:         row.err,
		Timestamp:     s.now().UTC().Format(entraTime),
		TraceID:       s.newID(),
		CorrelationID: s.correlationID(r),
		Suberror:      row.suberror,
	}
	text := strings.NewReplacer(no.words...).Replace(row.text)
	if row.code != 0 {
		text = fmt.Sprintf("AADSTS%d: %s", row.code, text)
		answer.Codes = []int{row.code}
	}
	if row.uri {
		answer.URI = fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", row.code)
	}
	if row.claims {
		answer.Claims = fmt.Sprintf(`{"access_token":{"capolids":{"essential":true,"values":["%s"]}}}`, stableID("policy", string(row.situation)))
	}
	answer.Description = fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s",
		text, answer.TraceID, answer.CorrelationID, answer.Timestamp)
	return answer, row.status, true
}

// correlationID is the caller's own, if it sent one; Entra gives it back in an error answer.
func (s *Sim) correlationID(r *http.Request) string {
	if id, err := uuid.Parse(r.Header.Get("client-request-id")); err == nil {
		return id.String()
	}
	return s.newID()
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // the connection is gone: nobody is left to tell
}

// stableID is a GUID that is the same in every run for the same words.
func stableID(words ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://appreg.invalid/"+strings.Join(words, "/"))).String()
}
