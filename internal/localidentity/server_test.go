package localidentity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/secret"
)

const (
	canary   = "eyJcanary.of-a.token"
	clientID = "0f8fad5b-d9cb-469f-a165-70867728950e"
	resource = "https://service.powerapps.com/"
	ask      = "?api-version=2019-08-01&resource=https%3A%2F%2Fservice.powerapps.com%2F"
)

var ends = time.Date(2026, 11, 26, 15, 4, 5, 0, time.UTC)

func gives(context.Context, string) (Token, error) {
	return Token{Value: secret.New(canary), Expires: ends}, nil
}

// served is a server for two resources, whose visitors are whom userOf says.
func served(t *testing.T, source Source, userOf func(net.Addr, net.Addr) (int, bool)) *Server {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := start(Options{ClientID: clientID, Resources: []string{resource, "https://other.example"}, Token: source}, listener, 1000, userOf)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func ourselves(net.Addr, net.Addr) (int, bool) { return 1000, true }

// knock is a request that gets a token, unless a test changes it.
func knock(t *testing.T, s *Server) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Endpoint()+ask, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-IDENTITY-HEADER", s.header.Reveal())
	return r
}

// answer sends a request and returns what came back.
func answer(t *testing.T, r *http.Request) (int, http.Header, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(body)
}

func TestToken(t *testing.T) {
	for name, test := range map[string]struct {
		query, header string
		want          map[string]string
	}{
		"of today": {ask, "X-IDENTITY-HEADER", map[string]string{"expires_on": "1795705445", "resource": resource}},
		"without the slash at the end": {strings.TrimSuffix(ask, "%2F"), "X-IDENTITY-HEADER",
			map[string]string{"expires_on": "1795705445", "resource": strings.TrimSuffix(resource, "/")}},
		"with the client id": {ask + "&client_id=" + strings.ToUpper(clientID), "X-IDENTITY-HEADER", map[string]string{"expires_on": "1795705445", "resource": resource}},
		"of 2017":            {strings.Replace(ask, "2019-08-01", "2017-09-01", 1), "Secret", map[string]string{"expires_on": "11/26/2026 3:04:05 PM +00:00", "resource": resource}},
	} {
		t.Run(name, func(t *testing.T) {
			s := served(t, gives, ourselves)
			r := knock(t, s)
			r.Header = http.Header{}
			r.Header.Set(test.header, s.header.Reveal())
			r.URL.RawQuery = strings.TrimPrefix(test.query, "?")
			status, header, body := answer(t, r)
			var got map[string]string
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK || header.Get("Cache-Control") != "no-store" {
				t.Fatalf("HTTP %d, %v: %s", status, err, body)
			}
			test.want["access_token"], test.want["token_type"], test.want["client_id"] = canary, "Bearer", clientID
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestStrangers is the table of those who get nothing.
func TestStrangers(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header = http.Header{}; r.Header.Set(name, value) }
	}
	query := func(raw string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery = raw } }
	host := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	more := func(raw string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery += raw } }
	for name, test := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"no header":              {func(r *http.Request) { r.Header = http.Header{} }, 401},
		"another header's value": {header("X-IDENTITY-HEADER", strings.Repeat("A", 52)), 401},
		"an empty value":         {header("X-IDENTITY-HEADER", ""), 401},
		"the metadata header":    {header("Metadata", "true"), 401},
		"a part of the value":    {func(r *http.Request) { r.Header.Set("X-IDENTITY-HEADER", r.Header.Get("X-IDENTITY-HEADER")[:51]) }, 401},
		"the value and more":     {func(r *http.Request) { r.Header.Add("X-IDENTITY-HEADER", "x") }, 401},
		"the value in small": {func(r *http.Request) {
			r.Header.Set("X-IDENTITY-HEADER", strings.ToLower(r.Header.Get("X-IDENTITY-HEADER")))
		}, 401},
		"the value as a bearer":     {func(r *http.Request) { header("Authorization", "Bearer "+r.Header.Get("X-IDENTITY-HEADER"))(r) }, 401},
		"2017's header today":       {func(r *http.Request) { header("Secret", r.Header.Get("X-IDENTITY-HEADER"))(r) }, 400},
		"another resource":          {query("api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com"), 400},
		"a resource that begins so": {query("api-version=2019-08-01&resource=https%3A%2F%2Fservice.powerapps.com%2F%2F"), 400},
		"no resource":               {query("api-version=2019-08-01"), 400},
		"an empty resource":         {query("api-version=2019-08-01&resource="), 400},
		"a slash for a resource":    {query("api-version=2019-08-01&resource=%2F"), 400},
		"two resources":             {more("&resource=https%3A%2F%2Fgraph.microsoft.com"), 400},
		"no version":                {query(strings.TrimPrefix(ask, "?api-version=2019-08-01&")), 400},
		"two versions":              {more("&api-version=2017-09-01"), 400},
		"another identity":          {more("&client_id=66cb1b78-c00c-51b4-97b6-f5b53eaf8604"), 400},
		"an identity by its object": {more("&principal_id=x"), 400},
		"an identity by its path":   {more("&mi_res_id=x"), 400},
		"a rebound name":            {host("evil.example"), 403},
		"a rebound name with port":  {func(r *http.Request) { r.Host = "evil.example" + r.URL.Host[strings.Index(r.URL.Host, ":"):] }, 403},
		"localhost":                 {func(r *http.Request) { r.Host = strings.Replace(r.URL.Host, "127.0.0.1", "localhost", 1) }, 403},
		"the address without port":  {host("127.0.0.1"), 403},
		"no name":                   {host("x"), 403},
		"another path":              {func(r *http.Request) { r.URL.Path = "/" }, 404},
		"a path below":              {func(r *http.Request) { r.URL.Path = "/msi/token/x" }, 404},
		"the metadata path":         {func(r *http.Request) { r.URL.Path = "/metadata/identity/oauth2/token" }, 404},
		"POST":                      {func(r *http.Request) { r.Method = http.MethodPost }, 404},
		"OPTIONS, of a page": {func(r *http.Request) {
			r.Method = http.MethodOptions
			r.Header = http.Header{"Origin": {"https://evil.example"}}
		}, 404},
	} {
		t.Run(name, func(t *testing.T) {
			s := served(t, func(context.Context, string) (Token, error) {
				t.Error("a token was asked for")
				return gives(context.Background(), "")
			}, ourselves)
			r := knock(t, s)
			test.change(r)
			status, got, body := answer(t, r)
			var told struct {
				StatusCode int
				Message    string
			}
			if err := json.Unmarshal([]byte(body), &told); err != nil || status != test.status || told.StatusCode != status || told.Message == "" {
				t.Errorf("HTTP %d, want %d: %v %s", status, test.status, err, body)
			}
			if strings.Contains(body, canary) || strings.Contains(body, s.header.Reveal()) || got.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%v %s", got, body)
			}
		})
	}
}

