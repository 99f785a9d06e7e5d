package entra

import (
	"net/http"
	"time"

	"appreg/internal/secret"
)

// Answer is what the token endpoint gave (docs/sources.md, "Entra: protocol").
type Answer struct {
	AccessToken  secret.Secret
	RefreshToken secret.Secret // only where offline_access was asked for
	TokenType    string        // Bearer
	Scope        string        // the granted scopes, separated by blanks
	HasScope     bool          // whether there was a scope at all: an application's answer has none
	ExpiresIn    time.Duration // 0 if it is absent or no number
	ExtExpiresIn time.Duration // 0 if it is absent or no number

	ReceivedAt    time.Time // our clock
	ServerDate    time.Time // the server's clock, to the second; zero if it sent none
	CorrelationID string    // the id that we sent
}

func newAnswer(o object, received time.Time, id string) Answer {
	_, hasScope := o.fields["scope"]
	return Answer{
		AccessToken:   secret.New(o.text("access_token")),
		RefreshToken:  secret.New(o.text("refresh_token")),
		TokenType:     o.text("token_type"),
		Scope:         o.text("scope"),
		HasScope:      hasScope,
		ExpiresIn:     o.seconds("expires_in"),
		ExtExpiresIn:  o.seconds("ext_expires_in"),
		ReceivedAt:    received,
		ServerDate:    o.response.Date,
		CorrelationID: id,
	}
}

// Expires is the time at which the access token ends, by our clock.
func (a Answer) Expires() time.Time { return a.ReceivedAt.Add(a.ExpiresIn) }

// ClockOffset is how far our clock is ahead of the server's, to the second; 0 if the server named no time.
func (a Answer) ClockOffset() time.Duration { return ahead(a.ReceivedAt, a.ServerDate) }

func ahead(ours, server time.Time) time.Duration {
	if server.IsZero() {
		return 0
	}
	return ours.Sub(server).Truncate(time.Second)
}

// Authorize puts the access token into req's Authorization header.
func (a Answer) Authorize(req *http.Request) {
	req.Header.Set("Authorization", "Bearer "+a.AccessToken.Reveal())
}
