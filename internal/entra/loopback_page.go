package entra

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"strconv"

	"appreg/internal/sanitize"
)

// page is what the browser shows at the end. It holds no secret: it stays in a tab and in screenshots.
type page struct {
	status int
	Title  string
	Text   string
	Detail string // Entra's words, sanitised; may be empty
}

const backToTerminal = "Return to the terminal. You can close this tab."

var (
	pageSignedIn   = page{http.StatusOK, "Sign-in complete", "appreg continues in the terminal. " + backToTerminal, ""}
	pageNothing    = page{http.StatusNotFound, "Nothing here", "This address is only for the end of a sign-in. Return to the terminal.", ""}
	pageWrongState = page{http.StatusBadRequest, "appreg isn't waiting for this sign-in",
		"It belongs to another attempt, so appreg didn't use it. Close this tab and open the address in the terminal.", ""}
	pageIncomplete = page{http.StatusBadRequest, "The sign-in is incomplete",
		"It has neither a code nor an error. Open the address in the terminal again.", ""}
	pageRepeated    = page{http.StatusConflict, "This sign-in was already used", "Only its first answer counts. " + backToTerminal, ""}
	pageLeading     = page{http.StatusOK, "Sign in", "Your browser continues to Microsoft's sign-in page.", ""}
	pageOpenedTwice = page{http.StatusConflict, "This sign-in was already opened",
		"If it wasn't you, someone else on this machine did it, so appreg stopped it. Return to the terminal and sign in again.", ""}
	pageStopped = page{http.StatusGone, "The sign-in was stopped", "The terminal isn't waiting for it anymore. " + backToTerminal, ""}
)

// outcomePage tells whether the sign-in worked.
func outcomePage(err error) page {
	switch {
	case err == nil:
		return pageSignedIn
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return pageStopped
	}
	failed := page{http.StatusOK, "The sign-in failed", "The terminal shows why and what to do. " + backToTerminal, err.Error()}
	if refusal, ok := errors.AsType[*Error](err); ok {
		failed.Detail = refusal.Summary()
	}
	failed.Detail = sanitize.Line(failed.Detail)
	return failed
}

const pageStyle = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}h1{font-size:1.4rem}code{overflow-wrap:anywhere}`

// pageFrame takes the title, the style, the title once more, the text and what follows it.
const pageFrame = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s - appreg</title>
<style>%s</style>
</head>
<body>
<h1>%s</h1>
<p>%s</p>%s
</body>
</html>
`

func (p page) html() string {
	title, detail := html.EscapeString(p.Title), ""
	if p.Detail != "" {
		detail = "\n<p><code>" + html.EscapeString(p.Detail) + "</code></p>"
	}
	return fmt.Sprintf(pageFrame, title, pageStyle, title, html.EscapeString(p.Text), detail)
}

// writePage sends the whole page at once, so that nothing is left to send when the server ends.
func writePage(w http.ResponseWriter, p page) {
	body := p.html()
	securityHeaders(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.status)
	_, _ = io.WriteString(w, body)
	_ = http.NewResponseController(w).Flush()
}

// redirectTo answers a query or a form with the address of p. The page comes along for what does not follow, such as curl.
func redirectTo(w http.ResponseWriter, path string, p page) {
	w.Header().Set("Location", path)
	p.status = http.StatusSeeOther
	writePage(w, p)
}

// securityHeaders keep the address, which holds the code, out of caches and other sites, and everything but our own
// style out of the page.
func securityHeaders(w http.ResponseWriter) {
	style := sha256.Sum256([]byte(pageStyle))
	for name, value := range map[string]string{
		"Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(style[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Referrer-Policy":        "no-referrer",
		"X-Content-Type-Options": "nosniff",
		"X-Frame-Options":        "DENY",
	} {
		w.Header().Set(name, value)
	}
}