// Other users of the machine are refused, whatever they show; whom the system does not tell needs the value.
func TestVisitors(t *testing.T) {
	for name, test := range map[string]struct {
		user   int
		known  bool
		status int
	}{
		"the same user": {1000, true, 200}, "another user": {1001, true, 403}, "root": {0, true, 200}, "nobody knows": {0, false, 200},
	} {
		s := served(t, gives, func(net.Addr, net.Addr) (int, bool) { return test.user, test.known })
		if status, _, body := answer(t, knock(t, s)); status != test.status {
			t.Errorf("%s: HTTP %d: %s", name, status, body)
		}
	}
}

// Nothing but this machine reaches the port.
func TestLoopbackAlone(t *testing.T) {
	s, err := Start(Options{ClientID: clientID, Resources: []string{resource}, Token: gives})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.host)
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, address := range addresses {
		network, is := address.(*net.IPNet)
		if !is || network.IP.To4() == nil || network.IP.String() == "127.0.0.1" {
			continue
		}
		tried++
		if conn, err := net.DialTimeout("tcp", net.JoinHostPort(network.IP.String(), port), time.Second); err == nil {
			_ = conn.Close()
			t.Errorf("%s leads to the port", network.IP)
		}
	}
	for _, other := range []string{"127.0.0.2", "::1"} {
		if conn, err := net.DialTimeout("tcp", net.JoinHostPort(other, port), time.Second); err == nil {
			_ = conn.Close()
			t.Errorf("%s leads to the port", other)
		}
	}
	t.Logf("%d addresses of other networks", tried)
	if status, _, body := answer(t, knock(t, s)); status != http.StatusOK {
		t.Errorf("HTTP %d: %s", status, body)
	}
}

