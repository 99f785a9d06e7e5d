package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// UnknownError says that a name is not one of the catalogue's, or not with the other names it was given with.
type UnknownError struct {
	Kind  string   // what was named: "API", "sign-in method", "cloud" or "region"
	Name  string   // the name as it was given
	Why   string   // why a known name does not fit here; empty if the name itself is unknown
	Valid []string // the names that can be used instead; empty if the name must be left out
}

// Error returns one line: what was named, why it does not fit and the valid names.
func (e *UnknownError) Error() string {
	text := fmt.Sprintf("unknown %s %q", e.Kind, e.Name)
	if e.Why != "" {
		text = fmt.Sprintf("%s %q can't be used: %s", e.Kind, e.Name, e.Why)
	}
	if len(e.Valid) == 0 {
		return text
	}
	return text + "; valid: " + strings.Join(e.Valid, ", ")
}

// Row is a row of the catalogue that has a name in flags and reports, and a title for people.
type Row interface{ Named() (name, title string) }

// Named returns what an API is called.
func (s Service) Named() (name, title string) { return string(s.API), s.Title }

// Named returns what a flow is called.
func (f FlowInfo) Named() (name, title string) { return string(f.Flow), f.Title }

// Named returns what a cloud is called.
func (c CloudInfo) Named() (name, title string) { return string(c.Cloud), c.Title }

// Named returns what a region is called.
func (r RegionInfo) Named() (name, title string) { return string(r.Region), r.Title }

// Names returns the names of rows, in their order.
func Names[R Row](rows []R) []string {
	names := make([]string, 0, len(rows))
	for _, row := range rows {
		name, _ := row.Named()
		names = append(names, name)
	}
	return names
}

// ParseAPI reads the name of an API; blanks around it and case do not matter. The error is an *UnknownError.
func ParseAPI(name string) (API, error) { return parse[API]("API", name, apiNames()) }

// ParseFlow reads the name of a flow that this build offers. The error is an *UnknownError.
func ParseFlow(name string) (Flow, error) { return parse[Flow]("sign-in method", name, Names(Flows())) }

// ParseCloud reads the name of a cloud. The error is an *UnknownError.
func ParseCloud(name string) (Cloud, error) { return parse[Cloud]("cloud", name, Names(Clouds())) }

// ParseRegion reads the name of a region. The error is an *UnknownError.
func ParseRegion(name string) (Region, error) { return parse[Region]("region", name, Names(Regions())) }

// parse finds name among the valid ones.
func parse[ID ~string](kind, name string, valid []string) (ID, error) {
	if i := slices.Index(valid, strings.ToLower(strings.TrimSpace(name))); i >= 0 {
		return ID(valid[i]), nil
	}
	return "", &UnknownError{Kind: kind, Name: name, Valid: valid}
}
