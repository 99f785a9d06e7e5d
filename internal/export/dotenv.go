package export

import (
	"fmt"
	"strings"
)

// writeDotenv writes the lines that dotenv reads. It knows no commands: the secret stays out unless it is given.
func writeDotenv(in Input) (string, error) {
	list := in.variables()
	var b strings.Builder
	if in.value() != "" {
		list = append(list, pair{in.secretVariable(), in.value()})
	} else if name := in.secretVariable(); name != "" {
		fmt.Fprintf(&b, "# The %s isn't here: set %s in the environment.\n", in.Flow.Secret, name)
	}
	for _, v := range list {
		text, err := dotenvText(v.value)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s=%s\n", v.name, text)
	}
	return b.String(), nil
}
