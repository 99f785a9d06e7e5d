package fidelity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// chromiumLimit is for starting the browser, and again for each sign-in.
const chromiumLimit = 25 * time.Second

// chromium is Debian's Chromium without a window and with a fresh profile. It has no way off this machine: what is not
// for loopback goes to outside.
type chromium struct {
	ctx     context.Context // of its first tab, as chromedp wants it
	outside *outside
}

// startChromium starts the browser, which ends with the test. It takes a certificate with the public key trusted (DER) from
// any authority.
func startChromium(t *testing.T, trusted []byte) chromium {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: apt-get install chromium (.ci/run installs it and takes no skipped test)")
	}
	outside := &outside{}
	proxy := httptest.NewServer(outside)
	t.Cleanup(proxy.Close)
	key := sha256.Sum256(trusted)
	options := slices.Clone(chromedp.DefaultExecAllocatorOptions[:]) // headless, no first run, no sync, no background networking
	options = append(options, chromedp.ExecPath(path), chromedp.ProxyServer(proxy.URL))
	for name, value := range map[string]any{
		"no-sandbox":                          true, // CI is root in a container
		"ignore-certificate-errors-spki-list": base64.StdEncoding.EncodeToString(key[:]),
		"host-resolver-rules":                 "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1",
		"dns-over-https-mode":                 "off",
		"disable-gpu":                         true,
		"disable-quic":                        true,
		"disable-component-update":            true,
		"disable-domain-reliability":          true,
		"disable-features":                    "Translate,MediaRouter,OptimizationHints", // MediaRouter looks for devices nearby
	} {
		options = append(options, chromedp.Flag(name, value))
	}
	ctx, cancel := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(options...))
	t.Cleanup(cancel)
	late := time.AfterFunc(chromiumLimit, cancel) // a context with a limit would be the browser's own
	defer late.Stop()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("could not start %s: %v", path, err)
	}
	return chromium{ctx, outside}
}

// outside is the proxy to all that is not on this machine. It lets nothing through. Chromium asks for services of its
// maker now and then, whatever its flags say.
type outside struct {
	mu    sync.Mutex
	hosts []string
}

func (o *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.hosts = append(o.hosts, r.Host)
	w.WriteHeader(http.StatusForbidden)
}

// asked returns the hosts that were asked for, those of Chromium's maker left out.
func (o *outside) asked() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(o.hosts), func(host string) bool {
		name, _, _ := strings.Cut(host, ":")
		return strings.HasSuffix(name, ".google.com") || strings.HasSuffix(name, ".googleapis.com")
	})
}

// tab is one tab with cookies of its own.
type tab struct {
	ctx context.Context

	mu       sync.Mutex
	requests []*network.Request // of its pages, redirects included, in order
}

// newTab opens a tab that must be done with within chromiumLimit.
func (c chromium) newTab(t *testing.T) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	ctx, cancel := context.WithTimeout(ctx, chromiumLimit)
	t.Cleanup(cancel)
	page := &tab{ctx: ctx}
	err := chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			page.mu.Lock()
			defer page.mu.Unlock()
			page.requests = append(page.requests, sent.Request)
		}
	})
	if err != nil {
		t.Fatalf("could not open a tab: %v", err)
	}
	return page
}

// sent returns the requests so far.
func (p *tab) sent() []*network.Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// onThisMachine reports whether address leads to loopback, or nowhere at all.
func onThisMachine(address string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch at.Scheme {
	case "data", "about":
		return true
	}
	ip := net.ParseIP(at.Hostname())
	return at.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// TestChromiumStaysHere: what the browser asks for beyond this machine is noticed and refused, and so is a certificate that
// nobody vouched for.
func TestChromiumStaysHere(t *testing.T) {
	c := startChromium(t, []byte("the key of another server"))
	stranger := httptest.NewUnstartedServer(http.NotFoundHandler())
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshake is meant to fail
	stranger.StartTLS()
	t.Cleanup(stranger.Close)
	for address, says := range map[string]string{
		"http://outside.example/x":  "net::ERR_HTTP_RESPONSE_CODE_FAILURE", // the proxy's refusal, without a body
		"https://outside.example/x": "net::ERR_TUNNEL_CONNECTION_FAILED",
		stranger.URL:                "net::ERR_CERT_AUTHORITY_INVALID",
	} {
		page := c.newTab(t)
		if err := chromedp.Do(page.ctx, chromedp.Navigate(address)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %s", address, err, says)
		}
		if sent := page.sent(); len(sent) == 0 || onThisMachine(sent[0].URL) != (address == stranger.URL) {
			t.Errorf("%s: %d requests", address, len(sent))
		}
	}
	if hosts := c.outside.asked(); !slices.Contains(hosts, "outside.example") || !slices.Contains(hosts, "outside.example:443") {
		t.Errorf("noticed %q", hosts)
	}
}
