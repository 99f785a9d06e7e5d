package steps

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/givenfile"
	"appreg/internal/secret"
)

// keyLocked is answered with Yes while the certificate file waits for its password. It is never asked.
const keyLocked Key = "certificate-locked"

// certificateFile reads and judges certificate files.
type certificateFile struct{ env Env }

// accept takes the path of a file, reads it and keeps both: the path as text, the bytes as a secret. A file that
// the password given so far does not open is taken too; its password is then asked for.
func (c certificateFile) accept(a Answers, raw string) (Accepted, *Problem) {
	text := strings.TrimSpace(strings.Map(dropInvisible, raw))
	named := unwrap(text, quotes)
	if problem := notAFile(named); problem != nil {
		return Accepted{}, problem
	}
	path, data, err := c.readDropped(text)
	if err != nil {
		return Accepted{}, unreadableFile(named, err)
	}
	accepted := Accepted{Value: path, Secret: secret.New(string(data)), Also: map[Key]string{keyLocked: ""}}
	read, err := c.open(accepted.Secret, a.Secret(KeyCertificatePassword))
	if fault := new(certificate.Error); errors.As(err, &fault) && fault.Locked() {
		accepted.Also = map[Key]string{keyLocked: Yes, KeyCertificatePassword: ""}
		accepted.Note = "this file is encrypted: enter its password next"
		return accepted, nil
	}
	if err == nil {
		err = notExpired(read, c.env.Now())
	}
	if err != nil {
		return Accepted{}, certificateProblem(err, path)
	}
	accepted.Note, accepted.Warn = describe(read, c.env.Now())
	return accepted, nil
}

// read returns the file's content, and its path as it is kept.
func (c certificateFile) read(named string) (path string, data []byte, err error) {
	path = named
	if c.env.Absolute != nil {
		if path, err = c.env.Absolute(named); err != nil {
			return "", nil, err
		}
	}
	data, err = c.env.ReadFile(path)
	return path, data, err
}

func (c certificateFile) open(file, password secret.Secret) (*certificate.Certificate, error) {
	if c.env.OpenCertificate != nil {
		return c.env.OpenCertificate(file, password)
	}
	return certificate.Open(context.Background(), file, password)
}

// acceptPassword takes the password of a certificate file and tries it on the file read before, if there is one.
func (c certificateFile) acceptPassword(a Answers, raw string) (Accepted, *Problem) {
	m, problem := plainText(raw, cause.CertUnreadable)
	if problem != nil {
		return Accepted{}, problem
	}
	password := secret.New(m.text)
	accepted := Accepted{Secret: password}
	file := a.Secret(KeyCertificate)
	if file.IsZero() {
		return accepted, nil // tried when the file is named
	}
	read, err := c.open(file, password)
	if err == nil {
		err = notExpired(read, c.env.Now())
	}
	if err != nil {
		return Accepted{}, certificateProblem(err, a.Get(KeyCertificate))
	}
	accepted.Also = map[Key]string{keyLocked: ""}
	accepted.Note, accepted.Warn = describe(read, c.env.Now())
	return accepted, nil
}

// unreadableFile says why the file that was named could not be read.
func unreadableFile(named string, err error) *Problem {
	problem := &Problem{Cause: cause.CertUnreadable, Message: "couldn't read the file", Fix: "enter the path of a PEM or PFX file", Err: err}
	var fault givenfile.Fault
	switch {
	case errors.As(err, &fault):
		problem.Message = "it " + fault.Error()
	case errors.Is(err, fs.ErrNotExist):
		problem.Message = "there is no such file"
		if fromStore := storeProblem(named); fromStore != nil {
			return fromStore
		}
		if strings.HasPrefix(named, "~") {
			problem.Fix = "write out that user's home directory: only shells know it"
		}
	case errors.Is(err, fs.ErrPermission):
		problem.Message = "you may not read this file"
	}
	return problem
}

// notExpired returns the error of a certificate that has ended. One that is not valid yet is only warned of.
func notExpired(c *certificate.Certificate, now time.Time) error {
	var fault *certificate.Error
	if err := c.ValidAt(now); errors.As(err, &fault) && fault.Problem == certificate.Expired {
		return err
	}
	return nil
}

// certificateProblem words the error of package certificate about the file at path as a Problem.
func certificateProblem(err error, path string) *Problem {
	var fault *certificate.Error
	if !errors.As(err, &fault) {
		return &Problem{Cause: cause.CertUnreadable, Message: "couldn't read the file to its end", Fix: "try again", Err: err}
	}
	return &Problem{
		Cause: fault.Cause(), Message: fault.Error(), Fix: fault.Fix(), Command: fault.Command(path),
		Whole: fault.Whole(), Err: err,
	}
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
