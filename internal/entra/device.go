package entra

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// ErrVerificationURI says that a device code came with a page that nobody should be sent to.
var ErrVerificationURI = errors.New("couldn't use the device code: its page is neither https nor on the login host's machine")

const (
	usualCodeLife     = 15 * time.Minute // where the answer names none (docs/sources.md, "Entra: protocol")
	usualPollInterval = 5 * time.Second  // where the answer names none (RFC 8628 3.2)
	leastPollInterval = time.Second      // the standard counts in whole seconds: less would only be a flood

	longestUserCode = 20 // characters; Entra's have 9
)

// deviceLogin is what /devicecode gave.
type deviceLogin struct {
	deviceCode secret.Secret
	userCode   string // letters, digits and dashes
	page       string // https, or http on this machine
	expires    time.Time
	interval   time.Duration
}

// SignInDevice signs a user in through the device code grant (RFC 8628; docs/sources.md, "Entra: protocol"): it asks for a
// code, calls show once with what the person has to do, and asks for the token at the server's interval until the
// person is done, the code has expired or ctx ends. It sends r's scope with offline_access behind it and no secret.
// Its errors are *DeviceError (declined, expired, code unknown), *Error (any other refusal), *transport.AnswerError,
// *transport.NetworkError, *transport.AddressError, ErrTenant, ErrVerificationURI and ctx's own.
// None holds the device code or a token.
func (c *Client) SignInDevice(ctx context.Context, r Request, show func(report.SignIn)) (Answer, error) {
	if err := checkTenant(r.Tenant); err != nil {
		return Answer{}, err
	}
	login, err := c.startDevice(ctx, r)
	if err != nil {
		return Answer{}, ended(ctx, err)
	}
	show(report.SignIn{UserCode: login.userCode, URL: login.page, Expires: login.expires})

	redactor := sanitize.NewRedactor(login.deviceCode)
	polls := &devicePolls{client: c, request: r, login: login, pause: login.interval}
	answer, err := polls.run(transport.WithRedactor(ctx, redactor))
	return answer, redactedDevice(err, redactor)
}

// startDevice asks for a code. It is our own POST: x/oauth2's ignores the context (docs/sources.md, "Entra: protocol").
func (c *Client) startDevice(ctx context.Context, r Request) (deviceLogin, error) {
	form := url.Values{"client_id": {r.ClientID}, "scope": {offline(r.Scope)}}
	asked := c.now()
	response, err := c.http.Repeat(ctx, func(ctx context.Context) (*transport.Response, error) {
		return c.post(ctx, signInURL(r, "devicecode"), form)
	})
	if err != nil {
		return deviceLogin{}, err
	}
	answer, err := judge(response)
	if err != nil {
		return deviceLogin{}, err
	}
	return newDeviceLogin(answer, r.Login, asked)
}

// newDeviceLogin reads the answer of /devicecode. The code's life counts from the question, so that it never ends
// later here than it does at Entra.
func newDeviceLogin(answer object, authority string, asked time.Time) (deviceLogin, error) {
	login := deviceLogin{
		deviceCode: secret.New(answer.text("device_code")),
		userCode:   userCode(answer.text("user_code")),
		interval:   answer.seconds("interval"),
	}
	page := answer.text("verification_uri")
	if login.deviceCode.IsZero() || login.userCode == "" || page == "" {
		return deviceLogin{}, answer.incomplete()
	}
	var err error
	if login.page, err = verificationPage(page, authority); err != nil {
		return deviceLogin{}, err
	}
	if login.interval <= 0 {
		login.interval = usualPollInterval
	}
	login.interval = max(login.interval, leastPollInterval)
	life := answer.seconds("expires_in")
	if life <= 0 {
		life = usualCodeLife
	}
	login.expires = asked.Add(life)
	return login, nil
}

// userCode is the code as a person types it. It stands large on the screen beside "enter the code", so an answer must
// not be able to put words of its own there: it is cut where no code goes on.
func userCode(raw string) string {
	code := strings.TrimSpace(raw)
	end := strings.IndexFunc(code, func(c rune) bool {
		return !('A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-')
	})
	if end >= 0 {
		code = code[:end]
	}
	return code[:min(len(code), longestUserCode)]
}

// verificationPage lets a page pass that a person may be sent to: https, or http on this machine where the login host
// is on this machine too (docs/sources.md, "Entra: protocol").
func verificationPage(raw, authority string) (string, error) {
	page, err := url.Parse(raw)
	if err != nil || page.User != nil {
		return "", ErrVerificationURI
	}
	base, err := transport.CheckAuthority(page.Scheme + "://" + page.Host)
	if err != nil || isHTTP(base) && !isHTTP(authority) {
		return "", ErrVerificationURI
	}
	return sanitize.Line(page.String()), nil
}

func isHTTP(address string) bool {
	scheme, _, _ := strings.Cut(address, "://")
	return strings.EqualFold(scheme, "http")
}

// deviceGrant asks whether the person is done, with the standard's spelling of the grant (RFC 8628 3.4).
func deviceGrant(r Request, login deviceLogin) grant {
	config := &clientcredentials.Config{
		ClientID:  r.ClientID,
		TokenURL:  at(r.Login).TokenURL(r.Tenant),
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"grant_type":  {"urn:ietf:params:oauth:grant-type:device_code"},
			"device_code": {login.deviceCode.Reveal()},
		},
	}
	return config.Token
}
