package certificate

import "appreg/internal/cause"

// words are what is said of a problem.
type words struct {
	cause cause.Label
	text  string // what is wrong and what was expected; a date follows those of the end
	fix   string // what to do
}

const (
	unreadable = cause.CertUnreadable
	algorithm  = cause.CertAlgorithm

	makeAPair = "create a new RSA key with its certificate, and upload the certificate under Certificates & secrets"
)

var texts = [...]words{
	NotReadable: {unreadable, "the file is neither a PEM file with certificate and key nor a PFX file, or it's damaged",
		"use the PEM or PFX file that has both the certificate and its private key"},
	TooLarge: {unreadable, "the file is larger than 1 MB; a certificate with its key has a few KB", "use the certificate's file"},
	CutOff: {unreadable, "the file is cut off: it has no END line",
		"copy the whole file again, down to the last END line"},
	NoCertificate: {unreadable, "the file has a private key but no certificate",
		"combine it with its certificate, the file you uploaded to the portal"},
	NoKey: {unreadable, "the file has a certificate but no private key",
		"use the file that was created with the key; this one is for the portal. If the key is in another file, combine both"},
	CertificatesOnly: {unreadable, "the file has certificates but no private key (PKCS #7, .p7b)",
		"export the certificate again with its private key, as a PFX file"},
	Request: {unreadable, "the file is a certificate request, not a certificate",
		"use the certificate created from it, with the private key"},
	PublicKey: {unreadable, "the file is a public key, without a certificate and private key",
		"use the PEM or PFX file that has both the certificate and its private key"},
	SeveralKeys: {unreadable, "the file has more than one private key", "keep only the certificate's key in it"},
	OpenSSH: {unreadable, "the private key is in OpenSSH's own format; ssh-keygen -p -m PEM converts it",
		"convert a copy to PEM, and combine it with its certificate"},
	PuTTY: {unreadable, "the file is a PuTTY key (.ppk), without a certificate",
		"use the PEM or PFX file that was created with the certificate"},
	JavaKeystore: {unreadable, "the file is a Java keystore (JKS)", "export certificate and key from it as PKCS12, which is PFX"},
	PasswordNeeded: {unreadable, "the file needs its password",
		"enter the file's password, set when it was created"},
	PasswordWrong: {unreadable, "the password doesn't open the file",
		"enter the file's password, set when it was created"},
	PasswordNotTaken: {unreadable, "appreg can't open the file: its password has an emoji or another rare character",
		"write the file again with a password of letters, digits and common signs"},
	UnsupportedFormat: {unreadable, "the file uses a cipher or structure that appreg can't read",
		"write it again, with any password, even the old one"},
	TooMuchWork: {unreadable, "the file needs more rounds of key derivation than appreg computes (5 million)",
		"if you know its origin, write it again with the usual number, which may take a while"},
	NotRSA:     {algorithm, "the key isn't an RSA key; Entra's client assertions need RSA", makeAPair},
	RSAPSS:     {algorithm, "the key is bound to RSA-PSS (rsassaPss); appreg signs with plain RSA keys (rsaEncryption)", makeAPair},
	KeyTooLong: {algorithm, "the RSA key has more than 16384 bits", makeAPair},
	KeyMismatch: {cause.CertKeyMismatch, "the private key doesn't match the certificate",
		"find the key that was created with this certificate; if it's lost, " + makeAPair},
	Expired:     {cause.CertExpired, "the certificate expired on ", makeAPair},
	NotYetValid: {cause.CertExpired, "the certificate isn't valid before ", "wait until then, or " + makeAPair},
}

// command is what makes a usable file, and when.
type command struct {
	problems []Problem
	format   Format // empty: any
	bare     string // "yes", "no" or any
	text     string
}

// then joins commands into one line that bash, zsh, cmd and PowerShell 7 run, each only if the one before succeeded.
const then = " && "

// NewPair makes a new pair.
const NewPair = cause.NewCertificate

// commands are looked through in this order. Each is run by a test in every situation in which it is given.
var commands = []command{
	{[]Problem{NoKey}, PEM, "", "openssl pkcs12 -export -inkey key.pem -in {file} -out appreg-certificate.pfx"},
	{[]Problem{NoKey}, DER, "", "openssl x509 -inform DER -in {file} -out appreg-certificate.cer" + then +
		"openssl pkcs12 -export -inkey key.pem -in appreg-certificate.cer -out appreg-certificate.pfx"},
	{[]Problem{NoCertificate}, DER, "", "openssl pkey -inform DER -in {file} -out appreg-key.pem" + then +
		"openssl pkcs12 -export -inkey appreg-key.pem -in certificate.cer -out appreg-certificate.pfx"},
	{[]Problem{NoCertificate}, PFX, "", "openssl pkcs12 -in {file} -nocerts -out appreg-key.pem" + then +
		"openssl pkcs12 -export -inkey appreg-key.pem -in certificate.cer -out appreg-certificate.pfx"},
	{[]Problem{NoCertificate}, PEM, "", "openssl pkcs12 -export -inkey {file} -in certificate.cer -out appreg-certificate.pfx"},
	{[]Problem{OpenSSH}, "", "yes", copyKey + then + "ssh-keygen -p -m PEM -f appreg-key.pem" + then +
		"openssl pkcs12 -export -inkey appreg-key.pem -in certificate.cer -out appreg-certificate.pfx"},
	{[]Problem{OpenSSH}, "", "no", copyKey + then + "ssh-keygen -p -m PEM -f appreg-key.pem" + then +
		"openssl pkcs12 -export -inkey appreg-key.pem -in {file} -out appreg-certificate.pfx"},
	{[]Problem{PasswordNotTaken, UnsupportedFormat, TooMuchWork}, PFX, "", "openssl pkcs12 {legacy} -aes256 -in {file} -out appreg-certificate.pem"},
	{[]Problem{PasswordNotTaken, UnsupportedFormat, TooMuchWork}, PEM, "", "openssl pkcs12 -export {legacy} -in {file} -out appreg-certificate.pfx"},
	{[]Problem{NotRSA, RSAPSS, KeyTooLong, KeyMismatch, Expired}, "", "", NewPair},
}
