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

// Error gives the reason, with what the address is for.
func (e *AddressError) Error() string {
	if e.What == "" {
		return "could not use the address: " + e.Reason
	}
	return "could not use the " + e.What + ": " + e.Reason
}

// CheckAuthority judges the address of a login service and gives it as scheme and host, in lower case.
// It gives an *AddressError unless it is https, or http to this machine, and nothing but scheme, host and port.
func CheckAuthority(raw string) (string, error) { return checkBase("authority", raw) }

// CheckAPIURL judges the base address of an API by the rules of CheckAuthority.
func CheckAPIURL(raw string) (string, error) { return checkBase("API URL", raw) }

func checkBase(what, raw string) (string, error) {
	address, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return "", &AddressError{what, "it is not a URL"}
	}
	reason := ""
	switch {
	case address.Hostname() == "":
		reason = "it names no host; expected something like https://login.example.com"
	case address.User != nil:
		reason = "it holds a user name or password"
	case address.RawQuery != "" || address.ForceQuery:
		reason = "it holds a query"
	case address.Fragment != "" || strings.Contains(raw, "#"):
		reason = "it holds a fragment"
	case address.Path != "" && address.Path != "/":
		reason = "it holds a path; give scheme, host and port only"
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
		return &AddressError{Reason: "http is accepted for this machine only (localhost, 127.0.0.1, ::1); use https"}
	default:
		return &AddressError{Reason: "it must begin with https://"}
	}
}

// Hosts gives the host names of addresses, without ports; an empty or unreadable one is left out.
func Hosts(addresses ...string) []string {
	var hosts []string
	for _, raw := range addresses {
		if address, err := url.Parse(raw); err == nil && address.Hostname() != "" {
			hosts = append(hosts, address.Hostname())
		}
	}
	return hosts
}
