package transport

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// proxyVariables name the proxy of https, in the order in which net/http reads them. Plain http never leaves this machine.
var proxyVariables = []string{"HTTPS_PROXY", "https_proxy"}

// ProxySettingError says that a proxy was named in a way that cannot be read. It never repeats the setting, which can hold
// a password.
type ProxySettingError struct {
	Variable string // where it stands; empty if it came from elsewhere
	Reason   string // what is wrong and how to write it
}

// Error names the variable and the reason.
func (e *ProxySettingError) Error() string {
	if e.Variable == "" {
		return "couldn't read the proxy setting: " + e.Reason
	}
	return "couldn't read " + e.Variable + ": " + e.Reason
}

// ProxyFromEnvironment is http.ProxyFromEnvironment, but for a setting that cannot be read: net/http leaves that aside and
// goes straight to the host. Here it is a *ProxySettingError, and nothing is sent.
func ProxyFromEnvironment(req *http.Request) (*url.URL, error) {
	if err := judgeProxy(os.Getenv); err != nil {
		return nil, err
	}
	return http.ProxyFromEnvironment(req)
}

// proxyEscapes are what breaks an address when it stands in a user name or password as it is.
var proxyEscapes = []struct{ character, words string }{
	{"#", "write # as %23"}, {"?", "write ? as %3F"}, {" ", "write a space as %20"}, {"%", "write % as %25"}, {"/", "write / as %2F"},
}

// judgeProxy returns a *ProxySettingError if the proxy that the environment names cannot be read.
func judgeProxy(env func(string) string) error {
	for _, variable := range proxyVariables {
		setting := env(variable)
		if setting == "" {
			continue
		}
		if reason := unreadable(setting); reason != "" {
			return &ProxySettingError{variable, reason}
		}
		return nil
	}
	return nil
}

// unreadable says why a setting is no proxy's address; empty if it is one. Like curl and net/http it takes an address
// without a scheme for http.
func unreadable(setting string) string {
	if !strings.Contains(setting, "://") {
		setting = "http://" + setting
	}
	_, rest, _ := strings.Cut(setting, "://")
	address, err := url.Parse(setting)
	if err == nil && address.Hostname() != "" && address.Fragment == "" && address.RawQuery == "" && strings.Trim(address.Path, "/") == "" {
		return ""
	}
	user, _, has := cutLast(rest, "@")
	if has {
		for _, escape := range proxyEscapes {
			if strings.Contains(unescaped(user), escape.character) {
				return escape.words + " in the user name and password"
			}
		}
	}
	return "use http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT"
}

// unescaped is text without its well-formed escapes.
func unescaped(text string) string {
	var kept strings.Builder
	for len(text) > 0 {
		if _, err := url.PathUnescape(text[:min(3, len(text))]); text[0] == '%' && len(text) > 2 && err == nil {
			text = text[3:]
			continue
		}
		kept.WriteByte(text[0])
		text = text[1:]
	}
	return kept.String()
}

func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}

// proxyRefusal is a proxy's answer to CONNECT that is not 2xx.
type proxyRefusal struct {
	status  int
	windows bool // it takes a Windows sign-in only
}

func (p proxyRefusal) Error() string {
	if p.windows {
		return fmt.Sprintf("the proxy answered HTTP %d and takes a Windows sign-in only (Negotiate or NTLM)", p.status)
	}
	return fmt.Sprintf("the proxy answered HTTP %d", p.status)
}

func proxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return proxyRefusal{answer.StatusCode, answer.StatusCode == http.StatusProxyAuthRequired && windowsOnly(answer.Header.Values("Proxy-Authenticate"))}
	}
	return nil
}

// windowsOnly reports whether a proxy offers ways to sign in, and none of them is open to us.
func windowsOnly(challenges []string) bool {
	windows := false
	for _, challenge := range challenges {
		switch scheme, _, _ := strings.Cut(strings.TrimSpace(challenge), " "); strings.ToLower(scheme) {
		case "negotiate", "ntlm", "kerberos":
			windows = true
		case "basic":
			return false
		}
	}
	return windows
}
