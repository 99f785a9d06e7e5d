package lines

import (
	"fmt"
	"strconv"
	"strings"

	"appreg/steps"
)

// shortList is how many options are listed one a line; more are listed by their names' first part.
const shortList = 12

// listOptions lists what a choice offers, numbered, and with its reason what it does not.
func (p *printer) listOptions(field steps.Field) {
	if len(field.Options) > shortList {
		p.listGroups(field.Options)
	} else {
		p.listEach(field.Options)
	}
	if field.Kind == steps.Choices {
		p.para("Give numbers or names, separated by commas.")
	}
}

func (p *printer) listEach(options []steps.Option) {
	n := 0
	for _, option := range options {
		text := plainNames(option.Label)
		if option.Reason != "" {
			p.item("  -  ", text+": can't be chosen: "+option.Reason)
			continue
		}
		n++
		if option.Hint != "" {
			text += ": " + plainNames(option.Hint)
		}
		p.item(fmt.Sprintf("  %d. ", n), text)
	}
}

// listGroups lists many options as one paragraph for each namespace, the part of a name before its first dot.
func (p *printer) listGroups(options []steps.Option) {
	group, names := "", []string(nil)
	flush := func() {
		if len(names) > 0 {
			p.item("  ", group+": "+strings.Join(names, ", "))
		}
		names = nil
	}
	for i, option := range choosable(options) {
		namespace, name, found := strings.Cut(option.Value, ".")
		if !found {
			namespace, name = "Others", option.Value
		}
		if namespace != group {
			flush()
			group = namespace
		}
		names = append(names, strconv.Itoa(i+1)+" "+name)
	}
	flush()
}

// choosable returns the options that can be chosen, in the order of their numbers.
func choosable(options []steps.Option) []steps.Option {
	var list []steps.Option
	for _, option := range options {
		if option.Reason == "" {
			list = append(list, option)
		}
	}
	return list
}

// pick finds the option that text means: its number, its value, its label or an unambiguous part of one of them.
// wrong says why there is none; it does not repeat text, which may be a secret in the wrong place.
func pick(options []steps.Option, text string) (option steps.Option, wrong string) {
	can := choosable(options)
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > len(can) {
			return steps.Option{}, fmt.Sprintf("no such number: choose 1 to %d", len(can))
		}
		return can[n-1], ""
	}
	found := named(options, text)
	switch {
	case text == "":
		return steps.Option{}, fmt.Sprintf("give a number from 1 to %d or a name", len(can))
	case len(found) == 0:
		return steps.Option{}, fmt.Sprintf("that is none of the choices: give a number from 1 to %d or a name", len(can))
	case len(found) > 1:
		return steps.Option{}, "that fits several choices: give the number or the whole name"
	case found[0].Reason != "":
		return steps.Option{}, found[0].Label + " can't be chosen: " + found[0].Reason
	}
	return found[0], ""
}

// named returns the options that text names: exactly, else by the beginning, else by a part of value or label.
func named(options []steps.Option, text string) []steps.Option {
	fits := []func(name, text string) bool{
		func(name, text string) bool { return name == text }, strings.HasPrefix, strings.Contains,
	}
	text = strings.ToLower(text)
	for _, fit := range fits {
		var found []steps.Option
		for _, option := range options {
			if fit(strings.ToLower(option.Value), text) || fit(strings.ToLower(option.Label), text) {
				found = append(found, option)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// pickSeveral turns numbers and names, separated by commas, into values separated by commas.
// Names are passed on for the field to judge: it may take more than the options.
func pickSeveral(options []steps.Option, text string) (values, wrong string) {
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		for _, word := range numbersOrName(part) {
			if _, err := strconv.Atoi(word); err != nil {
				list = append(list, word)
				continue
			}
			option, wrong := pick(options, word)
			if wrong != "" {
				return "", wrong
			}
			list = append(list, option.Value)
		}
	}
	return strings.Join(list, ","), ""
}

// numbersOrName splits "1 4 7" into its numbers; any other text is one name.
func numbersOrName(part string) []string {
	words := strings.Fields(part)
	for _, word := range words {
		if _, err := strconv.Atoi(word); err != nil {
			return []string{strings.TrimSpace(part)}
		}
	}
	return words
}
