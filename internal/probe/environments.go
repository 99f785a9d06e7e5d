package probe

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/sanitize"
)

// environments are those that an API's answer lists, in its order.
type environments []listed

// listed is one of them (Business Central, Get a list of environments). Its fields come from outside.
type listed struct {
	Name string `json:"name"`
	Type string `json:"type"` // Production or Sandbox
}

// readEnvironments reads the elements of a list; those without a name are left out.
func readEnvironments(list []json.RawMessage, redact sanitize.Redactor) environments {
	var all environments
	for _, raw := range list {
		var one listed
		if json.Unmarshal(raw, &one) == nil && one.Name != "" && len(one.Name) <= maxName {
			one.Name = redact.Redact(one.Name)
			all = append(all, one)
		}
	}
	return all
}

// names returns the names.
func (e environments) names() []string {
	var names []string
	for _, one := range e {
		names = append(names, one.Name)
	}
	return names
}

// preferred returns the environment to try where the person named none: production before the others, as that is where an
// integration is meant to work.
func (e environments) preferred() (name string, found bool) {
	if len(e) == 0 {
		return "", false
	}
	production := func(l listed) bool { return strings.EqualFold(l.Type, "Production") }
	return e[max(0, slices.IndexFunc(e, production))].Name, true
}

// maxName is how long a name is at most, in characters.
const maxName = 64

// maxKnown bounds the names that are told.
const maxKnown = 10

// knownHere names what the API's answer lists, in one phrase; empty if it lists nothing.
func knownHere(names []string) string {
	switch {
	case len(names) == 0:
		return ""
	case len(names) > maxKnown:
		return fmt.Sprintf("known here: %s and %d more", strings.Join(names[:maxKnown], ", "), len(names)-maxKnown)
	}
	return "known here: " + strings.Join(names, ", ")
}

// choice says which environment was tested where the person named none; empty where one was named.
func (c call) choice() string {
	if !c.chosen {
		return ""
	}
	return fmt.Sprintf("; no environment was named, so %s was tested; %s", c.environment, knownHere(c.known))
}

// naming adds to a refusal the names that the API's own answer has told.
func (c call) naming(label cause.Label) string {
	if known := knownHere(c.known); label == cause.APIEnvIDWrong && known != "" {
		return "; " + known
	}
	return c.choice()
}
