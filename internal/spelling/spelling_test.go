package spelling

import "testing"

func TestNearest(t *testing.T) {
	apis := []string{"lcs", "power-platform", "power-apps", "business-central"}
	flags := []string{"output", "refresh", "tenant", "client-id", "no-input"}
	for _, test := range []struct {
		typed string
		names []string
		want  string
	}{
		{"bc", apis, "business-central"},
		{"BC", apis, "business-central"},
		{"pp", apis, "power-platform"},
		{"pa", apis, "power-apps"},
		{"business", apis, "business-central"},
		{"buisness-central", apis, "business-central"},
		{"sharepoint", apis, ""},
		{"lsc", apis, "lcs"},
		{"xyz", apis, ""},
		{"", apis, ""},
		{"outptu", flags, "output"},
		{"clientid", flags, "client-id"},
		{"noinput", flags, "no-input"},
		{"out", flags, "output"},
		{"o", flags, ""},
		{"format", flags, ""},
		{"tenant", nil, ""},
	} {
		if got := Nearest(test.typed, test.names); got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}

// What is only similar counts here, not what a name begins with.
func TestSimilar(t *testing.T) {
	names := []string{"bc-dev", "bc-prod", "lcs", "x"}
	tests := map[string]string{
		"bc-dev": "bc-dev", "bcdev": "bc-dev", "BC-PRD": "bc-prod", "bc-deev": "bc-dev",
		"lsc": "lcs", "contoso": "", "y": "", "": "", "bc": "",
	}
	for ask, want := range tests {
		if got := Similar(ask, names); got != want {
			t.Errorf("%q: %q, want %q", ask, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 2}, {"same", "same", 0}}
	for _, test := range tests {
		for enough := range 9 { // it stops counting where that is enough
			if got := distance(test.a, test.b, enough, nil); min(got, enough) != min(test.want, enough) {
				t.Errorf("%q %q: %d of %d, want %d", test.a, test.b, got, enough, test.want)
			}
		}
	}
}
