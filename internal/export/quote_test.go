package export

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestQuotes(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"powershell", powerShell("it's ‘so’ $x"), "'it''s ‘‘so’’ $x'"},
		{"json", jsonText("a<b>&\"\n"), `"a<b>&\"\n"`},
		{"hcl", hcl(`${a} %{b} "c"`), `"$${a} %%{b} \"c\""`},
		{"form", form("a&b+c%é ~"), "a%26b%2Bc%25%C3%A9+~"},
		{"unit", unit(`50% "x"`), `"50%% \"x\""`},
		{"unit, plain", unit("bc-dev"), "bc-dev"},
		{"workflow", workflow("${{ secrets.X }}"), `"${{ '${{' }} secrets.X }}"`},
		{"comment", oneLine("a\nb: c"), "a b: c"},
		{"resource", resourceName("BC_dev.é-"), "appreg-bc-dev"},
		{"resource, long", resourceName(strings.Repeat("x", 64)), "appreg-" + strings.Repeat("x", 56)},
		{"title", title("apps and flows"), "AppsAndFlows"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
	var back string
	if err := json.Unmarshal([]byte(jsonText("é\u2028\x00")), &back); err != nil || back != "é\u2028\x00" {
		t.Errorf("%q %v", back, err)
	}
}

// TestWhatCannotBeWrittenIsRefused: a value that a format would change is an error, never written.
func TestWhatCannotBeWrittenIsRefused(t *testing.T) {
	for _, value := range []string{"'\"`", "a\rb", `'"`, "'$(x)", "'`x`", `'\`, "a${HOME}b", `a\\b`, `a\`} {
		if text, err := dotenvText(value); err == nil {
			t.Errorf("%q is written as %s", value, text)
		}
	}
	for _, macro := range []string{"$(x)", "${{ x }}", "$[x]"} {
		if text, err := pipeline(macro); err == nil {
			t.Error(text)
		}
	}
	if templated("{{x}}") == nil || templated("x") != nil {
		t.Error("templated")
	}
}
