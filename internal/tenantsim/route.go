package tenantsim

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one endpoint. The fixed parts of its pattern match whatever their case; words in braces take anything but a
// slash. Without a method it takes all. The first route that matches answers.
type route struct {
	pattern string
	answer  func(*call) reply
	product *product // the API behind it; nil: Entra itself
}

// allRoutes are the endpoints, those of Entra first.
func allRoutes() []route {
	return slices.Concat(outsideRoutes(), discoveryRoutes(), tokenRoutes(), signInRoutes(), lcsRoutes(), powerPlatformRoutes(), powerAppsRoutes(),
		businessCentralRoutes(), azureRoutes(), graphRoutes())
}

// call is one request while it is answered. Its pointers into the state are valid while that is locked.
type call struct {
	*Sim
	http    *http.Request
	id      string            // X-Ms-Request-Id, which is an error answer's trace id too
	words   map[string]string // of the route's pattern
	facts   []string          // see tell
	status  int               // that was sent
	product *product
	bearer  bearer // of a call to an API

	tenant *Tenant
	app    *App
	user   *User // nil for an application
}

// reply is an answer: body as JSON, or a page as it is.
type reply struct {
	status int // 0: 200
	header map[string]string
	body   any // nil: none; later: what that returns
}

// later makes a body once the state is unlocked.
type later func() (any, error)

// serve answers one request.
func (s *Sim) serve(w http.ResponseWriter, r *http.Request) { s.answer(w, r, false) }

// answer answers one request, or a part of a batch, and notes it, also when a fault cuts the answer off.
func (s *Sim) answer(w http.ResponseWriter, r *http.Request, batched bool) {
	r.Body = http.MaxBytesReader(w, unpacked(r), maxBody)
	_ = r.ParseForm() // a body that is no form has no keys: the token endpoint then misses grant_type, as Entra does
	to, words := s.find(r)
	c := &call{Sim: s, http: r, id: s.opts.NewID(), words: words, product: to.product}
	asked := Request{Method: r.Method, Path: r.URL.EscapedPath(), Grant: r.PostForm.Get("grant_type"), Batched: batched}
	defer func() {
		asked.Status = c.status
		s.note(asked)
	}()
	subjects := c.subjects()
	if c.product != nil {
		if no := c.readBearer(); no != nil {
			c.send(w, c.deny(*no))
			return
		}
		subjects = []string{APIOf(c.bearer.ClientID), CallsIn(c.bearer.TenantID)}
	}
	fault, there := s.faultOf(subjects, asked)
	if there && fault.After {
		_ = c.locked(to.answer)
	}
	if !there || !fault.spoil(w, c) {
		c.send(w, c.locked(to.answer))
	}
}

func (c *call) locked(answer func(*call) reply) reply {
	defer c.lock()()
	if c.product != nil {
		if no := c.enter(); no != nil {
			return c.deny(*no)
		}
	}
	return answer(c)
}

// unpacked is the body of a request: Microsoft's Graph SDK packs it.
func unpacked(r *http.Request) io.ReadCloser {
	if r.Header.Get("Content-Encoding") != "gzip" {
		return r.Body
	}
	plain, err := gzip.NewReader(r.Body)
	if err != nil {
		return http.NoBody // what is not packed is not read
	}
	return plain
}

// find returns the route of a request and the values of its words.
func (s *Sim) find(r *http.Request) (route, map[string]string) {
	segments := strings.Split(strings.Trim(r.URL.EscapedPath(), "/"), "/")
	for i, segment := range segments {
		if plain, err := url.PathUnescape(segment); err == nil {
			segments[i] = plain
		}
	}
	segments = withoutTenant(segments)
	for _, to := range s.routes {
		method, path, _ := strings.Cut(to.pattern, "/")
		if method != "" && method != r.Method+" " || strings.Count(path, "/") != len(segments)-1 {
			continue
		}
		words := map[string]string{}
		if slices.EqualFunc(strings.Split(path, "/"), segments, func(part, segment string) bool { return matchPart(part, segment, words) }) {
			return to, words
		}
	}
	return route{answer: notFound}, nil
}

// matchPart compares one part of a path and takes its words, of which each ends where what follows it first stands.
func matchPart(part, segment string, words map[string]string) bool {
	before, rest, isWord := strings.Cut(part, "{")
	if len(segment) < len(before) || !strings.EqualFold(segment[:len(before)], before) || !isWord {
		return !isWord && strings.EqualFold(segment, part)
	}
	word, after, _ := strings.Cut(rest, "}")
	segment = segment[len(before):]
	fixed, _, _ := strings.Cut(after, "{")
	end := strings.Index(segment, fixed)
	if fixed == "" {
		end = len(segment)
	}
	if end < 1 {
		return false
	}
	words[word] = segment[:end]
	return matchPart(after, segment[end:], words)
}

// notFound answers in place of Go's plain text.
func notFound(c *call) reply {
	return reply{status: http.StatusNotFound, body: map[string]any{"error": apiError{
		Code: "NotFound", Message: fmt.Sprintf("The simulator has no %s %s.", c.http.Method, c.http.URL.Path)}}}
}

// send sends a reply with the headers of every answer.
func (c *call) send(w http.ResponseWriter, r reply) {
	if make, ok := r.body.(later); ok {
		body, err := make()
		r.body = body
		if err != nil {
			r = reply{status: http.StatusInternalServerError, body: map[string]string{"error": "server_error", "error_description": err.Error()}}
		}
	}
	header := map[string]string{
		"Cache-Control": "no-store, no-cache", "Pragma": "no-cache", "Expires": "-1", "X-Content-Type-Options": "nosniff", "X-Ms-Request-Id": c.id,
	}
	if r.body != nil {
		header["Content-Type"] = "application/json; charset=utf-8"
	}
	if c.product == nil {
		header["X-Ms-Ests-Server"] = "2.1.0 - SIM"
	} else {
		header["X-Ms-Correlation-Request-Id"], header["Request-Id"] = c.id, c.id
		if sent := c.http.Header.Get("client-request-id"); sent != "" {
			header["Client-Request-Id"] = sent
		}
	}
	maps.Copy(header, r.header)
	for name, value := range header {
		w.Header().Set(name, value)
	}
	c.status = max(r.status, http.StatusOK)
	w.WriteHeader(c.status)
	switch body := r.body.(type) { // if the connection is gone nobody is left to tell
	case nil:
	case page:
		_, _ = w.Write([]byte(body))
	default:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(body)
	}
}

// baseURL is where the request reached us; the answers' endpoints are there too.
func (c *call) baseURL() string {
	if c.http.TLS != nil {
		return "https://" + c.http.Host
	}
	return "http://" + c.http.Host
}
