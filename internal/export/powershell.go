package export

import (
	"fmt"
	"strings"
)

// writePowerShell writes a script for PowerShell 7, whose Invoke-RestMethod takes a token as a secure string.
func writePowerShell(in Input) (string, error) {
	made := in.call()
	var headers strings.Builder
	for _, h := range made.headers {
		fmt.Fprintf(&headers, " %s = %s;", powerShell(h.name), powerShell(h.value))
	}
	lines := []string{
		"#requires -Version 7",
		"$ErrorActionPreference = 'Stop'",
		fmt.Sprintf("$token = & %s token %s | ConvertTo-SecureString -AsPlainText -Force", program, powerShell(in.Profile)),
		"if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }",
		fmt.Sprintf("Invoke-RestMethod -Uri %s -Headers @{%s } -Authentication Bearer -Token $token", powerShell(made.url), headers.String()),
	}
	return strings.Join(lines, "\n") + "\n", nil
}
