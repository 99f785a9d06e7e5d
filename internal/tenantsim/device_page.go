package tenantsim

import (
	"net/http"
	"strings"
)

// answerDevice takes a person's answer about a device code. A refusal is what the page says; the code then stays as it
// was, so that the program that waits sees no more than pending. The caller holds s.mu.
func (s *Sim) answerDevice(grant *deviceGrant, upn string, answer pageAnswer) *refusal {
	_, no := s.advanceDevice(grant, upn, answer)
	return no
}

// advanceDevice is advance for a device code.
func (s *Sim) advanceDevice(grant *deviceGrant, upn string, answer pageAnswer) (pageStep, *refusal) {
	in, no := s.judgeUserCode(grant)
	if no != nil {
		return 0, no
	}
	if user := in.tenant.user(upn); user != nil && answer != answerDecline && !user.Declines &&
		deviceFlowOf(in.tenant, user) == DeviceFlowPageSaysNo {
		return 0, refuse(ConditionalAccess)
	}
	step, no := s.advance(in, upn, answer)
	switch {
	case no != nil:
		return 0, no
	case step == stepDeclined:
		grant.state = deviceDeclined
	case step == stepSignedIn:
		grant.state, grant.upn, grant.at = deviceApproved, upn, s.now()
	}
	return step, nil
}

// judgeUserCode asks whether a code that was typed can still be answered.
func (s *Sim) judgeUserCode(grant *deviceGrant) (interactive, *refusal) {
	switch {
	case grant == nil:
		return interactive{}, refuse(UserCodeUnknown)
	case s.now().After(grant.expires):
		return interactive{}, refuse(DeviceExpired)
	case grant.state != devicePending:
		return interactive{}, refuse(UserCodeAnswered)
	}
	in := interactive{tenant: s.tenantNamed(grant.tenantID), scope: grant.scope}
	if in.tenant != nil {
		in.app = in.tenant.app(grant.clientID)
	}
	if in.app == nil {
		return interactive{}, refuse(UserCodeUnknown) // the app was deleted meanwhile
	}
	return in, nil
}

// serveDeviceLogin is the page of device codes: it asks for the code, then for the user, then for consent. A GET may
// bring the code along as user_code.
func (s *Sim) serveDeviceLogin(w http.ResponseWriter, r *http.Request) {
	code := strings.TrimSpace(r.Form.Get("user_code"))
	if code == "" || r.Method == http.MethodGet {
		s.show(w, r, screen{page: &page{Kind: pageCode, Action: devicePath, UserCode: code}})
		return
	}
	s.mu.Lock()
	next := s.deviceScreen(code, r.PostForm.Get("user"), pageAnswer(r.PostForm.Get("answer")))
	s.mu.Unlock()
	s.show(w, r, next)
}

// devicePath is where the page of device codes is.
const devicePath = "/devicelogin"

// deviceScreen takes an answer of the page. The caller holds s.mu.
func (s *Sim) deviceScreen(code, upn string, answer pageAnswer) screen {
	grant := s.deviceOf(code)
	in, no := s.judgeUserCode(grant)
	if no != nil {
		return screen{refusal: no}
	}
	shown := &page{Kind: pageUsers, Action: devicePath, App: in.app.Name, Tenant: in.tenant.Name, Users: in.tenant.userNames(""), UserCode: grant.userCode}
	if upn == "" && answer != answerDecline {
		return screen{page: shown}
	}
	step, no := s.advanceDevice(grant, upn, answer)
	switch {
	case no != nil:
		return screen{refusal: no}
	case step == stepConsent:
		shown.Kind, shown.User, shown.Permissions = pageConsent, upn, s.askedNames(in)
	case step == stepDeclined:
		shown.Kind = pageDeclined
	default:
		shown.Kind = pageDone
	}
	return screen{page: shown}
}
