package transport

import (
	"net/http"
	"net/url"
	"testing"

	"appreg/internal/version"
)

// TestUserAgent: the host that is asked and a proxy in between see the program's own name, not the library's.
func TestUserAgent(t *testing.T) {
	seen := map[string]string{}
	see := func(w http.ResponseWriter, r *http.Request) {
		seen[r.Method] = r.Header.Get("User-Agent")
		w.WriteHeader(http.StatusProxyAuthRequired)
	}
	server, proxy := serve(t, see), serve(t, see)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, Options{Proxy: func(*http.Request) (*url.URL, error) { return address, nil }})
	_, _ = get(t, c, server.URL)
	_, _ = get(t, c, "https://login.example.test/")
	for _, method := range []string{http.MethodGet, http.MethodConnect} {
		if want := version.UserAgent(version.Text()); seen[method] != want {
			t.Errorf("%s: the User-Agent is %q, want %q", method, seen[method], want)
		}
	}
}
