package tenantsim

import "testing"

func TestPlatformOfARedirectURI(t *testing.T) {
	native := App{RedirectURIs: []string{"http://localhost", "http://localhost:8400/done", "https://login.microsoftonline.com/common/oauth2/nativeclient"}}
	loopback := App{RedirectURIs: []string{"http://127.0.0.1/cb"}}
	web := App{WebURIs: []string{"http://localhost", "http://localhost:5000/signin", "https://app.example/signin"}}
	spa := App{SPAURIs: []string{"http://localhost:3000"}}
	both := App{RedirectURIs: []string{"http://localhost"}, WebURIs: []string{"http://localhost"}}
	tests := map[string]struct {
		app  App
		sent string
		want platform
	}{
		"exact":                    {native, "http://localhost", platformNative},
		"any port":                 {native, "http://localhost:49152", platformNative},
		"another port than named":  {native, "http://localhost:1/done", platformNative},
		"case of the host":         {native, "http://LOCALHOST:1", platformNative},
		"path missing":             {loopback, "http://127.0.0.1:1", platformNone},
		"path of another case":     {native, "http://localhost:1/Done", platformNone},
		"path added":               {native, "http://localhost:1/callback", platformNone},
		"slash added":              {native, "http://localhost:1/", platformNone},
		"query added":              {native, "http://localhost:1?x=1", platformNone},
		"fragment added":           {native, "http://localhost:1#x", platformNone},
		"name added":               {native, "http://me@localhost:1", platformNone},
		"https":                    {native, "https://localhost:1", platformNone},
		"127.0.0.1 for localhost":  {native, "http://127.0.0.1:1", platformNone},
		"127.0.0.1 as registered":  {loopback, "http://127.0.0.1:1/cb", platformNative},
		"host that begins so":      {native, "http://localhost.example:1", platformNone},
		"not a URI":                {native, "http://local host", platformNone},
		"not on loopback":          {native, "https://login.microsoftonline.com/common/oauth2/nativeclient", platformNative},
		"port not on loopback":     {web, "https://app.example:8443/signin", platformNone},
		"web, any port":            {web, "http://localhost:49152", platformWeb},
		"web, the port named":      {web, "http://localhost:5000/signin", platformWeb},
		"web, another than named":  {web, "http://localhost:5001/signin", platformNone},
		"spa":                      {spa, "http://localhost:3000", platformSPA},
		"spa, another than named":  {spa, "http://localhost:3001", platformNone},
		"native before web":        {both, "http://localhost:1", platformNative},
		"nothing registered at it": {App{}, "http://localhost", platformNone},
	}
	for name, test := range tests {
		if got := test.app.platformOf(test.sent); got != test.want {
			t.Errorf("%s: %q is on platform %d, want %d", name, test.sent, got, test.want)
		}
	}
}

func TestLocationOfARedirect(t *testing.T) {
	tests := []struct{ uri, mode, want string }{
		{"http://localhost:1", "", "http://localhost:1/?code=a+b"},
		{"http://localhost:1/done", "query", "http://localhost:1/done?code=a+b"},
		{"http://localhost:1/?x=1", "query", "http://localhost:1/?code=a+b&x=1"},
		{"http://localhost:1", "fragment", "http://localhost:1/#code=a+b"},
	}
	for _, test := range tests {
		q := &request{form: form("redirect_uri", test.uri, "response_mode", test.mode)}
		if got := q.answerWith(form("code", "a b")).header["Location"]; got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.uri, test.mode, got, test.want)
		}
	}
}
