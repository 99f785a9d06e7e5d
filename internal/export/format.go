// Package export writes what a profile describes in the forms that other tools read: one file a format. It reads no store and
// no network. A file holds references (a variable, a call of appreg token) unless its input has a value.
package export

import (
	"fmt"
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// Input is what a format is made from.
type Input struct {
	Profile     string
	Tenant      string // GUID where it is known, else the domain
	ClientID    string
	Flow        catalog.FlowInfo
	Target      catalog.Target // with the hosts that the profile was saved for
	Username    string         // of a user's flow
	Environment string
	Project     string
	Certificate string        // path of the certificate file; empty: not kept as a file
	Assertion   string        // path of the file that holds another issuer's token; empty: the platform's
	Value       secret.Secret // client secret, password or the certificate's password; none: by reference
	Asked       Asked
	Objects     Objects
}

// Asked is what the documents ask of a registration.
type Asked struct {
	Audience     string   // signInAudience
	RedirectURIs []string // of platform Mobile and desktop applications
	Delegated    []string // names of permissions
	Application  []string
}

// Objects are the ids that the directory gave a registration; empty: not known.
type Objects struct {
	Application      string
	ServicePrincipal string
	DisplayName      string
}

// Format is a form that another tool reads.
type Format struct {
	Name    string
	Title   string // whose it is
	Note    string // what to do with the output, said beside it; empty: the output says it
	NoValue string // why it never holds a value; empty: it can
	HoldsID bool   // it can hold the ids of what is in the tenant: Input.Objects
	OnlyBy  string // why it is nothing without a value; empty: it works by reference

	ofAPIs bool                        // only those whose catalogue lists the tool
	byFile bool                        // it takes a certificate as a file alone
	proofs proofs                      // which it can use, and why not the others
	write  func(Input) (string, error) // the whole file, ending in a newline
}

// Lookup returns the format of that name; false if there is none.
func Lookup(name string) (Format, bool) {
	i := slices.IndexFunc(formats(), func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return formats()[i], true
}

// Formats returns every format, in the order in which they are listed.
func Formats() []Format { return formats() }

// Named returns what a format is called.
func (f Format) Named() (name, title string) { return f.Name, f.Title }

// UnfitError says why a format can't be made from a profile.
type UnfitError struct {
	Format string
	Reason string
}

func (e *UnfitError) Error() string {
	return fmt.Sprintf("format %s doesn't fit: %s", e.Format, e.Reason)
}

// Fits returns an UnfitError if the format can't serve the API or the flow; nil if it can.
func (f Format) Fits(api catalog.API, flow catalog.FlowInfo) error {
	service, _ := catalog.Lookup(api)
	switch reason, known := f.proofs[flow.Proof]; {
	case f.ofAPIs && !slices.Contains(service.Tools, f.Name):
		return &UnfitError{f.Name, "the tool doesn't call " + service.Title}
	case !known:
		return &UnfitError{f.Name, unknownProof}
	case reason != "":
		return &UnfitError{f.Name, reason}
	}
	return nil
}

// Write returns the file. It fails with an UnfitError where the format doesn't fit, or can't hold a character of a value.
func (f Format) Write(in Input) (string, error) {
	if err := f.Fits(in.Target.API, in.Flow); err != nil {
		return "", err
	}
	if f.byFile && in.Flow.Proof == catalog.ProofCertificate && in.Certificate == "" {
		return "", &UnfitError{f.Name, fileNeeded}
	}
	text, err := f.write(in)
	if err != nil {
		return "", &UnfitError{f.Name, err.Error()}
	}
	return text, nil
}
