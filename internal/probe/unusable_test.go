package probe

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

const proxyPage = "<!DOCTYPE html><title>Sign in to the network</title>"

// TestUnusableAnswers: what says nothing about the registration is no refusal. The Power Platform call is documented;
// the call to Lifecycle Services without a project is not.
func TestUnusableAnswers(t *testing.T) {
	html := map[string]string{"Content-Type": "text/html"}
	tests := map[string]struct {
		reply  reply
		cause  cause.Label
		kind   transport.AnswerKind
		softly bool // only a warning where the call is not documented
	}{
		"throttled":               {reply{429, map[string]string{"Retry-After": "60"}, ""}, "throttled", transport.Throttled, false},
		"throttled, with a page":  {reply{429, html, proxyPage}, "throttled", transport.Throttled, false},
		"internal error":          {reply{500, nil, `{"error":{"code":"Internal"}}`}, "service_unavailable", transport.Unavailable, false},
		"bad gateway":             {reply{502, html, proxyPage}, "service_unavailable", transport.Unavailable, false},
		"not available":           {reply{503, nil, ""}, "service_unavailable", transport.Unavailable, false},
		"too late":                {reply{504, nil, ""}, "service_unavailable", transport.Unavailable, false},
		"redirect":                {reply{302, map[string]string{"Location": "https://login.proxy.invalid/?token=x"}, ""}, "redirected", transport.Redirected, true},
		"not modified":            {reply{304, nil, ""}, "redirected", transport.Redirected, true},
		"page":                    {reply{200, html, proxyPage}, "answer_not_json", transport.NotJSON, true},
		"page without a type":     {reply{200, nil, "\n <html>"}, "answer_not_json", transport.NotJSON, true},
		"page with 403":           {reply{403, html, proxyPage}, "answer_not_json", transport.NotJSON, true},
		"page with 401":           {reply{401, html, proxyPage}, "answer_not_json", transport.NotJSON, true},
		"empty":                   {reply{200, nil, ""}, "answer_not_json", transport.NotJSON, true},
		"text":                    {reply{200, nil, "OK"}, "answer_not_json", transport.NotJSON, true},
		"half a JSON":             {reply{200, nil, `{"value":[{"a"`}, "answer_not_json", transport.NotJSON, true},
		"array":                   {reply{200, nil, `[1]`}, "answer_not_json", transport.NotJSON, true},
		"null":                    {reply{200, nil, `null`}, "answer_not_json", transport.NotJSON, true},
		"another object":          {reply{200, nil, `{"hello":"world"}`}, "answer_not_json", transport.Incomplete, true},
		"value that is no list":   {reply{200, nil, `{"value":"x","IsSuccess":"yes"}`}, "answer_not_json", transport.Incomplete, true},
		"value that is null":      {reply{200, nil, `{"value":null,"IsSuccess":null}`}, "answer_not_json", transport.Incomplete, true},
		"no content":              {reply{204, nil, ""}, "answer_not_json", transport.NotJSON, true},
		"1 MB of nothing":         {reply{200, nil, strings.Repeat("x", 1<<20+1)}, "answer_not_json", transport.NotJSON, true},
		"1 MB of brackets":        {reply{200, nil, strings.Repeat("[", 1<<20+1)}, "answer_not_json", transport.NotJSON, true},
		"1 MB of a list of texts": {reply{200, nil, `{"value":[` + strings.Repeat(`"x",`, 1<<18)}, "answer_not_json", transport.NotJSON, true},
		"1 MB of keys":            {reply{200, nil, `{"a":"` + strings.Repeat("x", 1<<20)}, "answer_not_json", transport.NotJSON, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, tt.reply)
			o := newProber(t).Do(t.Context(), request(t, catalog.PowerPlatform, catalog.ClientSecret, f.url))
			var answer *transport.AnswerError
			if o.API.Status != report.Fail || o.API.Cause != tt.cause || !errors.As(o.Err, &answer) || answer.Kind != tt.kind {
				t.Errorf("api %+v, %v", o.API, o.Err)
			}
			if o.API.Confidence != report.Certain {
				t.Errorf("%s by its status and form, yet only %s", o.API.Cause, o.API.Confidence)
			}
			if o.Duty.Status != report.Skip || o.Duty.Title == "" {
				t.Errorf("duty %+v", o.Duty)
			}
			if raw := tt.reply.status >= 300 && tt.reply.body != ""; !strings.Contains(o.API.Evidence, "GET /environmentmanagement/environments: ") || (o.API.Raw != "") != raw {
				t.Errorf("evidence %q, raw %q", o.API.Evidence, o.API.Raw)
			}
			o = newProber(t).Do(t.Context(), request(t, catalog.LCS, catalog.Password, f.url))
			want := report.Fail
			if tt.softly {
				want = report.Warn
			}
			if o.API.Status != want || o.API.Cause != tt.cause || (o.Err == nil) != tt.softly {
				t.Errorf("undocumented call: api %+v, %v", o.API, o.Err)
			}
			if tt.softly && (!strings.Contains(strings.Join(o.API.Fix.Steps, "\n"), "--project") || !o.API.Untested) {
				t.Errorf("undocumented call: %+v", o.API)
			}
		})
	}
}

