package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"appreg/internal/registration"
	"appreg/internal/sanitize"
)

const gitFix = "let git call it: git config credential.https://HOST.helper '!appreg token PROFILE --output git-credential'"

// gitRequest is what git says of the server that wants a credential: its keys, of each the last value, and those of lists.
type gitRequest struct {
	one  map[string]string
	many map[string][]string
}

// openGit follows git's protocol of credential helpers (docs/sources.md, "Other programs that ask"). Only a request for the API's
// own address is answered: a token goes nowhere else. What git says to store or erase, and operations of a later git, are
// heard and not followed.
func openGit(ctx context.Context, t *tokenCommand, s subject) (*tokenAnswer, error) {
	text, err := t.asked(ctx)
	if err != nil || t.operation != "get" {
		return nil, err
	}
	request := readGit(string(text))
	own, err := apiAddress(s.input.Registration)
	if err != nil {
		return nil, err
	}
	if asked := request.one["protocol"] + "://" + request.one["host"]; !strings.EqualFold(asked, own) {
		t.note("no token for %s: a token of this profile goes to %s alone", asked, own)
		return nil, nil
	}
	return &tokenAnswer{text: request.answer}, nil
}

// readGit reads lines of key=value up to an empty one. A value may hold an equals sign.
func readGit(text string) gitRequest {
	request := gitRequest{one: map[string]string{}, many: map[string][]string{}}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			break
		}
		key, value, _ := strings.Cut(line, "=")
		if list, is := strings.CutSuffix(key, "[]"); is {
			request.many[list] = append(request.many[list], value)
		} else {
			request.one[key] = value
		}
	}
	return request
}

// answer is a bearer token for a git that can send one, from 2.46 on; for others it is the password of whatever user.
func (r gitRequest) answer(g issued) string {
	var lines strings.Builder
	if slices.Contains(r.many["capability"], "authtype") {
		fmt.Fprintf(&lines, "capability[]=authtype\nauthtype=Bearer\ncredential=%s\nephemeral=1\n", g.Value.Reveal())
	} else {
		fmt.Fprintf(&lines, "username=%s\npassword=%s\n", cmp.Or(sanitize.Line(r.one["username"]), "appreg"), g.Value.Reveal())
	}
	fmt.Fprintf(&lines, "password_expiry_utc=%d\n", g.Expires.Unix())
	return lines.String()
}

// apiAddress is the scheme and host of a registration's API.
func apiAddress(reg registration.Registration) (string, error) {
	target, err := reg.Target()
	if err != nil {
		return "", fmt.Errorf("couldn't use the registration: %w", err)
	}
	address, err := url.Parse(target.APIURL)
	if err != nil {
		return "", fmt.Errorf("couldn't use the API's address: %w", err)
	}
	return address.Scheme + "://" + address.Host, nil
}
