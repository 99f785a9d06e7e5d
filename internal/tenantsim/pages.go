package tenantsim

// pageFrame is around every page: title, nonce, kind, content.
const pageFrame = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>%s</title>
<style nonce="%s">
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
header { border-left: .3rem solid #0b6a3a; padding-left: .8rem; color: #0b6a3a; }
button { display: block; margin: .6rem 0; padding: .5rem 1rem; font: inherit; min-width: 16rem; text-align: left; }
input { font: inherit; padding: .4rem; letter-spacing: .15em; text-transform: uppercase; }
.details { overflow-wrap: anywhere; color: #444; }
</style>
</head>
<body>
<header>Simulated sign-in. No real account is used and nothing leaves this machine.</header>
<main id="%s">
%s
</main>
</body>
</html>
`

// declineButton declines from every page that asks something.
const declineButton markup = `<button id="decline" name="answer" value="decline">Cancel</button>`

// html gives the whole page.
func (p *page) html() markup {
	title := markup("Sign in (simulated)")
	if p.Kind == pageError {
		title = "Sorry, but we're having trouble signing you in"
	}
	return fill(pageFrame, title, p.Nonce, p.Kind, p.content())
}

func (p *page) content() markup {
	switch p.Kind {
	case pageCode:
		return p.askCode()
	case pageUsers:
		return p.askUser()
	case pageConsent:
		return p.askConsent()
	case pageDone:
		return fill(`<h1>You are signed in</h1>
<p><strong>%s</strong> goes on by itself on your other device. You may close this window.</p>`, p.App)
	case pageDeclined:
		return fill(`<h1>You said no</h1>
<p><strong>%s</strong> was not signed in. You may close this window.</p>`, p.App)
	case pageError:
		return p.tellError()
	default:
		return p.goBack()
	}
}

func (p *page) askCode() markup {
	return fill(`<h1>Enter the code</h1>
<p>Type the code that your app or device shows.</p>
<form method="post" action="%s">
<label>Code <input id="user_code" name="user_code" value="%s" autocomplete="off" autofocus required></label>
<button id="next">Next</button>
</form>`, p.Action, p.UserCode)
}

func (p *page) askUser() markup {
	purpose := fill(`to go on to <strong>%s</strong>`, p.App)
	if p.UserCode != "" {
		purpose = fill(`You are about to sign in to <strong>%s</strong> on another device. Cancel if you did not ask for this.`, p.App)
	}
	return fill(`<h1>Pick an account</h1>
<p>%s (%s)</p>
`, purpose, p.Tenant) + p.form(each(`<button name="user" value="%[1]s">%[1]s</button>
`, p.Users)+declineButton)
}

func (p *page) askConsent() markup {
	return fill(`<h1>Permissions requested</h1>
<p><strong>%s</strong> would like to do this as %s:</p>
<ul>%s</ul>
`, p.App, p.User, each(`<li>%s</li>`, p.Permissions)) + p.form(fill(`<input type="hidden" name="user" value="%s">
<button id="accept" name="answer" value="accept">Accept</button>
%s`, p.User, declineButton))
}

// tellError shows what Entra's own error page shows, in its order.
func (p *page) tellError() markup {
	var code, decline markup
	if p.Error.Code != 0 {
		code = fill(`<dt>Error code</dt><dd id="code">%d</dd>`, p.Error.Code)
	}
	if p.Error.CanCancel {
		decline = "\n" + p.form(`<button id="decline" name="answer" value="decline">Return to the application without signing in</button>`)
	}
	return fill(`<h1>Sorry, but we're having trouble signing you in.</h1>
<p id="message">%s</p>
<dl class="details">%s
<dt>Request Id</dt><dd>%s</dd>
<dt>Correlation Id</dt><dd>%s</dd>
<dt>Timestamp</dt><dd>%s</dd>
</dl>%s`, p.Error.Text, code, p.Error.RequestID, p.Error.Session, p.Error.Time, decline)
}

// goBack is a form for the app that sends itself where scripts run, and has a button where they do not.
func (p *page) goBack() markup {
	var fields markup
	for _, field := range p.Fields {
		fields += fill(`<input type="hidden" name="%s" value="%s">
`, field.Name, field.Value)
	}
	return fill(`<p>Going back to the application.</p>
<form id="back" method="post" action="%s">
%s<noscript><button>Continue</button></noscript>
</form>
<script nonce="%s">document.getElementById("back").submit();</script>`, p.Action, fields, p.Nonce)
}

// form posts an answer, with the code of a device code sign-in if it is one.
func (p *page) form(inside markup) markup {
	var code markup
	if p.UserCode != "" {
		code = fill(`<input type="hidden" name="user_code" value="%s">
`, p.UserCode)
	}
	return fill(`<form method="post" action="%s">
%s%s
</form>`, p.Action, code, inside)
}
