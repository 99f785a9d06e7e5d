package steps

import (
	"slices"

	"appreg/internal/catalog"
)

// api is everything that the steps say about one API alone. An empty text and a nil func add nothing; facts that are not
// words are the catalogue's.
type api struct {
	id   catalog.API
	hint string // what it is for, on the first screen

	start       func(a Answers) []Block // what to know before anything is done
	application func(a Answers) []Block // what to know when it is registered
	unique      string                  // what else the application's name must be
	redirect    func(a Answers) string  // what to do with the redirect URI where the flow needs none; nil: leave it empty
	redirects   func(a Answers) []Field // asks for one that the product needs

	permissions   func(a Answers, consent Block) []Block // what the permissions are for; consent says why consent comes first
	noPermissions []Block                                // why an application has none to add
	rights        string                                 // where an application without permissions gets its rights
	notListed     string                                 // what to do where the portal does not list the API; else it is added
	publicClient  string                                 // why an application that signs in as itself sets the switch
	credential    string                                 // what to know about secret and certificate

	duty        func(g *Guide, a Answers) // adds to what is left to do in the product
	beforeToken func(a Answers) []Block   // what must be true before the application's token is of use
	token       func(g *Guide, a Answers) // adds to the test what else must be right
	tested      func(a Answers) []Field   // asks what the test calls
	server      string                    // stands for the address of a server of one's own
	next        func(g *Guide, a Answers) // adds to what comes after saving
}

// apiOf returns what the steps say about the chosen API. It says nothing about one that was not chosen yet, or that does
// not exist: of that, unknown tells.
func apiOf(a Answers) api {
	all := apis()
	if i := slices.IndexFunc(all, func(one api) bool { return one.id == a.API() }); i >= 0 {
		return all[i]
	}
	return api{}
}

// of asks for a part that an API may not have.
func of[T any](part func(Answers) T, a Answers) (made T) {
	if part != nil {
		made = part(a)
	}
	return made
}

// add has an API add a part that it may not have.
func (g *Guide) add(part func(*Guide, Answers), a Answers) {
	if part != nil {
		part(g, a)
	}
}

// service returns the chosen API's row, an empty one before an API is chosen.
func service(a Answers) catalog.Service {
	s, _ := catalog.Lookup(a.API())
	return s
}

// unknown names an API or flow that is answered and that appreg does not know, as a draft or profile of another version
// may hold one; nil if there is none. The error is a *catalog.UnknownError.
func (a Answers) unknown() error {
	if a.API() != "" {
		if _, err := catalog.ParseAPI(string(a.API())); err != nil {
			return err
		}
	}
	if a.Flow() != "" {
		if _, err := catalog.ParseFlow(string(a.Flow())); err != nil {
			return err
		}
	}
	return nil
}
