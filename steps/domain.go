package steps

import "appreg/internal/transport"

// asciiDomain returns a domain with letters beyond ASCII in the form in which Entra and DNS know it. It reports false for
// a domain that is ASCII already, and for what is none.
func asciiDomain(domain string) (string, bool) {
	ascii, is := transport.ASCIIHost(domain)
	return ascii, is && isDomain(ascii)
}
