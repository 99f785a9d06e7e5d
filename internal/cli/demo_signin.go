package cli

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// signInLimit ends the simulated person's patience with the page.
const signInLimit = 15 * time.Second

// SignIn is the story's person: they enter the code, or sign in on the page and let the browser come back.
func (d demo) SignIn(waiting report.SignIn) error {
	if waiting.UserCode != "" {
		return d.enterCode(waiting.UserCode)
	}
	return d.visitPage(waiting.URL)
}

// storyOf is the story whose application has this client id: it stays the same when the flow is changed.
func (d demo) storyOf(clientID string) (*cases.Story, bool) {
	stories, err := d.stories()
	if err != nil {
		return nil, false
	}
	for _, story := range stories {
		if strings.EqualFold(story.Values().ClientID, clientID) {
			return story, true
		}
	}
	return nil, false
}

func (d demo) enterCode(userCode string) error {
	pending := d.sim.PendingDevices()
	i := slices.IndexFunc(pending, func(p tenantsim.Device) bool { return p.UserCode == userCode })
	if i < 0 {
		return fmt.Errorf("couldn't enter the code %s: it has expired or isn't the simulator's", userCode)
	}
	username, found := d.signsInto(pending[i].ClientID)
	if !found {
		return errors.New("couldn't enter the code: no story has this app")
	}
	return d.sim.ApproveDevice(userCode, username)
}

// visitPage opens the sign-in page as the story's user, and follows the redirect.
func (d demo) visitPage(page string) error {
	address, err := url.Parse(page)
	if err != nil {
		return errors.New("couldn't open the page: it isn't a web address")
	}
	username, found := d.signsInto(address.Query().Get("client_id"))
	if !found {
		return errors.New("couldn't sign in on the page: no story has this app")
	}
	query := address.Query()
	query.Set("login_hint", username)
	address.RawQuery = query.Encode()
	client := http.Client{Timeout: signInLimit, Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is this machine
	response, err := client.Get(address.String())
	if err != nil {
		return errors.New("couldn't open the page, or come back from it") // the cause would show the code
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.Request.URL.Host == address.Host {
		return fmt.Errorf("couldn't leave the page: it shows an error (%s)", response.Status)
	}
	return nil
}
