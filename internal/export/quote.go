package export

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"appreg/internal/pattern"
)

// plain is what needs no quotes in a .env file or a unit.
var plain = pattern.Lazy(`^[A-Za-z0-9_./:@~+,-]+$`)

// quotes are all that PowerShell takes for a quote.
var quotes = pattern.Lazy(`['‘’‚‛]`)

// powerShell returns value as a literal string. PowerShell takes typographic quotes for straight ones.
func powerShell(value string) string {
	return "'" + quotes.Regexp().ReplaceAllString(value, "$0$0") + "'"
}

// dotenvText returns value as every reader of .env files takes it: those of Node and Python, Docker Compose, a shell. They agree
// on few escapes, so that not every value can be written.
func dotenvText(value string) (string, error) {
	switch {
	case plain.Regexp().MatchString(value):
		return value, nil
	case strings.ContainsRune(value, '\r'):
		return "", errors.New("a value has a carriage return, which .env files can't hold")
	case strings.Contains(value, "${"):
		return "", errors.New("a value has ${, which some readers of .env files would replace")
	case strings.HasSuffix(value, `\`) || strings.Contains(value, `\\`):
		return "", errors.New("a value has backslashes that some readers of .env files would take for escapes")
	case !strings.Contains(value, "'"):
		return "'" + value + "'", nil
	case !strings.ContainsAny(value, "\"\\$`"):
		return `"` + value + `"`, nil
	default:
		return "", errors.New("a value has ' beside other signs that .env files can't hold with it")
	}
}

// jsonText returns value as a JSON string; it is a YAML one, too.
func jsonText(value string) string { return strings.TrimSuffix(jsonLine(value), "\n") }

// jsonLine returns v on one line, jsonBlock indented.
func jsonLine(v any) string { return encoded(v, "") }

func jsonBlock(v any) string { return encoded(v, "  ") }

func encoded(v any, indent string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	_ = enc.Encode(v) // strings, and maps and structs of them
	return b.String()
}

// hcl returns value as a Terraform string: ${ and %{ begin a template there.
func hcl(value string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(jsonText(value))
}

// form returns value as it stands in a form's body, where it isn't encoded again.
func form(value string) string { return url.QueryEscape(value) }

// unit returns value as one word of a systemd unit, where % begins a specifier.
func unit(value string) string {
	value = strings.ReplaceAll(value, "%", "%%")
	if plain.Regexp().MatchString(value) {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(value) + `"`
}

// workflow returns value as a YAML string of a workflow, where ${{ begins an expression.
func workflow(value string) string {
	return jsonText(strings.ReplaceAll(value, "${{", "${{ '${{' }}"))
}

// pipeline returns value as a YAML string of Azure Pipelines, which has no way to write the beginning of a macro.
func pipeline(value string) (string, error) {
	for _, macro := range []string{"$(", "${{", "$["} {
		if strings.Contains(value, macro) {
			return "", errors.New("a value has " + macro + ", which Azure Pipelines would replace")
		}
	}
	return jsonText(value), nil
}

// templated reports a value that a client with {{variables}} would read as one of them.
func templated(value string) error {
	if strings.Contains(value, "{{") {
		return errors.New("a value has {{, which the tool would replace")
	}
	return nil
}

// oneLine makes a text that stands in a comment stay there.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
