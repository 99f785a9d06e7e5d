package tenantsim

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	deviceInterval = 5 * time.Second
	slowDownStep   = 5 * time.Second // what slow_down adds to the interval (RFC 8628 section 3.5)
	devicePath     = "/devicelogin"  // where the page of device codes is
)

// Device is a device code that was handed out.
type Device struct {
	UserCode string
	Tenant   string // GUID
	ClientID string
	Scope    string
	Expires  time.Time
	User     string // who approved; empty: nobody yet
	Declined bool
	SlowDown bool // the next poll is told to slow down, whenever it comes
}

// deviceGrant is one device code in the state.
type deviceGrant struct {
	Device
	scope    wantedScope
	interval time.Duration // between two polls; slow_down adds to it
	polled   time.Time     // the last poll, zero before the first
	approved time.Time
	redeemed bool
}

func (g *deviceGrant) pending() bool { return g.User == "" && !g.Declined }

// startDevice hands out a device code. Like Entra it does not ask whether the client is public: that is asked at the first
// poll.
func startDevice(c *call) reply {
	q := newRequest(c, c.http.PostForm)
	if no := q.run(onlyPost, (*request).findClient, needs("scope"), (*request).readScope); no != nil {
		return c.refused(no)
	}
	maps.DeleteFunc(c.devices, func(_ string, old *deviceGrant) bool { return c.Now().Sub(old.Expires) > time.Hour }) // a demo may run long
	code, grant := "1.AX0A"+c.opaque(180), &deviceGrant{scope: q.scope, interval: c.opts.DeviceInterval, Device: Device{
		UserCode: c.newUserCode(), Tenant: q.tenant.ID, ClientID: q.app.ClientID, Scope: q.scope.raw,
		Expires: c.Now().Add(cmp.Or(q.tenant.DeviceLife, c.opts.DeviceLife)),
	}}
	c.devices[fingerprint(code)] = grant
	if c.approve {
		_ = c.approveDevice(grant, "") // a page that says no leaves the code pending, as in life
	}
	at := c.baseURL() + devicePath
	return reply{body: map[string]any{
		"user_code": grant.UserCode, "device_code": code, "verification_uri": at, "expires_in": int(c.opts.DeviceLife.Seconds()),
		"interval": max(1, int((c.opts.DeviceInterval + time.Second - 1).Seconds())),
		"message":  fmt.Sprintf("Open %s in a browser on any device, enter the code %s and sign in.", at, grant.UserCode),
	}}
}

// newUserCode returns nine letters and digits, none of them easily misread.
func (s *Sim) newUserCode() string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	code := []byte(s.opaque(9))[:9]
	for i, b := range code {
		code[i] = letters[int(b*7+byte(i))%len(letters)]
	}
	return string(code)
}

// deviceOf finds a device code by what the user types: case, blanks and hyphens do not matter.
func (s *Sim) deviceOf(userCode string) *deviceGrant {
	wanted := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(userCode))
	for _, grant := range s.devices {
		if grant.UserCode == wanted {
			return grant
		}
	}
	return nil
}

// proveDevice judges one poll with a device code. Its scope is the one that the code was started with.
func (q *request) proveDevice() *Situation {
	g := q.devices[fingerprint(q.form.Get("device_code"))]
	if g == nil || g.ClientID != q.app.ClientID || g.Tenant != q.tenant.ID {
		return DeviceCodeUnknown
	}
	now := q.Now()
	early := g.SlowDown || !g.polled.IsZero() && now.Sub(g.polled) < g.interval*9/10 // a tenth for the network's jitter
	g.polled, g.SlowDown = now, false
	q.user, q.scope, q.session = q.tenant.User(g.User), g.scope, session{at: g.approved, mfa: true}
	q.spend = func() { g.redeemed = true }
	waits := g.pending() && !g.redeemed && !g.Declined && !now.After(g.Expires)
	if waits && early {
		g.interval += slowDownStep
	}
	return cmp.Or(
		when(g.redeemed, CodeRedeemed),
		when(g.Declined, DeviceDeclined),
		when(now.After(g.Expires), DeviceExpired),
		when(waits && early, DeviceSlowDown),
		when(waits, DevicePending),
		when(q.user == nil, DeviceCodeUnknown), // the account was deleted meanwhile
		when(q.user != nil && q.user.Disabled, UserDisabled),
		q.tenant.DeviceFlow)
}

// approveDevice enters the code on the page, signs in as upn and consents. A refusal is what the page says; the code then
// stays as it was, so that the program that waits sees no more than pending.
func (s *Sim) approveDevice(g *deviceGrant, upn string) *Situation {
	switch {
	case g == nil:
		return UserCodeUnknown
	case s.Now().After(g.Expires):
		return DeviceExpired
	case !g.pending():
		return UserCodeAnswered
	}
	q := &request{call: &call{Sim: s, tenant: s.tenantNamed(g.Tenant)}, scope: g.scope, device: true}
	if q.app = q.tenant.App(g.ClientID); q.app == nil {
		return UserCodeUnknown // the app was deleted meanwhile
	}
	no := q.signIn(upn)
	if no == nil {
		g.User, g.approved = q.user.UPN, s.Now()
	}
	g.Declined = no == UserDeclined
	return no
}

// visitDevicePage is the page of device codes: opening it approves the code that it is opened with, or all that wait. The
// user is the one that the request names, or the tenant's first.
func visitDevicePage(c *call) reply {
	waiting := []*deviceGrant{c.deviceOf(c.http.Form.Get("user_code"))}
	if !c.http.Form.Has("user_code") {
		waiting = c.waiting()
	}
	done := page("<h1>You may close this window</h1>\n")
	for _, g := range waiting {
		if no := c.approveDevice(g, c.http.Form.Get("user")); no != nil {
			return c.showRefusal(no)
		}
		done += fill("<p>The code %s is approved by %s.</p>\n", g.UserCode, g.User)
	}
	return c.show(http.StatusOK, "done", done)
}

// waiting are the device codes that wait for their user, the one that ends first in front.
func (s *Sim) waiting() (list []*deviceGrant) {
	for _, g := range s.devices {
		if g.pending() && !s.Now().After(g.Expires) {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b *deviceGrant) int {
		return cmp.Or(a.Expires.Compare(b.Expires), cmp.Compare(a.UserCode, b.UserCode))
	})
	return list
}

// AutoApprove lets the tenant's first user approve every device code as it is handed out, for programs without a person.
func (s *Sim) AutoApprove() {
	defer s.lock()()
	s.approve = true
}

// PendingDevices returns the device codes that wait for their user, the one that ends first in front.
func (s *Sim) PendingDevices() (list []Device) {
	defer s.lock()()
	for _, g := range s.waiting() {
		list = append(list, g.Device)
	}
	return list
}

// UpdateDevice changes a device code that was handed out.
func (s *Sim) UpdateDevice(userCode string, change func(*Device)) error {
	defer s.lock()()
	var there *Device
	if g := s.deviceOf(userCode); g != nil {
		there = &g.Device
	}
	return update(there, change, "device code", userCode)
}

// ApproveDevice does what a person does on the page. The error says what the page would: then the code stays pending.
func (s *Sim) ApproveDevice(userCode, upn string) error {
	defer s.lock()()
	if no := s.approveDevice(s.deviceOf(userCode), upn); no != nil {
		return fmt.Errorf("could not approve the simulated device code %s: %s, AADSTS%d", userCode, no.err, no.code)
	}
	return nil
}
