package steps

import (
	"errors"
	"io/fs"
	"strings"
	"time"

	"appreg/internal/certificate"
	"appreg/internal/givenfile"
	"appreg/internal/secret"
)

// keyLocked is answered with Yes while the certificate file waits for its password. It is never asked.
const keyLocked Key = "certificate-locked"

// certificateFile reads and judges certificate files.
type certificateFile struct{ env Env }

// accept takes the path of a file, reads it and keeps both: the path as text, the bytes as a secret. A PFX file that
// the password given so far does not open is taken too; its password is then asked for.
func (c certificateFile) accept(a Answers, raw string) (Accepted, *Problem) {
	path := unwrap(strings.TrimSpace(strings.Map(dropInvisible, raw)), quotes)
	data, err := c.env.ReadFile(path)
	if err != nil {
		return Accepted{}, unreadableFile(path, err)
	}
	accepted := Accepted{Value: path, Secret: secret.New(string(data)), Also: map[Key]string{keyLocked: ""}}
	read, err := certificate.Read(data, a.Secret(KeyCertificatePassword))
	var fault *certificate.Error
	if errors.As(err, &fault) && (fault.Problem == certificate.PasswordNeeded || fault.Problem == certificate.PasswordWrong) {
		accepted.Also = map[Key]string{keyLocked: Yes, KeyCertificatePassword: ""}
		accepted.Note = "a PFX file: enter its password next"
		return accepted, nil
	}
	if err == nil {
		err = notExpired(read, c.env.Now())
	}
	if err != nil {
		return Accepted{}, certificateProblem(err)
	}
	accepted.Note, accepted.Warn = describe(read, c.env.Now())
	return accepted, nil
}

// acceptPassword takes the password of a PFX file and tries it on the file read before, if there is one.
func (c certificateFile) acceptPassword(a Answers, raw string) (Accepted, *Problem) {
	password := secret.New(strings.TrimRight(raw, "\r\n"))
	accepted := Accepted{Secret: password}
	file := a.Secret(KeyCertificate)
	if file.IsZero() {
		return accepted, nil // tried when the file is named
	}
	read, err := certificate.Open(file, password)
	if err == nil {
		err = notExpired(read, c.env.Now())
	}
	if err != nil {
		return Accepted{}, certificateProblem(err)
	}
	accepted.Also = map[Key]string{keyLocked: ""}
	accepted.Note, accepted.Warn = describe(read, c.env.Now())
	return accepted, nil
}

// unreadableFile says why a file could not be read.
func unreadableFile(path string, err error) *Problem {
	problem := &Problem{Cause: "cert_unreadable", Message: "the file could not be read", Fix: "enter the path of a PEM or PFX file"}
	var fault givenfile.Fault
	switch {
	case errors.As(err, &fault):
		problem.Message = "it " + fault.Error()
	case errors.Is(err, fs.ErrNotExist):
		problem.Message = "there is no such file"
		if strings.HasPrefix(path, "~") {
			problem.Fix = "write the home directory out: ~ is read by shells only"
		}
	case errors.Is(err, fs.ErrPermission):
		problem.Message = "the file may not be read by you"
	}
	return problem
}

// notExpired gives the error of a certificate that has ended. One that is not valid yet is only warned of.
func notExpired(c *certificate.Certificate, now time.Time) error {
	var fault *certificate.Error
	if err := c.ValidAt(now); errors.As(err, &fault) && fault.Problem == certificate.Expired {
		return err
	}
	return nil
}

// certificateProblem words the error of package certificate as a Problem.
func certificateProblem(err error) *Problem {
	problem := &Problem{Cause: "cert_unreadable", Message: err.Error(), Fix: "enter another file"}
	var fault *certificate.Error
	if !errors.As(err, &fault) {
		return problem
	}
	problem.Cause = fault.Cause
	switch fault.Problem {
	case certificate.PasswordWrong, certificate.PasswordNeeded:
		problem.Fix = "enter the password that was set when the PFX file was exported"
	case certificate.NoKey:
		problem.Fix = "the portal gets this file; here the file with the private key is needed"
	case certificate.Expired:
		problem.Fix = "make a new certificate and upload its public part in Certificates & secrets"
	}
	return problem
}

// expirySoon is how long before its end a certificate is warned of.
const expirySoon = 30 * 24 * time.Hour

// describe tells what is to be compared with the portal, and what speaks against the certificate.
func describe(c *certificate.Certificate, now time.Time) (text string, warning bool) {
	end := c.NotAfter().UTC()
	text = "thumbprint " + c.Thumbprint() + ", to compare with the portal; valid until " + end.Format(time.DateOnly)
	var against []string
	if err := c.ValidAt(now); err != nil {
		against = append(against, err.Error())
	} else if end.Sub(now) < expirySoon {
		against = append(against, "it ends within 30 days")
	}
	if w := c.Warning(); w != "" {
		against = append(against, w)
	}
	return join(append([]string{text}, against...)...), len(against) > 0
}
