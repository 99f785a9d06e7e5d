package lines

import (
	"strings"
	"testing"

	"appreg/steps"

	"github.com/google/go-cmp/cmp"
)

var stageOptions = []steps.Option{
	{Value: "client-secret", Label: "Client secret", Hint: "made in the portal"},
	{Value: "browser", Label: "Browser", Reason: "no user signs in"},
	{Value: "client-certificate", Label: "Client certificate"},
	{Value: "password", Label: "User name and password"},
}

func TestPick(t *testing.T) {
	tests := map[string]struct {
		text  string
		value string
		wrong string // a part of it
	}{
		"number":                  {"1", "client-secret", ""},
		"number after a refused":  {"2", "client-certificate", ""},
		"value":                   {"password", "password", ""},
		"label, other case":       {"CLIENT SECRET", "client-secret", ""},
		"beginning":               {"pass", "password", ""},
		"part":                    {"certif", "client-certificate", ""},
		"ambiguous":               {"client", "", "several"},
		"number too high":         {"4", "", "1 to 3"},
		"number zero":             {"0", "", "1 to 3"},
		"negative number":         {"-1", "", "1 to 3"},
		"not offered: the reason": {"browser", "", "no user signs in"},
		"unknown":                 {"magic", "", "none of the choices"},
		"nothing":                 {"", "", "give a number from 1 to"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			option, wrong := pick(stageOptions, test.text)
			if option.Value != test.value || !strings.Contains(wrong, test.wrong) || (wrong == "") != (test.wrong == "") {
				t.Errorf("pick(%q) = %q, %q; want %q, %q", test.text, option.Value, wrong, test.value, test.wrong)
			}
			if len(test.text) > 4 && test.value == "" && test.text != "browser" && strings.Contains(wrong, test.text) {
				t.Errorf("the answer is repeated: %q", wrong)
			}
		})
	}
}

func TestPickSeveral(t *testing.T) {
	tests := map[string]struct{ text, values, wrong string }{
		"numbers":                 {"1, 3", "client-secret,password", ""},
		"numbers without commas":  {"1 3", "client-secret,password", ""},
		"names go on as they are": {"A.Read, B c", "A.Read,B c", ""},
		"both":                    {"2,A.Read", "client-certificate,A.Read", ""},
		"a number too high":       {"1,9", "", "1 to 3"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			values, wrong := pickSeveral(stageOptions, test.text)
			if values != test.values || !strings.Contains(wrong, test.wrong) || (wrong == "") != (test.wrong == "") {
				t.Errorf("pickSeveral(%q) = %q, %q", test.text, values, wrong)
			}
		})
	}
}

func TestListOptions(t *testing.T) {
	var many []steps.Option
	for _, name := range []string{"Admin.A", "Admin.B", "Apps.A", "Plain"} {
		for _, suffix := range []string{"1", "2", "3", "4"} {
			many = append(many, steps.Option{Value: name + suffix})
		}
	}
	tests := map[string]struct {
		field steps.Field
		want  string
	}{
		"one a line, with reasons": {steps.Field{Kind: steps.Choice, Options: stageOptions}, `  1. Client secret: made in the portal
  -  Browser: can't be chosen: no user signs in
  2. Client certificate
  3. User name and password
`},
		"many, by namespace": {steps.Field{Kind: steps.Choices, Options: many},
			`  Admin: 1 A1, 2 A2, 3 A3, 4 A4, 5 B1, 6 B2, 7 B3, 8 B4
  Apps: 9 A1, 10 A2, 11 A3, 12 A4
  Others: 13 Plain1, 14 Plain2, 15 Plain3, 16 Plain4
Give numbers or names, separated by commas.
`},
		"none": {steps.Field{Kind: steps.Text}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := printed(78, func(p *printer) { p.listOptions(test.field) })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("list (-want +got):\n%s", diff)
			}
		})
	}
}
