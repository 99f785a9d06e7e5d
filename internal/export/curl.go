package export

import (
	"fmt"
	"strings"

	"appreg/internal/posix"
)

// writeCurl writes a script for bash. curl reads the token from a pipe: its arguments can be seen by others.
func writeCurl(in Input) (string, error) {
	made := in.call()
	var b strings.Builder
	fmt.Fprintf(&b, "#!/usr/bin/env bash\nset -euo pipefail\ntoken=$(%s)\ncurl -fsS -H @<(printf 'Authorization: Bearer %%s' \"$token\")", in.tokenCall())
	for _, h := range made.headers {
		fmt.Fprintf(&b, " \\\n  -H %s", posix.Word(h.name+": "+h.value))
	}
	fmt.Fprintf(&b, " \\\n  %s\n", posix.Word(made.url))
	return b.String(), nil
}
