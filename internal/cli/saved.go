package cli

import (
	"fmt"
	"strings"

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
			code: exitStore, label: "store", err: fmt.Errorf("couldn't use profile %s: %w", p.Name, err),
			fix: fmt.Sprintf("correct it in %s, or remove the profile and set it up again: appreg remove %s", st.IndexFile(), p.Name),
		}
	}
	if err := sameHosts(p.Name, reg.Overrides, given); err != nil {
		return reg, err
	}
	if given.CAFile != "" {
		reg.Overrides.CAFile, reg.Overrides.CASum = given.CAFile, given.CASum
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
		return fmt.Errorf("its API has to be written %s", target.API)
	case flow != p.Flow:
		return fmt.Errorf("its sign-in method has to be written %s", flow)
	}
	return nil
}

// sameHosts refuses to send what was saved for some hosts to others. Nothing given means those of the profile.
func sameHosts(profile string, saved, given registration.Overrides) error {
	if given.Authority == "" || given.Authority == saved.Authority && sameOrNone(given.APIURL, saved.APIURL) && sameOrNone(given.GraphURL, saved.GraphURL) {
		return nil
	}
	saved, given = differing(saved, given)
	return &failure{
		code: exitRefused, label: "other_host",
		err: fmt.Errorf("couldn't use profile %s: it was saved for %s, not for %s", profile, hostWords(saved), hostWords(given)),
		fix: "nothing was sent; leave the other host out (--authority, --api-url, --graph-url, APPREG_AUTHORITY, APPREG_API_URL, APPREG_GRAPH_URL), or set up a profile for it",
	}
}

// sameOrNone reports whether nothing was given, or what is saved.
func sameOrNone(given, saved string) bool { return given == "" || given == saved }

// differing leaves of two sets of hosts those that aren't the same.
func differing(saved, given registration.Overrides) (was, is registration.Overrides) {
	leave := func(saved, given string, was, is *string) {
		if saved != given {
			*was, *is = saved, given
		}
	}
	leave(saved.Authority, given.Authority, &was.Authority, &is.Authority)
	if given.APIURL != "" {
		leave(saved.APIURL, given.APIURL, &was.APIURL, &is.APIURL)
	}
	if given.GraphURL != "" {
		leave(saved.GraphURL, given.GraphURL, &was.GraphURL, &is.GraphURL)
	}
	return was, is
}

func hostWords(o registration.Overrides) string {
	var words []string
	for _, host := range []struct{ what, value string }{{"login host", o.Authority}, {"API host", o.APIURL}, {"Graph host", o.GraphURL}} {
		if host.value != "" {
			words = append(words, host.what+" "+host.value)
		}
	}
	if len(words) == 0 {
		return "the cloud's own hosts"
	}
	return strings.Join(words, " and ")
}

// announceSaved says on stderr which hosts and roots of a profile are in force. Those given now were announced when they were read.
func (a *app) announceSaved(p store.Profile, from string) {
	if a.setting(a.global.authority, "", "APPREG_AUTHORITY").value == "" {
		a.announce("login host", p.Authority, from)
	}
	if a.setting(a.global.apiURL, "", "APPREG_API_URL").value == "" {
		a.announce("API host", p.APIURL, from)
	}
	if a.setting(a.global.graphURL, "", "APPREG_GRAPH_URL").value == "" {
		a.announce("Graph host", p.GraphURL, from)
	}
	if a.setting(a.global.caFile, "", "APPREG_CA_FILE").value == "" {
		a.announceCA(p.CAFile, from)
	}
}

// announceEach says on stderr which saved hosts are in force, once for all the profiles that share them.
func (a *app) announceEach(profiles []store.Profile) {
	sharing := map[registration.Overrides][]store.Profile{}
	for _, p := range profiles {
		hosts := registration.Overrides{Authority: p.Authority, APIURL: p.APIURL, GraphURL: p.GraphURL, CAFile: p.CAFile}
		sharing[hosts] = append(sharing[hosts], p)
	}
	for _, p := range profiles {
		hosts := registration.Overrides{Authority: p.Authority, APIURL: p.APIURL, GraphURL: p.GraphURL, CAFile: p.CAFile}
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
