package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// env is lines for a POSIX shell: the variables of an app, or the token of a user.
func env(in Input) (string, error) {
	if in.flow().Who != catalog.Application {
		return "export APPREG_ACCESS_TOKEN=\"$(" + in.tokenCommand() + ")\"\n", nil
	}
	var text strings.Builder
	for _, s := range in.settings() {
		if s.ref {
			fmt.Fprintf(&text, "export %s=\"${%s:?set it first}\"\n", s.name, s.name)
			continue
		}
		fmt.Fprintf(&text, "export %s=%s\n", s.name, shell(s.value))
	}
	return text.String(), nil
}
