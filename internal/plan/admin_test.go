package plan

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// adminTokens counts the renewals of a user's token for an API's admin endpoint.
type adminTokens struct{ renewed int }

func (s *adminTokens) Token(_ context.Context, renew bool) (secret.Secret, error) {
	if renew {
		s.renewed++
	}
	return secret.New("admin-token"), nil
}

// TestAdminAnswers: what an API's admin endpoint answers, by its kind; a token that is refused is renewed once.
func TestAdminAnswers(t *testing.T) {
	tests := map[string]struct {
		status  int
		body    string
		cause   cause.Label // empty: it is fine
		next    next
		renewed int
	}{
		"fine":              {200, `{"applicationId":"x"}`, "", giveUp, 0},
		"no content":        {204, "", "", giveUp, 0},
		"a page":            {200, "<html>", cause.AnswerNotJSON, again, 0},
		"a redirect":        {302, "", cause.Redirected, giveUp, 0},
		"busy":              {429, `{"error":{"code":"TooManyRequests"}}`, cause.Throttled, again, 0},
		"down":              {503, "<html>", cause.ServiceUnavailable, again, 0},
		"an old token":      {401, `{"error":{"code":"ExpiredToken"}}`, cause.Unknown, giveUp, 1},
		"no right":          {403, `{"error":{"code":"Forbidden","message":"admin-token"}}`, cause.Unknown, giveUp, 0},
		"there already":     {409, `{"error":{"code":"RoleAssignmentExists"}}`, cause.Unknown, lookThenWait, 0},
		"no principal yet":  {400, `{"error":{"code":"PrincipalNotFound"}}`, cause.GraphNotReplicated, waitOnly, 0},
		"nothing there":     {404, `{"error":{"code":"NotFound"}}`, cause.Unknown, waitOnly, 0},
		"took too long":     {408, `{"error":{"code":"Timeout"}}`, cause.Unknown, again, 0},
		"no JSON it is for": {200, `[1]`, cause.AnswerNotJSON, again, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/x")
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			r := &rig{t: t}
			client, err := transport.New(transport.Options{Sleep: r.sleep})
			must(t, err)
			tokens := &adminTokens{}
			e := Engine{HTTP: client, AdminToken: tokens}
			var into any
			if test.status == http.StatusOK {
				into = &struct{ ApplicationID string }{}
			}
			err = e.admin(context.Background(), http.MethodPut, server.URL, struct{}{}, into)
			if (err == nil) != (test.cause == "") || tokens.renewed != test.renewed {
				t.Fatalf("%v, renewed %d", err, tokens.renewed)
			}
			if err == nil {
				return
			}
			if got := nextFor(err, true); got != test.next {
				t.Errorf("next %d, want %d", got, test.next)
			}
			if d := diagnose.Explain(err, diagnose.Context{}); test.cause != cause.Unknown && d.Cause != test.cause {
				t.Errorf("%s: %v", d.Cause, err)
			}
			var no *transport.Refusal
			if errors.As(err, &no) && no.Message == "admin-token" {
				t.Error("the token is in the error")
			}
		})
	}
}

// TestNoAdminToken: without a token for the product its changes fail with who has one, and nothing is sent.
func TestNoAdminToken(t *testing.T) {
	r := newRig(t)
	d := dutyCases(r)["management app"]
	e := r.engine()
	e.AdminToken = nil
	p, err := e.Make(context.Background(), d, Actor{}, nil)
	must(t, err)
	result, err := e.Apply(context.Background(), p, r.begin(d), nil)
	must(t, err)
	if c := changeOf(t, result.Plan, ManagementApp); c.State != Failed || c.Cause != cause.APIRoleMissing || c.Fix.Command != "" || !strings.HasSuffix(c.Fix.Steps[0], "Then run the same command again: it goes on.") {
		t.Errorf("%+v", c)
	}
	if c := changeOf(t, result.Plan, Password); c.State != Done {
		t.Errorf("%+v", c)
	}
}
