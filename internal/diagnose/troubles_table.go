package diagnose

import "appreg/internal/transport"

// networkTrouble words a missing answer whose remedy is another than its cause's. What is empty stays the cause's own.
type networkTrouble struct {
	title, meaning, where string
	steps                 []string
}

// troubleOf returns the words for a trouble.
func troubleOf(t transport.Trouble) networkTrouble {
	switch t {
	case transport.ProxySetting:
		return networkTrouble{
			title:   "The proxy setting can't be read",
			meaning: "Nothing was sent: appreg doesn't go around a proxy that is set.",
			where:   "HTTPS_PROXY on this machine",
			steps: []string{
				"Write characters with a meaning in addresses by their number: % as %25, # as %23, / as %2F, ? as %3F, @ as %40, a space as %20.",
				"If you need no proxy, unset HTTPS_PROXY.",
			},
		}
	case transport.ProxyAbsent:
		return networkTrouble{
			title:   "The proxy can't be reached",
			meaning: "No connection to the proxy could be made. Nothing was sent.",
			steps: []string{
				"Check host and port in HTTPS_PROXY, and that the proxy runs.",
				"If you need no proxy, unset HTTPS_PROXY or add {askedHost} to NO_PROXY.",
			},
		}
	case transport.ProxyWindowsSignIn:
		return networkTrouble{
			title:   "The proxy requires a Windows sign-in",
			meaning: "The proxy takes Negotiate or NTLM only. appreg signs in to a proxy by user name and password (Basic).",
			steps: []string{
				"Run a local proxy that signs in for you, for example Px or Cntlm, and set HTTPS_PROXY to its address, such as http://127.0.0.1:3128.",
				"Or ask your network team to let {askedHost} through without a sign-in, or for a proxy that takes Basic.",
			},
		}
	case transport.NoSystemRoots:
		return networkTrouble{
			title:   "This machine has no root certificates",
			meaning: "It trusts no authority at all, as in a container without the package ca-certificates. Nothing says that the connection is inspected.",
			where:   "This machine's trusted certificates",
			steps: []string{
				"Install the package ca-certificates: apt-get install ca-certificates, apk add ca-certificates or dnf install ca-certificates.",
				"Without it, name a file with the roots: --ca-file or SSL_CERT_FILE.",
			},
		}
	case transport.NoTrouble:
	}
	return networkTrouble{}
}

// in puts the trouble's words into a diagnosis.
func (t networkTrouble) in(d Diagnosis, c Context) Diagnosis {
	if t.title == "" {
		return d
	}
	d.Title, d.Meaning = t.title, t.meaning
	if t.where != "" {
		d.Fix.Where = t.where
	}
	d.Fix.Steps, d.Fix.Command = nil, ""
	for _, step := range t.steps {
		d.Fix.Steps = append(d.Fix.Steps, fill(step, c))
	}
	return d
}
