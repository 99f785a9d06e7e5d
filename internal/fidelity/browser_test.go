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

// browser opens the simulator's pages, which ask nobody, and follows where they lead.
type browser struct{ http *http.Client }

// errStayed says that the browser stayed on an error page: nothing comes back to the app.
var errStayed = errors.New("the browser stays on an error page")

func newBrowser(ca []byte) browser {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return browser{&http.Client{
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

// open opens a page and sends the form that sends itself.
func (b browser) open(ctx context.Context, address string) error {
	page, err := b.load(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	switch submatch(mainID, page) {
	case "error":
		return fmt.Errorf("%w: %s", errStayed, html.UnescapeString(submatch(message, page)))
	case "post":
		fields := url.Values{}
		for _, found := range hidden.FindAllStringSubmatch(page, -1) {
			fields.Set(html.UnescapeString(found[1]), html.UnescapeString(found[2]))
		}
		_, err = b.load(ctx, http.MethodPost, html.UnescapeString(submatch(formOf, page)), fields)
	}
	return err // done, or the app's own page
}

func (b browser) load(ctx context.Context, method, address string, values url.Values) (page string, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(values.Encode()))
	if err != nil {
		return "", err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := b.http.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	return string(raw), err
}

func submatch(of *regexp.Regexp, page string) string {
	if found := of.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return ""
}

// openerName is the program that azidentity starts to open a browser: it has no hook for it.
const openerName = "xdg-open"

// TestMain is also the program of that name, and the child of `appreg run`.
func TestMain(m *testing.M) {
	if scope := os.Getenv(identityScope); scope != "" {
		if err := identityChild(context.Background(), scope); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if filepath.Base(os.Args[0]) != openerName {
		os.Exit(m.Run())
	}
	ca, err := os.ReadFile(os.Getenv("FIDELITY_CA"))
	if err == nil {
		err = newBrowser(ca).open(context.Background(), os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// installOpener puts the opener, and nothing else, on the PATH.
func installOpener(t *testing.T, w world) {
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
}
