package steps

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
)

var (
	profileShape     = pattern.Lazy(`^[A-Za-z0-9._-]{1,64}$`)
	notInProfile     = pattern.Lazy(`[^A-Za-z0-9._]+`)
	environmentShape = pattern.Lazy(`^[A-Za-z0-9][A-Za-z0-9 _-]{0,29}$`)
	projectShape     = pattern.Lazy(`^[0-9]{1,12}$`)
	projectInURL     = pattern.Lazy(`(?i)(?:/|projectid=)([0-9]{3,12})(?:[/?&#]|$)`)
	domainLabel      = pattern.Lazy(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	lastLabel        = pattern.Lazy(`[a-z]`)
)

// isDomain reports whether text is a DNS name of at least two labels, in lower case. An IP address is none.
func isDomain(text string) bool {
	labels := strings.Split(text, ".")
	for _, label := range labels {
		if !domainLabel.Regexp().MatchString(label) {
			return false
		}
	}
	return len(labels) > 1 && len(text) <= 253 && lastLabel.Regexp().MatchString(labels[len(labels)-1])
}

// acceptProfile takes the name of a profile that is to be made.
func (e Env) acceptProfile(_ Answers, raw string) (Accepted, *Problem) {
	name := strings.TrimSpace(raw)
	switch {
	case e.taken(name):
		problem := ProfileExists(name)
		return Accepted{}, &problem
	case profileShape.Regexp().MatchString(name):
		return Accepted{Value: name}, nil
	}
	// No suggestion out of what was typed: it could be a secret in the wrong field.
	return Accepted{}, &Problem{Message: "a profile's name has 1 to 64 letters, digits, dots, dashes or underscores", Fix: "for example bc-dev"}
}

// ProfileExists says that a new profile cannot have the name of another one.
func ProfileExists(name string) Problem {
	return Problem{Key: KeyProfile, Message: "a profile of that name exists already",
		Fix: "choose another name, or replace that one: appreg setup --profile " + name + " --replace"}
}

// taken reports whether a profile has that name; case does not count.
func (e Env) taken(name string) bool {
	return slices.ContainsFunc(e.Taken, func(other string) bool { return strings.EqualFold(other, name) })
}

// profileName makes a valid profile name of text, or gives nothing.
func profileName(text string) string {
	text = strings.Trim(notInProfile.Regexp().ReplaceAllString(text, "-"), "-.")
	return strings.TrimRight(text[:min(len(text), 64)], "-.")
}

// acceptEnvironments takes names of Business Central environments, separated by commas, or a link that holds one.
func acceptEnvironments(_ Answers, raw string) (Accepted, *Problem) {
	if problem := refusePlaceholder(raw, "", false); problem != nil {
		return Accepted{}, problem
	}
	m := mend(raw)
	var names []string
	for part := range strings.SplitSeq(m.text, ",") {
		name := environmentOf(strings.TrimSpace(part))
		if name == "" {
			continue
		}
		if !environmentShape.Regexp().MatchString(name) {
			return Accepted{}, &Problem{Cause: "api_env_id_wrong", Message: "an environment's name has at most 30 letters, digits, blanks, dashes or underscores",
				Fix: "copy the name from the Business Central admin center, for example Production"}
		}
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			names = append(names, name)
		}
	}
	m.change(strings.Join(names, ","), "")
	return Accepted{Value: m.text, Note: strings.Trim(m.note(), ", ")}, nil
}

// environmentOf takes the environment out of a link to the web client or to an API; other text is given back.
func environmentOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	for _, segment := range strings.Split(strings.Trim(u.Path, "/"), "/") {
		if segment != "" && segment != "v2.0" && !isGUID(strings.ToLower(segment)) && !isDomain(strings.ToLower(segment)) {
			return segment
		}
	}
	return text
}

// acceptProject takes the id of a Lifecycle Services project: digits, as in the address of the project's page.
func acceptProject(_ Answers, raw string) (Accepted, *Problem) {
	text := mend(raw).text
	if projectShape.Regexp().MatchString(text) {
		return Accepted{Value: text}, nil
	}
	if found := projectInURL.Regexp().FindStringSubmatch(text); found != nil && strings.Contains(text, "/") {
		return Accepted{Value: found[1], Note: "project id " + found[1] + " taken from the link"}, nil
	}
	return Accepted{}, &Problem{Message: "a project id is a number", Fix: "it is the last number in the address of the project's page in Lifecycle Services"}
}

// longestRedirect is the limit of a redirect URI (facts/entra.md section 4).
const longestRedirect = 256

// acceptRedirect takes the redirect URI for consent from Business Central's web client. It must match the address
// that the browser shows, which leaves out port 443 (Business Central, S2S, task 1, step 2).
func acceptRedirect(_ Answers, raw string) (Accepted, *Problem) {
	m := mend(raw)
	bad := func(message, fix string) (Accepted, *Problem) {
		return Accepted{}, &Problem{Cause: "redirect_uri_mismatch", Message: message, Fix: fix}
	}
	const example = "for example https://MyServer/BC210/" + catalog.LandingPage
	u, err := url.Parse(m.text)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return bad("this is not an address", "enter the web client's address and "+catalog.LandingPage+", "+example)
	}
	local := u.Hostname() == "localhost"
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !local):
		return bad("a redirect URI begins with https:// (http:// only for localhost)", example)
	case u.User != nil || strings.Contains(u.Host, "*"):
		return bad("a redirect URI holds no user name and no asterisk", example)
	case utf8.RuneCountInString(m.text) > longestRedirect:
		return bad("a redirect URI has at most 256 characters", example)
	}
	u.Host = strings.ToLower(u.Host)
	m.change(u.String(), "host in lower case")
	if u.Scheme == "https" && u.Port() == "443" {
		u.Host = u.Hostname()
		m.change(u.String(), ":443 removed, as the browser does")
	}
	u.RawQuery, u.Fragment, u.ForceQuery = "", "", false
	m.change(u.String(), "what follows the path removed")
	m.change(withLanding(u), catalog.LandingPage+" put at the end")
	return Accepted{Value: m.text, Note: m.note()}, nil
}

// withLanding gives u ending in the landing page. The online web client has one for all environments.
func withLanding(u *url.URL) string {
	path := strings.TrimRight(u.Path, "/")
	if u.Host == "businesscentral.dynamics.com" {
		path = ""
	}
	if cut := len(path) - len(catalog.LandingPage); cut > 0 && strings.EqualFold(path[cut:], catalog.LandingPage) {
		path = strings.TrimRight(path[:cut], "/")
	}
	u.Path = path + "/" + catalog.LandingPage
	return u.String()
}