// Two hundred at once make one call of the source, and share a refusal too.
func TestOneCallForAll(t *testing.T) {
	const callers = 200
	for name, outcome := range map[string]error{"a token": nil, "a refusal": errors.New("no")} {
		t.Run(name, func(t *testing.T) {
			var made, arrived atomic.Int64
			all := make(chan struct{})
			s := served(t, func(ctx context.Context, name string) (Token, error) {
				made.Add(1)
				<-all // until all have come
				token, _ := gives(ctx, name)
				return token, outcome
			}, func(net.Addr, net.Addr) (int, bool) {
				if arrived.Add(1) == callers {
					close(all)
				}
				return 1000, true
			})
			statuses := make(chan int, callers)
			var group sync.WaitGroup
			for range callers {
				group.Go(func() {
					status, _, _ := answer(t, knock(t, s))
					statuses <- status
				})
			}
			group.Wait()
			close(statuses)
			for status := range statuses {
				if want := map[bool]int{true: 200, false: 400}[outcome == nil]; status != want {
					t.Fatalf("HTTP %d, want %d", status, want)
				}
			}
			if made.Load() > 2 { // the last to arrive may come when the first call has just ended
				t.Errorf("%d calls", made.Load())
			}
		})
	}
}

// unreachable is an error after which asking again may help.
type unreachable struct{ error }

func (unreachable) Unreachable() bool { return true }

func TestFailures(t *testing.T) {
	for name, test := range map[string]struct {
		err    error
		status int
	}{
		"refused":     {errors.New("refused\x1b[2J"), 400},
		"unreachable": {unreachable{errors.New("the host didn't answer")}, 503},
	} {
		s := served(t, func(context.Context, string) (Token, error) { return Token{}, test.err }, ourselves)
		status, _, body := answer(t, knock(t, s))
		if status != test.status || strings.ContainsRune(body, 0x1b) || !strings.Contains(body, strings.Split(test.err.Error(), "\x1b")[0]) {
			t.Errorf("%s: HTTP %d: %s", name, status, body)
		}
	}
}

// A request that is too large, or no HTTP at all, is ended, and nothing is logged of it.
func TestBrokenRequests(t *testing.T) {
	s := served(t, gives, ourselves)
	for _, raw := range []string{"GET " + path + ask + " HTTP/1.1\r\nHost: " + s.host + "\r\nX: " + strings.Repeat("x", 2*headerLimit) + "\r\n\r\n", "\x16\x03\x01\r\n\r\n"} {
		conn, err := net.Dial("tcp", s.host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, raw)
		got, _ := io.ReadAll(conn)
		_ = conn.Close()
		if !bytes.HasPrefix(got, []byte("HTTP/1.1 4")) && len(got) > 0 {
			t.Errorf("%.60q", got)
		}
	}
}

// When it is closed, the port is free, and a request that waits has ended.
func TestClose(t *testing.T) {
	begun := make(chan struct{})
	s := served(t, func(ctx context.Context, _ string) (Token, error) {
		close(begun)
		<-ctx.Done()
		return Token{}, ctx.Err()
	}, ourselves)
	ended := make(chan error, 1)
	r := knock(t, s)
	go func() {
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = response.Body.Close()
		}
		ended <- err
	}()
	<-begun
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-ended
	if conn, err := net.Dial("tcp", s.host); err == nil {
		_ = conn.Close()
		t.Error("the port still answers")
	}
}

// The child is told the same under the names of today and of 2017, and each server has a value of its own.
func TestEnviron(t *testing.T) {
	a, b := served(t, gives, ourselves), served(t, gives, ourselves)
	if a.header.Equal(b.header) || len(a.header.Reveal()) < 40 {
		t.Error("the values are guessed")
	}
	want := []string{"IDENTITY_ENDPOINT=" + a.Endpoint(), "IDENTITY_HEADER=" + a.header.Reveal(), "MSI_ENDPOINT=" + a.Endpoint(), "MSI_SECRET=" + a.header.Reveal()}
	if d := cmp.Diff(want, a.Environ()); d != "" {
		t.Error(d)
	}
}
