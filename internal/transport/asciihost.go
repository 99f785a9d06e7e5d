package transport

import (
	"bufio"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// ideographicDots stand for the dot of a domain in some scripts (IDNA, UTS #46).
const ideographicDots = "。．｡"

// ASCIIHost returns the name under which DNS knows a host with letters beyond ASCII: xn--mnchen-3ya.de for münchen.de.
// It is what net/http asks for such a host by; the module golang.org/x/net/idna would bring its tables into the binary
// a second time. It returns false for a name that is ASCII already or is none, and for letters that are written in two
// parts, which net/http does not put together.
func ASCIIHost(name string) (string, bool) {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(ideographicDots, r) {
			return '.'
		}
		return r
	}, strings.ToLower(name))
	if !strings.ContainsFunc(name, beyondASCII) || strings.ContainsFunc(name, notInName) {
		return "", false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || strings.Trim(label, "-") != label {
			return "", false
		}
	}
	var written bytes.Buffer
	request := http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "http", Host: name, Path: "/"}, Host: name, Header: http.Header{}}
	if request.Write(&written) != nil {
		return "", false
	}
	read, err := http.ReadRequest(bufio.NewReader(&written))
	if err != nil {
		return "", false
	}
	return read.Host, true
}

func beyondASCII(r rune) bool { return r > unicode.MaxASCII }

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
}
