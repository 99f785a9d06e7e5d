package catalog

import (
	"slices"

	"appreg/internal/cause"
)

// Trial is how a token is tried out at an API: by harmless calls, and what their answers mean.
type Trial struct {
	Calls    []Call
	Statuses []Statuses

	// What the API's own words mean, and behind what any API says, wide words and bare statuses of answers to calls that
	// others made. Of each the first that matches counts.
	Refusals, Otherwise []Refusal
	Empty               []Empty
}

// Subject is what a call is about, beyond tenant and token.
type Subject int

// The subjects.
const (
	AboutTenant      Subject = iota // the tenant or the user
	AboutProject                    // the project that the person named
	AboutEnvironment                // one environment
)

// Shape is what an answer looks like when the call succeeded.
type Shape int

// The shapes.
const (
	List     Shape = iota + 1 // {"value":[…]}
	Envelope                  // {"IsSuccess":true,…}: a refusal comes with 200 too
)

// Call is one harmless call. Where the person named what a call is about, it is made in place of the general one. Of
// several about an environment the first is made whose right the token holds.
type Call struct {
	Who     Caller
	About   Subject
	Path    string // with {project}, {tenant} and {environment}; appended to the API's address byte for byte
	Headers map[string]string
	Answer  Shape
	Thing   string   // what the answer lists, plural
	Rights  []string // any one of them in scp or roles will do; empty: rights come from the product, not from the token

	Lists      bool   // the answer names what calls about an environment take
	Documented bool   // the call's document names it for this kind of caller
	Give       string // the flag that gives what a call needs that says more
	Proves     string // what success says about the duty; empty: nothing
	Untested   string // what is then said instead
	Source     string
}

// Meaning is a cause, and behind it the others that are possible as well.
type Meaning []cause.Label

// Bearer is the finding that a refusal belongs to; none: the status decides.
type Bearer string

// The bearers.
const (
	BearsToken Bearer = "api"  // the token was not taken, or the call is not there
	BearsRight Bearer = "duty" // the token was taken, and a right is missing
)

// Refusal leads from what an answer of the API says to what it means. Every condition that is set must hold; within one, any
// of its values will do.
type Refusal struct {
	Alone  bool // the words tell the API: they mean this where none was named, too
	Who    Caller
	Status []int
	Codes  []string // lower case; one that ends in * is a beginning
	Text   []string // features of the wording, all of them: see internal/diagnose

	Means Meaning
	Guess bool   // only a hint
	Bears Bearer // the finding that bears it as the answer to one of the Calls; none: it says nothing about one
	Sure  bool   // holds even if the token lacks the right that the call needs
}

// Statuses are what a bare status means: 401, 403 and 404.
type Statuses struct {
	Who   Caller
	About Subject

	Unauthorized, Forbidden, NotFound Meaning
}

// Empty is what it usually means that a list is empty which in a tenant at work is not.
type Empty struct {
	Who     Caller
	Meaning string
	Steps   []string
}

// TrialOf returns how a token for api is tried out; nothing for an API that does not exist.
func TrialOf(api API) Trial {
	if e, ok := entryOf(api); ok {
		return e.trial()
	}
	return Trial{}
}

// Refusals returns what the words of an answer of api mean, and after that those which tell another API.
func Refusals(api API) []Refusal {
	list := slices.Clone(TrialOf(api).Refusals)
	for _, e := range entries() {
		if e.api != api {
			list = append(list, slices.DeleteFunc(slices.Clone(e.trial().Refusals), func(r Refusal) bool { return !r.Alone })...)
		}
	}
	return list
}

// CallsBy returns the calls for who signs in.
func (t Trial) CallsBy(who Caller) []Call {
	return slices.DeleteFunc(slices.Clone(t.Calls), func(c Call) bool { return c.Who != who })
}

// What statuses mean at several APIs.
var (
	badToken = Meaning{cause.APITokenMissing, cause.APIWrongAudience}
	notThere = Meaning{cause.APIOperationUnsupported, cause.APIServerDefect}
)
