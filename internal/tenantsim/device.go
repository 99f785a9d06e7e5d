package tenantsim

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// How device codes live if Options say nothing (facts/entra.md section 4).
const (
	deviceLife     = 15 * time.Minute
	deviceInterval = 5 * time.Second
)

// DeviceFlow is what a Conditional Access policy about authentication flows does to device codes.
type DeviceFlow string

// The ways in which device code sign-in is blocked. In life it is the page that says no, while the program that waits
// only sees pending; the other two are answers that were seen at the token endpoint.
const (
	DeviceFlowAllowed      DeviceFlow = ""
	DeviceFlowPageSaysNo   DeviceFlow = "page says no"
	DeviceFlowTokenBlocked DeviceFlow = "token endpoint answers 53003"
	DeviceFlowTokenConfirm DeviceFlow = "token endpoint answers 50199"
)

// deviceState is what became of a device code.
type deviceState int

const (
	devicePending deviceState = iota
	deviceApproved
	deviceDeclined
	deviceRedeemed
)

// deviceGrant is one device code, kept by its hash.
type deviceGrant struct {
	tenantID string
	clientID string
	scope    wantedScope
	userCode string
	expires  time.Time
	interval time.Duration // between two polls; slow_down adds to it
	polled   time.Time     // the last poll, zero before the first
	slowNext bool          // the next poll is told to slow down, whenever it comes
	state    deviceState
	upn      string    // who approved
	at       time.Time // when
}

// deviceAnswer is the answer that starts a device code sign-in. interval is in whole seconds, at least one.
type deviceAnswer struct {
	UserCode        string `json:"user_code"`
	DeviceCode      string `json:"device_code"`
	VerificationURI string `json:"verification_uri"`
	ExpiresIn       int    `json:"expires_in"`
	Interval        int    `json:"interval"`
	Message         string `json:"message"`
}

// serveDeviceCode answers POST /{tenant}/oauth2/v2.0/devicecode. Like Entra it does not ask whether the client is
// public: that is asked at the first poll (facts/client.md 1.3).
func (s *Sim) serveDeviceCode(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	answer, no := s.startDevice(r)
	s.mu.Unlock()
	if no != nil {
		s.writeRefusal(w, r, no)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// startDevice makes a device code. The caller holds s.mu.
func (s *Sim) startDevice(r *http.Request) (deviceAnswer, *refusal) {
	if r.Method != http.MethodPost {
		return deviceAnswer{}, refuse(WrongVerb, "{verb}", r.Method)
	}
	req := &tokenRequest{http: r, form: r.PostForm, segment: r.PathValue("tenant")}
	req.clientID, req.secret = clientCredentialsOf(r)
	if no := s.findClient(req); no != nil {
		return deviceAnswer{}, no
	}
	raw, no := req.need("scope")
	if no != nil {
		return deviceAnswer{}, no
	}
	scope, no := parseScope(raw)
	if no != nil {
		return deviceAnswer{}, no
	}
	s.dropOldDevices()
	code := "1.AX0A" + s.opaque(180)
	grant := &deviceGrant{
		tenantID: req.tenant.ID, clientID: req.app.ClientID, scope: scope, userCode: s.newUserCode(),
		expires: s.now().Add(s.deviceLifeIn(req.tenant)), interval: s.deviceInterval,
	}
	s.devices[refreshKey(code)] = grant
	if user := s.autoUser(req.tenant, ""); user != "" {
		_ = s.answerDevice(grant, user, answerAccept) // a page that says no leaves the code pending, as in life
	}
	page := baseURL(r) + devicePath
	return deviceAnswer{
		UserCode: grant.userCode, DeviceCode: code, VerificationURI: page,
		ExpiresIn: int(s.deviceLife.Seconds()), Interval: max(1, int((s.deviceInterval + time.Second - 1).Seconds())),
		Message: fmt.Sprintf("Open %s in a browser on any device, enter the code %s and sign in.", page, grant.userCode),
	}, nil
}

// findClient fills in tenant and app for an interactive sign-in. At a common endpoint there is no app that could sign
// in: every app of the simulator belongs to one tenant.
func (s *Sim) findClient(req *tokenRequest) *refusal {
	if req.clientID == "" {
		return missing("client_id")
	}
	switch strings.ToLower(req.segment) {
	case "common", "organizations", "consumers":
		for _, t := range s.tenants {
			if a := t.app(req.clientID); a != nil {
				return refuse(MultiTenantDisabled, "{client}", a.ClientID, "{app}", a.Name)
			}
		}
		return refuse(ClientUnknown, "{client}", req.clientID, "{tenant}", req.segment)
	}
	if no := s.findTenant(req, ""); no != nil {
		return no
	}
	return findApp(req)
}

func (s *Sim) deviceLifeIn(t *tenant) time.Duration {
	if t.DeviceLife != 0 {
		return t.DeviceLife
	}
	return s.deviceLife
}

// userCodeLetters leaves out what is easily misread.
const userCodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// newUserCode gives nine letters and digits that no other code has.
func (s *Sim) newUserCode() string {
	for {
		code := make([]byte, 9)
		for i, b := range []byte(s.opaque(9))[:9] {
			code[i] = userCodeLetters[int(b*7+byte(i))%len(userCodeLetters)]
		}
		if s.deviceOf(string(code)) == nil {
			return string(code)
		}
	}
}

// deviceOf finds a device code by what the user types: case, blanks and hyphens do not matter. The caller holds s.mu.
func (s *Sim) deviceOf(userCode string) *deviceGrant {
	wanted := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(userCode))
	for _, grant := range s.devices {
		if grant.userCode == wanted {
			return grant
		}
	}
	return nil
}

// dropOldDevices forgets codes an hour after their end, so that a long-running demo does not grow.
func (s *Sim) dropOldDevices() {
	for key, grant := range s.devices {
		if s.now().Sub(grant.expires) > time.Hour {
			delete(s.devices, key)
		}
	}
}
