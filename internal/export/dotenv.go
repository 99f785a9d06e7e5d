package export

import (
	"fmt"
	"strings"
)

// dotenv is a .env file. What is still to be put in stands empty.
func dotenv(in Input) (string, error) {
	var text strings.Builder
	for _, s := range in.settings() {
		if s.ref {
			fmt.Fprintf(&text, "# Put it in here, or leave the line out and set it elsewhere.\n%s=\n", s.name)
			continue
		}
		fmt.Fprintf(&text, "%s=%s\n", s.name, shell(s.value))
	}
	return text.String(), nil
}
