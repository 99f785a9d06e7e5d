package localidentity

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"appreg/internal/sanitize"
)

// expiry writes when a token ends, as a version of the protocol does.
type expiry func(time.Time) string

func inSeconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

func asDate(t time.Time) string { return t.UTC().Format("01/02/2006 3:04:05 PM -07:00") }

// writeToken answers with a token for the resource as it was asked for.
func writeToken(w http.ResponseWriter, v version, t Token, resource, clientID string) {
	write(w, http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		ExpiresOn   string `json:"expires_on"`
		Resource    string `json:"resource"`
		TokenType   string `json:"token_type"`
		ClientID    string `json:"client_id"`
	}{t.Value.Reveal(), v.expires(t.Expires), resource, "Bearer", clientID})
}

// writeRefusal answers as the service does.
func writeRefusal(w http.ResponseWriter, r refusal) {
	write(w, r.status, struct {
		StatusCode int    `json:"statusCode"`
		Message    string `json:"message"`
	}{r.status, sanitize.Line(r.message)})
}

// writeFailure says why there is no token. SDKs ask again after a 503, and not after a 400: a refusal stays one.
func writeFailure(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	var unreachable interface{ Unreachable() bool }
	if errors.As(err, &unreachable) && unreachable.Unreachable() {
		status = http.StatusServiceUnavailable
	}
	writeRefusal(w, refusal{status, err.Error()})
}

// write answers with JSON. Whether it arrives is the caller's matter.
func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(body)
}
