package probe

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// TestIDsOfACall: the ids under which the API's support finds a call are in every finding that something went wrong.
func TestIDsOfACall(t *testing.T) {
	const trace, correlation = "5bd3c4a0-1111-4222-8333-0123456789ab", "0a1b2c3d-4444-4555-8666-ba9876543210"
	for name, tt := range map[string]struct {
		reply reply
		want  report.Finding // its ids
	}{
		"in a header":              {reply{403, map[string]string{"x-ms-correlation-request-id": "c"}, "{}"}, report.Finding{CorrelationID: "c"}},
		"in two headers":           {reply{403, map[string]string{"x-ms-correlation-id": "c", "x-ms-request-id": "t"}, "{}"}, report.Finding{CorrelationID: "c", TraceID: "t"}},
		"a request id alone":       {reply{403, map[string]string{"request-id": "r"}, "{}"}, report.Finding{CorrelationID: "r"}},
		"in the message":           {reply{403, nil, `{"error":{"code":"Forbidden","message":"no.  CorrelationId:  ` + correlation + `."}}`}, report.Finding{CorrelationID: correlation}},
		"in the inner error":       {reply{403, nil, `{"error":{"code":"x","innerError":{"request-id":"` + trace + `","client-request-id":"` + correlation + `"}}}`}, report.Finding{CorrelationID: correlation, TraceID: trace}},
		"of a 401":                 {reply{401, nil, `{"error":{"code":"x","message":"CorrelationId: ` + correlation + `"}}`}, report.Finding{CorrelationID: correlation}},
		"of an API that is ill":    {reply{503, map[string]string{"x-ms-request-id": "t", "Retry-After": "60"}, ""}, report.Finding{CorrelationID: "t"}},
		"on a page":                {reply{502, map[string]string{"Content-Type": "text/html"}, "<html>Correlation Id: " + correlation}, report.Finding{CorrelationID: correlation}},
		"not of a call that works": {reply{200, map[string]string{"x-ms-request-id": "t"}, `{"value":[]}`}, report.Finding{}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t, tt.reply)
			o := newProber(t).Do(t.Context(), request(t, catalog.PowerApps, catalog.ClientSecret, f.url))
			for _, got := range []report.Finding{o.API, o.Duty} {
				if got.Status == report.Skip {
					continue
				}
				if got.CorrelationID != tt.want.CorrelationID || got.TraceID != tt.want.TraceID {
					t.Errorf("correlation %q, trace %q of %+v; want %q, %q", got.CorrelationID, got.TraceID, got, tt.want.CorrelationID, tt.want.TraceID)
				}
			}
		})
	}
}

func TestEveryCallNamesAppreg(t *testing.T) {
	for _, api := range []catalog.API{catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral} {
		f := newFake(t, reply{403, nil, "{}"})
		newProber(t).Do(t.Context(), named(request(t, api, catalog.Password, f.url)))
		if len(f.requests) == 0 {
			t.Errorf("%s: nothing was asked", api)
		}
		for _, r := range f.requests {
			if agent := r.Header.Get("User-Agent"); !strings.HasPrefix(agent, "appreg/") {
				t.Errorf("%s: the User-Agent is %q", api, agent)
			}
		}
	}
}
