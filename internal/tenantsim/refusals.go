package tenantsim

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// Situation is a reason why Entra refuses, with the error answer. Words in braces in text are filled in with what the
// request was about.
type Situation struct {
	status   int
	err      string
	code     int // 0: an answer without any AADSTS number
	suberror string
	extras   extras
	evidence evidence
	text     string
}

// extras are the fields that only some answers carry.
type extras int

const (
	uri    extras = 1 << iota // error_uri
	claims                    // a claims challenge
)

// evidence says how the facts of a row are known. Explanations must rest on the number, never on an assumed wording.
type evidence int

const (
	recorded  evidence = iota + 1 // an answer of the real service, published by others
	published                     // a public page, issue or file
	assumed                       // inference
)

// when is the situation, if what is said of it holds. Questions in a row are asked with cmp.Or.
func when(holds bool, situation *Situation) *Situation {
	if holds {
		return situation
	}
	return nil
}

// tell keeps what an error's text may name: pairs of a word in braces and its value.
func (c *call) tell(facts ...string) { c.facts = append(c.facts, facts...) }

// errorAnswer is Entra's error body.
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

// refused is the error answer of a situation.
func (c *call) refused(no *Situation) reply { return reply{status: no.status, body: c.explain(no)} }

// explain writes the error answer. Its correlation id is the caller's own, if it sent one.
func (c *call) explain(no *Situation) errorAnswer {
	a := errorAnswer{Error: no.err, Suberror: no.suberror, TraceID: c.id, CorrelationID: c.opts.NewID(), Timestamp: c.Now().UTC().Format("2006-01-02 15:04:05Z")}
	if sent, err := uuid.Parse(c.http.Header.Get("client-request-id")); err == nil {
		a.CorrelationID = sent.String()
	}
	text := strings.NewReplacer(c.facts...).Replace(no.text)
	if no.code != 0 {
		text = fmt.Sprintf("AADSTS%d: %s", no.code, text)
		a.Codes = []int{no.code}
	}
	if no.extras&uri != 0 {
		a.URI = fmt.Sprintf("%s/error?code=%d", publicLogin, no.code)
	}
	if no.extras&claims != 0 {
		a.Claims = fmt.Sprintf(`{"access_token":{"capolids":{"essential":true,"values":["%s"]}}}`, StableID("policy", no.text))
	}
	a.Description = fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s", text, a.TraceID, a.CorrelationID, a.Timestamp)
	return a
}
