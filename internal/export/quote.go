package export

import (
	"bytes"
	"encoding/json"
	"strings"
)

// shell is a word of a POSIX shell, and of a .env file.
func shell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// ps is a text of PowerShell.
func ps(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// quoted is a text of JSON and of YAML.
func quoted(text string) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a text: cannot fail
	return strings.TrimSuffix(out.String(), "\n")
}

// hcl is a text of Terraform's language.
func hcl(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted(text))
}

// indented is JSON for people.
func indented(value any) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return out.String(), err
}

// identifier is a name for a language: letters, digits and underscores.
func identifier(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, "app_"+text)
}
