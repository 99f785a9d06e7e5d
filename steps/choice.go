package steps

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/spelling"
)

// acceptOption takes one of a field's options, by its value or label, whatever the case. An unknown name and an
// option that cannot be chosen are faults of usage: the Problem has no cause and lists what is valid.
func acceptOption(name string, options []Option, also func(value string) map[Key]string) func(Answers, string) (Accepted, *Problem) {
	return func(_ Answers, raw string) (Accepted, *Problem) {
		wanted := strings.TrimSpace(raw)
		at := slices.IndexFunc(options, func(o Option) bool {
			return strings.EqualFold(o.Value, wanted) || strings.EqualFold(o.Label, wanted)
		})
		if at < 0 {
			fix := "valid: " + strings.Join(validOptions(options), ", ")
			if near := spelling.Nearest(wanted, validOptions(options)); near != "" {
				fix += " (did you mean " + near + "?)"
			}
			return Accepted{}, &Problem{Message: fmt.Sprintf("unknown %s %s", name, quote(wanted)), Fix: fix}
		}
		option := options[at]
		if option.Reason != "" {
			return Accepted{}, &Problem{Message: option.Value + " can't be chosen: " + option.Reason, Fix: "valid: " + strings.Join(validOptions(options), ", ")}
		}
		accepted := Accepted{Value: option.Value}
		if also != nil {
			accepted.Also = also(option.Value)
		}
		return accepted, nil
	}
}

// validOptions lists the values that can be chosen.
func validOptions(options []Option) []string {
	var values []string
	for _, o := range options {
		if o.Reason == "" {
			values = append(values, o.Value)
		}
	}
	return values
}

// yesOrNo returns the options of a question, with a hint each.
func yesOrNo(yes, no string) []Option {
	return []Option{{Value: No, Label: "No", Hint: no}, {Value: Yes, Label: "Yes", Hint: yes}}
}
