package transport

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// TestProxySettings: a setting that net/http would leave aside, or read as another host, is told and never repeated.
func TestProxySettings(t *testing.T) {
	for setting, want := range map[string]string{
		"":                                  "",
		"proxy.example":                     "",
		"proxy.example:8080":                "",
		"http://proxy.example:8080":         "",
		"http://proxy.example:8080/":        "",
		"socks5://127.0.0.1:1080":           "",
		"http://svc:p%25a@proxy:8080":       "",
		"http://corp%5Csvc:p@proxy:8080":    "",
		"http://svc:p@ss@proxy:8080":        "",
		"http://svc:p%xcanary@proxy:8080":   "write % as %25",
		"http://svc:canary%@proxy:8080":     "write % as %25",
		"svc:p%xcanary@proxy:8080":          "write % as %25",
		"http://svc:p#canary@proxy:8080":    "write # as %23",
		"http://svc:p?canary@proxy:8080":    "write ? as %3F",
		"http://svc:p/canary@proxy:8080":    "write / as %2F",
		"http://svc:p canary@proxy:8080":    "write a space as %20",
		"http://svc:p%23#canary@proxy:8080": "write # as %23",
		"http://":                           "use http://HOST:PORT",
		"http://proxy:canary":               "use http://HOST:PORT",
		"http://proxy/pac?canary":           "use http://HOST:PORT",
	} {
		for _, variable := range []string{"HTTPS_PROXY", "https_proxy"} {
			err := judgeProxy(func(name string) string { return map[string]string{variable: setting}[name] })
			var setErr *ProxySettingError
			switch {
			case want == "" && err != nil, want != "" && !errors.As(err, &setErr):
				t.Errorf("%s=%s: %v, want %q", variable, setting, err, want)
			case want != "" && (!strings.Contains(err.Error(), want) || setErr.Variable != variable):
				t.Errorf("%s=%s: %v, want %q", variable, setting, err, want)
			case want != "" && strings.Contains(err.Error(), "canary"):
				t.Errorf("%s=%s: the setting is in %q", variable, setting, err)
			}
		}
	}
}

// TestProxyVariablesInOrder: the variable that net/http reads is the one that is judged.
func TestProxyVariablesInOrder(t *testing.T) {
	env := func(name string) string {
		return map[string]string{"HTTPS_PROXY": "http://proxy:1", "https_proxy": "http://%"}[name]
	}
	if err := judgeProxy(env); err != nil {
		t.Errorf("HTTPS_PROXY counts, and %v", err)
	}
}

// TestUnreadableProxyIsNotGoneAround: nothing is sent, not even straight.
func TestUnreadableProxyIsNotGoneAround(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://svc:p%ss@127.0.0.1:1")
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = get(t, c, "https://login.example.test/")
	var fault *NetworkError
	if !errors.As(err, &fault) || fault.Trouble != ProxySetting || fault.Kind != Proxy {
		t.Errorf("%#v, want a proxy setting that cannot be read", err)
	}
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	if _, err := get(t, c, server.URL); err != nil {
		t.Errorf("this machine needs no proxy, and %v", err)
	}
}

// TestProxiesThatTakeWindowsOnly: Negotiate and NTLM without Basic beside them.
func TestProxiesThatTakeWindowsOnly(t *testing.T) {
	for offer, want := range map[string]Trouble{
		"Negotiate, NTLM":          ProxyWindowsSignIn,
		"NTLM":                     ProxyWindowsSignIn,
		"Negotiate, Basic realm=x": NoTrouble,
		"Basic realm=x":            NoTrouble,
		"":                         NoTrouble,
	} {
		proxy := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for _, way := range strings.Split(offer, ", ") {
				w.Header().Add("Proxy-Authenticate", way)
			}
			w.WriteHeader(http.StatusProxyAuthRequired)
		})
		_, err := get(t, newClient(t, Options{Proxy: through(proxy.Listener.Addr().String())}), "https://login.example.test/")
		var fault *NetworkError
		if !errors.As(err, &fault) || fault.Kind != Proxy || fault.Trouble != want {
			t.Errorf("offered %q: %#v, want trouble %d", offer, err, want)
		}
	}
}
