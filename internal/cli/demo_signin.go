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
func (d demo) storyOf(clientID string) (*tenantsim.Story, bool) {
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
	i := slices.IndexFunc(pending, func(p tenantsim.PendingDevice) bool { return p.UserCode == userCode })
	if i < 0 {
		return fmt.Errorf("could not enter the code %s: it has expired or is not the simulator's", userCode)
	}
	story, found := d.storyOf(pending[i].ClientID)
	if !found {
		return errors.New("could not enter the code: no story has this application")
	}
	return d.sim.ApproveDevice(userCode, story.Values().Username)
}

// visitPage opens the sign-in page as the story's user, who answers it at once, and follows the redirect.
func (d demo) visitPage(page string) error {
	address, err := url.Parse(page)
	if err != nil {
		return errors.New("could not open the page: it is not a web address")
	}
	story, found := d.storyOf(address.Query().Get("client_id"))
	if !found {
		return errors.New("could not sign in on the page: no story has this application")
	}
	query := address.Query()
	query.Set("sim_user", story.Values().Username)
	address.RawQuery = query.Encode()
	client := http.Client{Timeout: signInLimit, Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is this machine
	response, err := client.Get(address.String())
	if err != nil {
		return errors.New("could not open the page, or come back from it") // the cause would show the code
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	if response.Request.URL.Host == address.Host {
		return fmt.Errorf("could not leave the page: it shows an error (%s)", response.Status)
	}
	return nil
}
