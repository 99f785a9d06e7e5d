package export

import (
	"fmt"
	"strings"

	"appreg/internal/posix"
)

// writeEnv writes a script to be sourced by a POSIX shell or direnv.
func writeEnv(in Input) (string, error) {
	var b strings.Builder
	for _, v := range in.variables() {
		fmt.Fprintf(&b, "export %s=%s\n", v.name, posix.Word(v.value))
	}
	if in.value() != "" {
		fmt.Fprintf(&b, "export %s=%s\n", in.secretVariable(), posix.Word(in.value()))
		return b.String(), nil
	}
	if name := in.secretVariable(); name != "" {
		fmt.Fprintf(&b, "# The %s isn't here: set %s yourself, or use the token.\n", in.Flow.Secret, name)
	}
	fmt.Fprintf(&b, "export %s=\"$(%s)\"\n", tokenVariable, in.tokenCall())
	return b.String(), nil
}
