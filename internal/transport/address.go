package transport

import (
	"net/url"
	"strings"
)

// AddressError says why an address may not be used. It does not repeat the address, which can hold a password.
type AddressError struct {
	What   string // "authority" or "API URL"; empty for a request's own address
	Reason string
}

// Error returns the reason, with what the address is for.
func (e *AddressError) Error() string {
	if e.What == "" {
		return "couldn't use the address: " + e.Reason
	}
	return "couldn't use the " + e.What + ": " + e.Reason
}

// CheckAuthority judges the address of a login service and gives it as scheme and host, in lower case.
// It returns an *AddressError unless it is https, or http to this machine, and nothing but scheme, host and port.
func CheckAuthority(raw string) (string, error) { return checkBase("authority", raw) }

// CheckAPIURL judges the base address of an API by the rules of CheckAuthority.
func CheckAPIURL(raw string) (string, error) { return checkBase("API URL", raw) }

// CheckGraphURL judges the base address of Microsoft Graph by the rules of CheckAuthority.
func CheckGraphURL(raw string) (string, error) { return checkBase("Graph URL", raw) }

func checkBase(what, raw string) (string, error) {
	address, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", &AddressError{what, "it isn't a URL"}
	}
	reason := ""
	switch {
	case address.Hostname() == "":
		reason = "it has no host; use a URL like https://login.example.com"
	case address.User != nil:
		reason = "it has a user name or password"
	case address.RawQuery != "" || address.ForceQuery:
		reason = "it has a query"
	case address.Fragment != "" || strings.Contains(raw, "#"):
		reason = "it has a fragment"
	case address.Path != "" && address.Path != "/":
		reason = "it has a path"
	}
	if reason != "" {
		return "", &AddressError{what, reason}
	}
	if err := checkScheme(address); err != nil {
		return "", &AddressError{what, err.Reason}
	}
	return strings.ToLower(address.Scheme) + "://" + strings.ToLower(address.Host), nil
}

// checkScheme lets https pass, and http where the host is this machine by name or address.
func checkScheme(address *url.URL) *AddressError {
	switch {
	case address.Scheme == "https":
		return nil
	case address.Scheme == "http" && isLoopback(address.Hostname()):
		return nil
	case address.Scheme == "http":
		return &AddressError{Reason: "http works only for this machine (localhost, 127.0.0.1, ::1); use https"}
	default:
		return &AddressError{Reason: "it must begin with https://"}
	}
}
