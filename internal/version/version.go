// Package version tells which build of appreg this is.
package version

import "strings"

// Unknown stands where the Go tool recorded no version.
const Unknown = "(unknown)"

// Text is the build's version, for example v1.2.3, or the commit of a local build.
func Text() string { return ThisBuild().Version }

// UserAgent is the User-Agent header's value for a version: appreg/1.2.3. RFC 9110 section 5.6.2 says which characters
// a version may hold there; others are left out.
func UserAgent(version string) string {
	product := strings.Map(func(c rune) rune {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if letter || strings.ContainsRune("!#$%&'*+-.^_`|~", c) {
			return c
		}
		return -1
	}, strings.TrimPrefix(version, "v"))
	if product == "" {
		return "appreg"
	}
	return "appreg/" + product
}
