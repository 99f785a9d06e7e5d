package cli

import (
	"fmt"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/store"
)

// savedRegistration is what a profile describes, where it can be used: its names are known, as an index can have been
// edited by hand, and the hosts given now are those it was saved for. A CA file given now takes the place of the saved
// one: it says whom to trust, not where to send. No credential is read.
func savedRegistration(st *store.Store, p store.Profile, given registration.Overrides) (registration.Registration, error) {
	reg := p.Registration()
	if err := knownNames(p); err != nil {
		return reg, &failure{
			code: exitStore, label: "store", err: fmt.Errorf("could not use profile %s: %w", p.Name, err),
			fix: fmt.Sprintf("correct it in %s, or remove the profile and set it up again: appreg remove %s", st.IndexFile(), p.Name),
		}
	}
	if err := sameHosts(p.Name, reg.Overrides, given); err != nil {
		return reg, err
	}
	if given.CAFile != "" {
		reg.Overrides.CAFile = given.CAFile
	}
	return reg, nil
}

// knownNames reports the first name in p that is not one of the catalogue's, spelt as appreg writes it.
func knownNames(p store.Profile) error {
	target, err := catalog.Resolve(p.API, p.Cloud, p.Region)
	if err != nil {
		return err
	}
	flow, err := catalog.ParseFlow(string(p.Flow))
	switch {
	case err != nil:
		return err
	case target.API != p.API:
		return fmt.Errorf("its api has to be written %s", target.API)
	case flow != p.Flow:
		return fmt.Errorf("its flow has to be written %s", flow)
	}
	return nil
}

// sameHosts refuses to send what was saved for some hosts to others. Nothing given means those of the profile.
func sameHosts(profile string, saved, given registration.Overrides) error {
	if given.Authority == "" || given.Authority == saved.Authority && (given.APIURL == "" || given.APIURL == saved.APIURL) {
		return nil
	}
	return &failure{
		code: exitRefused, label: "other_host",
		err: fmt.Errorf("could not use profile %s: it was saved for %s, and %s was given now", profile, hostWords(saved), hostWords(given)),
		fix: "nothing was sent; leave the other host out (--authority, --api-url, APPREG_AUTHORITY, APPREG_API_URL), or set up a profile for it",
	}
}

func hostWords(o registration.Overrides) string {
	if o.Authority == "" {
		return "the cloud's own hosts"
	}
	words := "login host " + o.Authority
	if o.APIURL != "" {
		words += " and API host " + o.APIURL
	}
	return words
}

// announceSaved says on stderr which hosts of a profile are in force. Those given now were announced when they were read.
func (a *app) announceSaved(p store.Profile, from string) {
	if a.setting(a.global.authority, "", "APPREG_AUTHORITY").value == "" {
		a.announce("login host", p.Authority, from)
	}
	if a.setting(a.global.apiURL, "", "APPREG_API_URL").value == "" {
		a.announce("API host", p.APIURL, from)
	}
}

// announceEach says on stderr which saved hosts are in force, once for all the profiles that share them.
func (a *app) announceEach(profiles []store.Profile) {
	sharing := map[registration.Overrides][]store.Profile{}
	for _, p := range profiles {
		hosts := registration.Overrides{Authority: p.Authority, APIURL: p.APIURL}
		sharing[hosts] = append(sharing[hosts], p)
	}
	for _, p := range profiles {
		hosts := registration.Overrides{Authority: p.Authority, APIURL: p.APIURL}
		from := "profile " + p.Name
		if others := len(sharing[hosts]) - 1; others > 0 {
			from += fmt.Sprintf(" and %d more", others)
		}
		if len(sharing[hosts]) > 0 {
			a.announceSaved(p, from)
		}
		delete(sharing, hosts)
	}
}
