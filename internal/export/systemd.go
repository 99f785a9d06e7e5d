package export

import "fmt"

// systemd is a unit whose program gets tokens by appreg; the credential is one of systemd's.
func systemd(in Input) (string, error) {
	return fmt.Sprintf(`[Unit]
Description=A program that uses the profile %[1]s

[Service]
Type=oneshot
# Made by: systemd-creds encrypt --name=appreg.%[1]s FILE /etc/credstore.encrypted/appreg.%[1]s
LoadCredentialEncrypted=appreg.%[1]s
ExecStart=appreg run %[1]s -- PROGRAM
`, in.Profile), nil
}
