package steps

import (
	"cmp"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
)

// permissionFields asks which delegated permissions were added, where the person picks them.
func permissionFields(a Answers) []Field {
	service := service(a)
	if !service.PersonPicks || !a.Flow().SignsInUser() {
		return nil
	}
	wanted := service.Wanted(a.Flow())
	var options []Option
	for _, p := range service.Delegated {
		options = append(options, Option{Value: p.Name, Label: p.Name, Hint: p.Purpose})
	}
	slices.SortStableFunc(options, func(x, y Option) int { // what the test needs stands first
		return cmp.Compare(slices.Index(names(wanted), y.Value), slices.Index(names(wanted), x.Value))
	})
	return []Field{{Key: KeyPermissions, Kind: Choices, Label: "Permissions added", Flag: "--permission", Options: options, Optional: true, Advanced: true,
		Default: strings.Join(names(wanted), ","),
		Help:    "The permissions that you added. The test checks that the token has them.",
		Accept: func(_ Answers, raw string) (Accepted, *Problem) {
			return acceptPermissions(service, a.Flow(), raw)
		}}}
}

// permissionShape is Namespace.Resource.Action, the form of Power Platform's names.
var permissionShape = pattern.Lazy(`^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*){2,4}$`)

// acceptPermissions takes names separated by commas, blanks or lines, also as the scope of a token answer gives them.
// Microsoft adds permissions all the time: a name of the right form that the catalogue lacks is taken with a note.
func acceptPermissions(service catalog.Service, flow catalog.Flow, raw string) (Accepted, *Problem) {
	var taken, unknown []string
	for _, name := range strings.FieldsFunc(strings.Map(dropInvisible, plainBlanks(raw)), func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) }) {
		name = name[strings.LastIndex(name, "/")+1:]
		if name == ".default" {
			continue
		}
		if p, ok := service.Permission(flow, name); ok {
			name = p.Name
		} else if permissionShape.Regexp().MatchString(name) {
			unknown = append(unknown, name)
		} else {
			return Accepted{}, &Problem{Message: "that isn't the name of a permission",
				Fix: "a name reads Namespace.Resource.Action, for example " + strings.Join(names(service.Wanted(flow)), ", ")}
		}
		if !slices.Contains(taken, name) {
			taken = append(taken, name)
		}
	}
	accepted := Accepted{Value: strings.Join(taken, ",")}
	if len(unknown) > 0 {
		accepted.Note = "not in appreg's list, added as typed: " + strings.Join(unknown, ", ")
	}
	return accepted, nil
}

func names(permissions []catalog.Permission) []string {
	list := make([]string, 0, len(permissions))
	for _, p := range permissions {
		list = append(list, p.Name)
	}
	return list
}
