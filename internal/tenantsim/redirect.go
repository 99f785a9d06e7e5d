package tenantsim

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// platform is where a redirect URI is registered; it decides what redeeming a code takes.
type platform int

const (
	platformNone   platform = iota
	platformNative          // "Mobile and desktop applications": a public client
	platformSPA             // "Single-page application": a script in a browser page
	platformWeb             // "Web": a server with a credential
)

// platformOf finds where a redirect URI is registered. A native client's wins, as it asks for least.
func (a *App) platformOf(redirect string) platform {
	rows := []struct {
		registered []string
		platform   platform
		loopback   bool
	}{{a.RedirectURIs, platformNative, true}, {a.SPAURIs, platformSPA, false}, {a.WebURIs, platformWeb, false}}
	for _, row := range rows {
		if slices.ContainsFunc(row.registered, func(r string) bool { return sameRedirect(r, redirect, row.loopback) }) {
			return row.platform
		}
	}
	return platformNone
}

// hasRedirect reports whether any redirect URI is registered.
func (a *App) hasRedirect() bool { return len(a.RedirectURIs)+len(a.SPAURIs)+len(a.WebURIs) > 0 }

// sameRedirect compares letter by letter, final slash included, but for the port of http on loopback: a native client
// may use any; elsewhere any stands for a registration without one (facts/entra.md section 4 and facts/errors.md E;
// codes that came through http://localhost under Web with a random port were seen, errors-dev e241).
func sameRedirect(registered, sent string, native bool) bool {
	if registered == sent {
		return true
	}
	want, err := url.Parse(registered)
	got, err2 := url.Parse(sent)
	if err != nil || err2 != nil || want.Scheme != "http" || !isLoopbackName(want.Hostname()) {
		return false
	}
	if !native && want.Port() != "" {
		return false
	}
	sameHost := got.Scheme == want.Scheme && strings.EqualFold(got.Hostname(), want.Hostname()) && got.User == nil
	return sameHost && got.EscapedPath() == want.EscapedPath() && got.RawQuery == want.RawQuery && got.Fragment == ""
}

// isLoopbackName leaves [::1] out: Entra does not support it.
func isLoopbackName(host string) bool {
	return strings.EqualFold(host, "localhost") || host == "127.0.0.1"
}

// judgeRedirect checks a redirect URI. What it refuses is shown as a page: there is nowhere to send the person to.
func judgeRedirect(a *App, sent string) (platform, *refusal) {
	switch {
	case !a.hasRedirect():
		return platformNone, refuse(RedirectNone)
	case sent == "":
		return platformNone, refuse(RedirectMissing)
	}
	if p := a.platformOf(sent); p != platformNone {
		return p, nil
	}
	return platformNone, refuse(RedirectMismatch, "{redirect}", sent, "{client}", a.ClientID)
}

// redirectAnswer is what goes back to an app: values, in the query, the fragment or a form.
type redirectAnswer struct {
	uri    string
	mode   string
	values url.Values
}

// location is the URI with the values. One without a path comes back with a slash (facts/entra.md section 4).
func (a redirectAnswer) location() (string, error) {
	target, err := url.Parse(a.uri)
	if err != nil {
		return "", fmt.Errorf("could not read the redirect URI: %w", err)
	}
	if target.Path == "" {
		target.Path = "/"
	}
	if a.mode == "fragment" {
		return target.String() + "#" + a.values.Encode(), nil
	}
	query := target.Query()
	for name, value := range a.values {
		query[name] = value
	}
	target.RawQuery = query.Encode()
	return target.String(), nil
}
