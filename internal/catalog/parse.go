package catalog

import (
	"fmt"
	"strings"
)

// UnknownError says that a name is not one of the catalogue's, or not with the other names it was given with.
type UnknownError struct {
	Kind  string   // what was named: "api", "flow", "cloud" or "region"
	Name  string   // the name as it was given
	Why   string   // why a known name does not fit here; empty if the name itself is unknown
	Valid []string // the names that can be used instead; empty if the name must be left out
}

// Error gives one line: what was named, why it does not fit and the valid names.
func (e *UnknownError) Error() string {
	text := fmt.Sprintf("unknown %s %q", e.Kind, e.Name)
	if e.Why != "" {
		text = fmt.Sprintf("%s %q cannot be used: %s", e.Kind, e.Name, e.Why)
	}
	if len(e.Valid) == 0 {
		return text
	}
	return text + "; valid: " + strings.Join(e.Valid, ", ")
}

// ParseAPI reads the name of an API; blanks around it and case do not matter. The error is an *UnknownError.
func ParseAPI(name string) (API, error) {
	return parse("api", name, Services(), func(s Service) API { return s.API })
}

// ParseFlow reads the name of a flow that this build offers. The error is an *UnknownError.
func ParseFlow(name string) (Flow, error) {
	return parse("flow", name, Flows(), func(f FlowInfo) Flow { return f.Flow })
}

// ParseCloud reads the name of a cloud. The error is an *UnknownError.
func ParseCloud(name string) (Cloud, error) {
	return parse("cloud", name, Clouds(), func(c CloudInfo) Cloud { return c.Cloud })
}

// ParseRegion reads the name of a region of Lifecycle Services. The error is an *UnknownError.
func ParseRegion(name string) (Region, error) {
	return parse("region", name, Regions(), func(r RegionInfo) Region { return r.Region })
}

// parse finds name among the ids of rows.
func parse[Row any, ID ~string](kind, name string, rows []Row, id func(Row) ID) (ID, error) {
	wanted := strings.ToLower(strings.TrimSpace(name))
	valid := make([]string, 0, len(rows))
	for _, row := range rows {
		if string(id(row)) == wanted {
			return id(row), nil
		}
		valid = append(valid, string(id(row)))
	}
	return "", &UnknownError{Kind: kind, Name: name, Valid: valid}
}