// TestLongListIsASuccess: a tenant with hundreds of environments answers more than is read.
func TestLongListIsASuccess(t *testing.T) {
	element := `{"name":"` + strings.Repeat("e", 100) + `"},`
	f := newFake(t, reply{200, nil, `{"@odata.context":"x","count":9999,"value":[` + strings.Repeat(element, 1<<14)})
	o := newProber(t).Do(t.Context(), request(t, catalog.PowerApps, catalog.ClientSecret, f.url))
	if o.API.Status != report.OK || o.Duty.Status != report.OK || !strings.Contains(o.API.Evidence, "environments: more than 9") {
		t.Errorf("got %+v", o.API)
	}
}

// TestTruncated: the connection ends in the middle of the answer.
func TestTruncated(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"value":[]`)
	}))
	defer server.Close()
	o := newProber(t).Do(t.Context(), request(t, catalog.PowerPlatform, catalog.Password, server.URL))
	var answer *transport.AnswerError
	if !errors.As(o.Err, &answer) || answer.Kind != transport.CutShort {
		t.Errorf("got %v, %+v", o.Err, o.API)
	}
}

// TestNoAnswer: faults of the network are kept for the diagnosis, whatever the call.
func TestNoAnswer(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	closed.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	tests := map[string]struct {
		address string
		cause   cause.Label
	}{
		"nothing listens":        {"http://" + address, "network_refused"},
		"cut off":                {cut.URL, "network_refused"},
		"unknown authority":      {secure.URL, "network_tls"},
		"no such name":           {"https://api.appreg.invalid", "network_dns"},
		"http to somewhere else": {"http://192.0.2.1", "network_refused"},
		"no address":             {"http://127.0.0.1:port", "network_refused"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := newProber(t).Do(t.Context(), named(request(t, catalog.LCS, catalog.Password, tt.address)))
			if o.API.Status != report.Fail || o.API.Cause != tt.cause || o.Err == nil || o.API.Evidence == "" {
				t.Errorf("api %+v, %v", o.API, o.Err)
			}
			if o.Duty.Status != report.Skip {
				t.Errorf("duty %+v", o.Duty)
			}
		})
	}
}

// TestAnUnreachableAPIIsNamed: the login host, which answered, is not what a firewall has to let through.
func TestAnUnreachableAPIIsNamed(t *testing.T) {
	r := request(t, catalog.PowerApps, catalog.ClientSecret, "https://api.bap.invalid")
	fix := newProber(t).Do(t.Context(), r).API.Fix
	if text := strings.Join(append(fix.Steps, fix.Command), "\n"); !strings.Contains(text, "api.bap.invalid") || strings.Contains(text, "login.microsoftonline.com") {
		t.Errorf("fix %s", text)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer server.Close()
	o := newProber(t).Do(ctx, named(request(t, catalog.BusinessCentral, catalog.ClientSecret, server.URL)))
	if o.API.Status != report.Skip || o.Duty.Status != report.Skip || !strings.Contains(o.API.Title, "interrupted") {
		t.Errorf("got %+v", o)
	}
}

// TestRepeats: once more after a busy answer, and not a third time.
func TestRepeats(t *testing.T) {
	good := reply{200, nil, `{"value":[{}]}`}
	busy := reply{429, map[string]string{"Retry-After": "1"}, ""}
	late := reply{429, map[string]string{"Retry-After": "60"}, ""}
	tests := map[string]struct {
		replies  []reply
		requests int
		status   report.Status
	}{
		"busy once":         {[]reply{busy, good}, 2, report.OK},
		"failed once":       {[]reply{{503, nil, ""}, good}, 2, report.OK},
		"busy twice":        {[]reply{busy, busy, good}, 2, report.Fail},
		"busy for long":     {[]reply{late, good}, 1, report.Fail},
		"refused":           {[]reply{{403, nil, ""}, good}, 1, report.OK},
		"good at the first": {[]reply{good, busy}, 1, report.OK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, tt.replies...)
			o := newProber(t).Do(t.Context(), request(t, catalog.PowerApps, catalog.ClientSecret, f.url))
			if n := len(f.paths()); n != tt.requests || o.API.Status != tt.status {
				t.Errorf("%d requests, api %+v", n, o.API)
			}
		})
	}
}

// TestHostileText: nothing raw of an answer gets into a report, and no token, wherever it stands.
func TestHostileText(t *testing.T) {
	evil := "\x1b]0;title\x07\u202egpj\x9b2J\r" + testToken + "\x00" + strings.Repeat("long ", 2000)
	quoted := strings.NewReplacer("\x1b", `\u001b`, "\x07", `\u0007`, "\x9b", "\x9b", "\r", `\r`, "\x00", `\u0000`).Replace(evil)
	tests := map[string]reply{
		"in message":   {403, nil, `{"error":{"code":"Forbidden","message":"` + quoted + `"}}`},
		"in code":      {401, nil, `{"error":{"code":"` + quoted + `","message":"m"}}`},
		"in a key":     {200, nil, `{"error":{"message":"` + quoted + `"},"` + quoted + `":1}`},
		"as text":      {403, map[string]string{"Content-Type": "text/plain"}, evil},
		"deep inside":  {403, nil, strings.Repeat(`{"error":`, 2000) + `"` + quoted + `"` + strings.Repeat("}", 2000)},
		"cut in half":  {403, nil, `{"error":{"code":"` + strings.Repeat("c", 60) + testToken + `","message":"` + strings.Repeat("m", 290) + testToken + `"}}`},
		"in the id":    {403, map[string]string{"x-ms-request-id": testToken + "\u202e"}, "{}"},
		"as challenge": {401, map[string]string{"WWW-Authenticate": "Bearer " + testToken}, "{}"},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, answer)
			r := named(request(t, catalog.BusinessCentral, catalog.ClientSecret, f.url))
			r.Environments = []string{"Prod\x1b[31m\u202e"}
			f.replies = []reply{{200, nil, `{"value":[]}`}, answer}
			o := newProber(t).Do(t.Context(), r)
			for _, finding := range []report.Finding{o.API, o.Duty} {
				finding = finding.Fit(sanitize.NewRedactor(secret.New(testToken)))
				texts := append([]string{finding.Title, finding.Evidence, finding.CorrelationID, finding.Raw, finding.Fix.Command, finding.Fix.URL, finding.Fix.Where}, finding.Fix.Steps...)
				for _, text := range texts {
					if strings.ContainsAny(text, "\x1b\x07\r\x00\u202e\u009b") || !utf8.ValidString(text) || strings.Contains(text, testToken[:6]) {
						t.Errorf("a text is not clean: %q", text)
					}
				}
				if len(finding.Evidence) > 4096 {
					t.Errorf("%d bytes of evidence", len(finding.Evidence))
				}
			}
		})
	}
}
