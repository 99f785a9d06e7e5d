package tenantsim

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hostile is text from outside as a page must never repeat it.
const hostile = `<b a="1" c='2'>&amp;</b>`

// filledPage has hostile text wherever text can be.
func filledPage(kind pageKind) *page {
	return &page{
		Kind: kind, Action: hostile, App: hostile, Tenant: hostile, Users: []string{hostile, "other"}, User: hostile,
		Permissions: []string{hostile, "user_impersonation"}, UserCode: hostile, Nonce: hostile,
		Error:  &pageFailure{Text: hostile, Code: 70018, RequestID: hostile, Session: hostile, Time: hostile, CanCancel: true},
		Fields: []pageField{{hostile, hostile}, {"state", "s"}},
	}
}

// pageMarks are what people, tests and browser drivers find on each page.
var pageMarks = map[pageKind][]string{
	pageCode:     {`<h1>Enter the code</h1>`, `<input id="user_code" name="user_code" value="`, `<button id="next">`},
	pageUsers:    {`<button name="user" value="other">other</button>`, `<button id="decline" name="answer" value="decline">`, `name="user_code"`},
	pageConsent:  {`<li>user_impersonation</li>`, `<input type="hidden" name="user" value="`, `<button id="accept" name="answer" value="accept">`, `id="decline"`},
	pageDone:     {`<h1>You are signed in</h1>`},
	pageDeclined: {`<h1>You said no</h1>`},
	pageError:    {`<p id="message">`, `<dd id="code">70018</dd>`, `<dt>Correlation Id</dt>`, `Return to the application without signing in`, `name="user_code"`},
	pagePost:     {`<form id="back" method="post" action="`, `<input type="hidden" name="state" value="s">`, `<noscript><button>`},
}

func TestPagesHaveTheirMarks(t *testing.T) {
	for kind, marks := range pageMarks {
		text := string(filledPage(kind).html())
		for _, mark := range append(marks, `<main id="`+string(kind)+`">`) {
			if !strings.Contains(text, mark) {
				t.Errorf("%s has no %s:\n%s", kind, mark, text)
			}
		}
	}
}

func TestPagesEscapeEveryText(t *testing.T) {
	for kind := range pageMarks {
		text := string(filledPage(kind).html())
		if strings.Contains(text, "<b ") || strings.Contains(text, `"1"`) || strings.Contains(text, `'2'`) {
			t.Errorf("%s repeats hostile text:\n%s", kind, text)
		}
		if !strings.Contains(text, "&lt;b a=&#34;1&#34; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;") || strings.Contains(text, "%!") {
			t.Errorf("%s does not show the text:\n%s", kind, text)
		}
	}
}

// TestPagesLeaveOutWhatIsNotThere: no code of another device, no number, no way back.
func TestPagesLeaveOutWhatIsNotThere(t *testing.T) {
	for kind, absent := range map[pageKind][]string{
		pageUsers:   {"user_code", "another device"},
		pageConsent: {"user_code"},
		pageError:   {"user_code", `id="code"`, "<form"},
	} {
		p := filledPage(kind)
		p.UserCode, p.Error.Code, p.Error.CanCancel = "", 0, false
		for _, mark := range absent {
			if text := string(p.html()); strings.Contains(text, mark) {
				t.Errorf("%s has %s:\n%s", kind, mark, text)
			}
		}
	}
}

func TestFill(t *testing.T) {
	got := []markup{
		fill(`<p>%s</p>`, "a<b"),
		fill(`<p>%s</p>`, markup("<i>x</i>")),
		fill(`<p>%d %s</p>`, 3, fill("%s", "&")),
		each(`<li id="%[1]s">%[1]s</li>`, []string{"a", `"`}),
		each(`<li>%s</li>`, nil),
	}
	want := []markup{"<p>a&lt;b</p>", "<p><i>x</i></p>", "<p>3 &amp;</p>", `<li id="a">a</li><li id="&#34;">&#34;</li>`, ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
