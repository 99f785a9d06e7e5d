package probe

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/transport"
)

const (
	testTenant  = "6f890000-1111-4222-8333-444455556666"
	testClient  = "11112222-3333-4444-8555-666677778888"
	testObject  = "aaaa2222-3333-4444-8555-666677778888"
	testToken   = "opaque-token-value-0123456789"
	testProject = "1234567"
)

// reply is one answer of a fake API.
type reply struct {
	status int
	header map[string]string
	body   string
}

func (r reply) send(w http.ResponseWriter) {
	if w.Header().Set("Content-Type", "application/json"); r.header["Content-Type"] == "-" {
		w.Header()["Content-Type"] = nil
	}
	for name, value := range r.header {
		if value != "-" {
			w.Header().Set(name, value)
		}
	}
	w.WriteHeader(r.status)
	_, _ = w.Write([]byte(r.body))
}

// fake is an API that answers in turn, its last reply again and again, and keeps the requests.
type fake struct {
	url string

	mu       sync.Mutex
	replies  []reply
	requests []*http.Request
}

func newFake(t *testing.T, replies ...reply) *fake {
	t.Helper()
	f := &fake{replies: replies}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.requests = append(f.requests, r)
		next := f.replies[0]
		if len(f.replies) > 1 {
			f.replies = f.replies[1:]
		}
		f.mu.Unlock()
		next.send(w)
	}))
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func noSleep(context.Context, time.Duration) error { return nil }

func newProber(t *testing.T) Prober {
	t.Helper()
	client, err := transport.New(transport.Options{
		Sleep: noSleep, Timeout: 5 * time.Second, Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return Prober{HTTP: client}
}

// request is one in which the token holds every right that the API's calls need.
func request(t *testing.T, api catalog.API, flow catalog.Flow, address string) Request {
	t.Helper()
	target, err := catalog.Resolve(api, "", "")
	if err != nil {
		t.Fatal(err)
	}
	target.APIURL, target.ManagementURL = address, address
	r := Request{
		Context:   diagnose.Context{Flow: flow, Target: target, TenantID: testTenant, ClientID: testClient},
		ObjectID:  testObject,
		Authorize: func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+testToken) },
	}
	for _, c := range catalog.TrialOf(api).CallsBy(flow.Info().Who) {
		r.Scopes, r.Roles = append(r.Scopes, c.Rights...), append(r.Roles, c.Rights...)
	}
	return r
}

// apiCall is a call and the API that it is for.
type apiCall struct {
	api catalog.API
	call
}

// calls returns the calls of all APIs.
func calls() []apiCall {
	var all []apiCall
	for _, service := range catalog.Services() {
		for _, c := range catalog.TrialOf(service.API).Calls {
			all = append(all, apiCall{service.API, call{Call: c}})
		}
	}
	return all
}

// flowOf is a flow in which who signs in.
func flowOf(who catalog.Caller) catalog.Flow {
	if who == catalog.User {
		return catalog.Password
	}
	return catalog.ClientSecret
}

// named adds to the request a project and an environment.
func named(r Request) Request {
	r.Project, r.Environments = testProject, []string{"Production"}
	return r
}

func (f *fake) paths() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []string
	for _, r := range f.requests {
		list = append(list, r.Method+" "+r.URL.RequestURI())
	}
	return list
}
