package steps

import (
	"strings"

	"appreg/internal/cause"
	"appreg/internal/pattern"
)

var (
	// storeShape is a path of PowerShell's Certificate provider.
	storeShape = pattern.Lazy(`^(?i)(?:Microsoft\.PowerShell\.Security\\Certificate::|cert:)[\\/]*(.*)$`)
	storeEntry = pattern.Lazy(`^(?i)(CurrentUser|LocalMachine)[\\/]([a-z ]+)[\\/]([0-9a-f]{40})[\\/]*$`)
	shortPrint = pattern.Lazy(`^(?i)[0-9a-f]{40}$`)
)

// personalStore is where Windows keeps a user's own certificates.
const personalStore = `CurrentUser\My\`

// notAFile names what is given in place of a file's path and cannot be one.
func notAFile(named string) *Problem {
	if storeShape.Regexp().MatchString(named) {
		return storeProblem(named)
	}
	if len(named) > longestName && !strings.ContainsAny(named, `.\ `) {
		return &Problem{Cause: cause.CertUnreadable, Message: "this looks like the content of a certificate file, not like its path",
			Fix: "save it in a file and name that; if it stood on a command line, others may have seen the key: make a new one", Whole: true}
	}
	return nil
}

// longestName is the length of the longest file name that the systems take.
const longestName = 255

// storeProblem is the problem of what names a certificate in the store of Windows: a path of PowerShell's, or a
// thumbprint as the portal and certlm.msc show it. It is nil for anything else.
func storeProblem(named string) *Problem {
	entry := ""
	if found := storeShape.Regexp().FindStringSubmatch(named); found != nil {
		if parts := storeEntry.Regexp().FindStringSubmatch(found[1]); parts != nil {
			entry = parts[1] + `\` + parts[2] + `\` + strings.ToUpper(parts[3])
		}
	} else if !thumbprintShape.Regexp().MatchString(named) {
		return nil
	} else if plain := strings.NewReplacer(" ", "", ":", "").Replace(named); shortPrint.Regexp().MatchString(plain) {
		entry = personalStore + strings.ToUpper(plain)
	}
	problem := &Problem{Cause: cause.CertUnreadable, Message: "this names a certificate in a Windows certificate store, and appreg reads files", Whole: true,
		Fix: "export the certificate together with its private key as a PFX file, and name that file"}
	if entry != "" {
		problem.Fix = "export the certificate together with its private key in PowerShell, and name the PFX file"
		problem.Command = `Export-PfxCertificate -Cert 'Cert:\` + entry + `' -FilePath appreg-certificate.pfx -Password (Read-Host -AsSecureString)`
	}
	return problem
}
