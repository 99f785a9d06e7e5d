package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// oauthNames are error names that an answer can be recognised by wherever they stand. Lower case.
func oauthNames() []string {
	return append(loginNames(),
		"invalid_request", "invalid_target", "unsupported_response_type", "interaction_required", "login_required",
		"access_denied", "permission_denied", "temporarily_unavailable", "server_error", "user_password_expired")
}

// loginNames are those of them that only a token endpoint gives. The others are in answers of APIs and proxies as well.
func loginNames() []string {
	return []string{
		"authorization_pending", "authorization_declined", "slow_down", "expired_token", "code_expired", "bad_verification_code",
		"invalid_client", "invalid_grant", "invalid_scope", "invalid_resource", "invalid_tenant", "invalid_instance",
		"unauthorized_client", "unsupported_grant_type", "consent_required",
	}
}

// readName finds the error name: behind its key, or an OAuth name anywhere, or an API's code.
func readName(plain string) string {
	if name := keyed(plain, "error", isOAuthName); name != "" {
		return name
	}
	words := strings.ToLower(plain)
	first, at := "", len(words)
	for _, name := range oauthNames() {
		if i := nameAt(words, name); i >= 0 && i < at {
			first, at = name, i
		}
	}
	if first != "" {
		return first
	}
	return keyed(plain, "code", isAPIName)
}

// nameAt finds an error name that is not part of a longer one; -1 if it is not there.
func nameAt(words, name string) int {
	part := func(at int) bool { return at >= 0 && at < len(words) && (words[at] == '_' || isLetterByte(words[at])) }
	for at := 0; ; at++ {
		i := strings.Index(words[at:], name)
		if i < 0 {
			return -1
		}
		if at += i; !part(at-1) && !part(at+len(name)) {
			return at
		}
	}
}

// keyed returns the first name behind key that fits. Between key and name only punctuation may stand.
func keyed(plain, key string, fits func(string) bool) string {
	words := lowerASCII(plain)
	for at := 0; ; {
		i := strings.Index(words[at:], key)
		if i < 0 {
			return ""
		}
		start := at + i
		at = start + len(key)
		if start > 0 && isWordByte(words[start-1]) || at > len(plain) {
			continue
		}
		rest := strings.TrimLeft(plain[at:], " \"':={[(")
		if gap := len(plain[at:]) - len(rest); gap == 0 || !strings.ContainsAny(plain[at:at+gap], "\":=") {
			continue
		}
		if name := leadingName(rest); fits(name) {
			return name
		}
	}
}

// lowerASCII leaves every byte at its place; strings.ToLower may not.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// leadingName returns the letters, digits, dots and underscores that s begins with, at most 64.
func leadingName(s string) string {
	end := 0
	for end < len(s) && end < 64 {
		b := s[end] | 0x20
		if s[end] != '_' && s[end] != '.' && (b < 'a' || b > 'z') && (s[end] < '0' || s[end] > '9') {
			break
		}
		end++
	}
	return strings.TrimRight(s[:end], ".")
}

func isName(s string) bool { return s != "" && strings.ToLower(s) == s && strings.Contains(s, "_") }

// isOAuthName takes names of the form of RFC 6749's; a single word, as after "Error:", is none.
func isOAuthName(s string) bool {
	return isName(s) && !strings.HasPrefix(s, "error_") && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// isAPIName takes codes such as Forbidden, Authentication_InvalidCredentials and 0x80072560.
func isAPIName(s string) bool {
	if strings.HasPrefix(s, "0x") {
		return true
	}
	return len(s) > 3 && s[0] >= 'A' && s[0] <= 'Z' && !strings.HasPrefix(strings.ToUpper(s), "AADSTS") && strings.ToUpper(s) != s
}

// readMark judges the id or address that the answer quotes: of the application, the directory, the tenant or the resource.
func readMark(words string) mark {
	if directory := quoted(words, "not found in the directory"); foreignDirectory(directory) {
		return markForeignTenant
	}
	id := quoted(words, "application with identifier")
	if _, isAPI := catalog.ByResource(id); isAPI {
		return markAPI
	}
	if isPlaceholder(id) {
		return markPlaceholder
	}
	if tenant := quoted(words, "tenant identifier"); slices.Contains([]string{"common", "organizations", "consumers"}, tenant) {
		return markNamedEndpoint
	}
	if resource := quoted(words, "resource principal named"); resource != "" && knownResource(resource) {
		return markKnownResource
	}
	return readAssertionMark(words)
}

// readAssertionMark judges what the answer tells of an outside issuer's token.
func readAssertionMark(words string) mark {
	if issuer := quoted(words, "assertion issuer"); containsAny(issuer, "kubernetes.default.svc", ".cluster.local", "localhost", "127.0.0.1") {
		return markInnerIssuer
	}
	if audience := quoted(words, "assertion audience"); audience != "" && !strings.HasPrefix(audience, "api://azureadtokenexchange") && !containsAny(audience, "*", "<", "redacted", "xxx") {
		return markForeignAudience
	}
	return markNone
}

// quoted returns the word behind a phrase, without its quotation marks.
func quoted(words, phrase string) string {
	rest, found := after(words, phrase)
	if !found {
		return ""
	}
	rest = strings.TrimLeft(rest, " :")
	if rest == "" {
		return ""
	}
	if quote := rest[0]; quote == '\'' || quote == '"' {
		inner, _, _ := strings.Cut(rest[1:], string(quote))
		return strings.TrimSpace(inner)
	}
	word, _, _ := strings.Cut(rest, " ")
	return strings.TrimRight(word, ".,;")
}

// foreignDirectory reports whether a directory is that of personal accounts or Microsoft's own: nobody registers apps there.
func foreignDirectory(name string) bool {
	return slices.Contains([]string{
		"microsoft services", "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "9188040d-6c67-4c5b-b112-36a304b66dad", "microsoft accounts", "72f988bf-86f1-41af-91ab-2d7cd011db47",
	}, name)
}

// isPlaceholder reports whether an application id was never filled in or has no such form. Ids that the person
// blanked out before pasting (***, xxx, <id>, {id}, #id#) say nothing.
func isPlaceholder(id string) bool {
	switch {
	case id == "":
		return false
	case strings.Trim(id, "0-") == "":
		return true
	case containsAny(id, "your", "enter", "replace", "placeholder", "insert", "undefined", "null", "todo", "changeme"):
		return true
	case containsAny(id, "*", "xxx", "<", ">", "{", "[", "#", "…", "..", "guid", "redacted", "hidden", "removed") || isGUID(id):
		return false
	default:
		return !slices.Contains([]string{"appid", "app-id", "app_id", "clientid", "client-id", "client_id", "id", "uuid", "x", "abc"}, id)
	}
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(s, part) })
}

// trimResource returns an address without its end: slashes and the default scope.
func trimResource(address string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.ToLower(address), "/.default"), "/")
}
