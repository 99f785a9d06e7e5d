package fidelity

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// person signs in on the simulator's pages as a browser would: reads a page, presses a button, follows where it leads.
type person struct {
	http *http.Client
	user string
}

// errStayed says that the browser stayed on an error page: nothing comes back to the app.
var errStayed = errors.New("the browser stays on an error page")

func newPerson(ca []byte, user string) person {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return person{user: user, http: &http.Client{
		Timeout:   20 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
	}}
}

var (
	mainID  = regexp.MustCompile(`<main id="([a-z]+)">`)
	formOf  = regexp.MustCompile(`<form[^>]* action="([^"]*)">`)
	hidden  = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	message = regexp.MustCompile(`<p id="message">([^<]*)</p>`)
)

// browse opens a page and goes on until there is nothing more to press.
func (p person) browse(ctx context.Context, address string, enter url.Values) error {
	page, at, err := p.load(ctx, http.MethodGet, address, nil)
	for range 6 {
		if err != nil {
			return err
		}
		kind := submatch(mainID, page)
		next := url.Values{}
		for _, found := range hidden.FindAllStringSubmatch(page, -1) {
			next.Set(html.UnescapeString(found[1]), html.UnescapeString(found[2]))
		}
		switch kind {
		case "code":
			next = enter
		case "users":
			next.Set("user", p.user)
		case "consent":
			next.Set("answer", "accept")
		case "post":
		case "error":
			return fmt.Errorf("%w: %s", errStayed, html.UnescapeString(submatch(message, page)))
		default:
			return nil // done, declined, or the app's own page
		}
		to, err2 := at.Parse(html.UnescapeString(submatch(formOf, page)))
		if err2 != nil {
			return err2
		}
		page, at, err = p.load(ctx, http.MethodPost, to.String(), next)
	}
	return errors.New("the pages do not end")
}

func (p person) load(ctx context.Context, method, address string, values url.Values) (page string, at *url.URL, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(values.Encode()))
	if err != nil {
		return "", nil, err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := p.http.Do(request)
	if err != nil {
		return "", nil, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return string(raw), response.Request.URL, err
}

func submatch(of *regexp.Regexp, page string) string {
	if found := of.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return ""
}

// openerName is the program that azidentity starts to open a browser: it has no hook for it.
const openerName = "xdg-open"

// TestMain is also the program of that name: it signs in with what the environment says.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != openerName {
		os.Exit(m.Run())
	}
	ca, err := os.ReadFile(os.Getenv("FIDELITY_CA"))
	if err == nil {
		err = newPerson(ca, os.Getenv("FIDELITY_USER")).browse(context.Background(), os.Args[1], nil)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// installOpener puts the opener, and nothing else, on the PATH.
func installOpener(t *testing.T, w world, user string) {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, openerName)); err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, w.ca, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("FIDELITY_CA", ca)
	t.Setenv("FIDELITY_USER", user)
}
