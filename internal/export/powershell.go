package export

import "fmt"

// powerShell gets the token from appreg.
func powerShell(in Input) (string, error) {
	return fmt.Sprintf("$token = appreg token %s | ConvertTo-SecureString -AsPlainText -Force\nInvoke-RestMethod -Uri %s -Authentication Bearer -Token $token\n",
		ps(in.Profile), ps(in.address())), nil
}
