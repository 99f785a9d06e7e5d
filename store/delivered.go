package store

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/givenfile"
	"appreg/internal/registration"
)

// deliveredPrefix stands before the name of a profile in the name of a file with its credential.
const deliveredPrefix = "appreg."

// deliveredLargest is the most bytes of such a file: a certificate with its key and chain has a few thousand.
const deliveredLargest = 64 << 10

// Delivered is a credential that the system has put beside this process for a profile, instead of the saved one: systemd in
// the folder that $CREDENTIALS_DIRECTORY names (systemd.exec(5), LoadCredential=), Docker and Kubernetes in /run/secrets.
type Delivered struct {
	Credential registration.Credential
	From       string // path of the file
}

// Delivered returns the credential that a file appreg.NAME in one of Options.Delivered holds for p: the client secret, the
// password, the certificate with its key, or the password of the certificate's file, whichever the profile keeps. No back end is asked. The
// file is as safe as one of the store's own; whoever may decide for this user, root above all, may have made it, and it may be
// a link, as Kubernetes makes them. ok is false if there is no such file, or nothing in p that it could be.
// Errors: ErrUnsafeDir, ErrUnsafeFile, ErrDelivered, ErrCertificateFile.
func (s *Store) Delivered(ctx context.Context, p Profile) (d Delivered, ok bool, err error) {
	for _, dir := range s.delivered {
		path := filepath.Join(dir, deliveredPrefix+p.Name)
		if _, err := os.Lstat(path); err != nil {
			continue
		}
		k, ok, err := deliveredFor(p, path)
		if err != nil || !ok {
			return Delivered{}, false, err
		}
		c, err := k.complete(ctx, p)
		return Delivered{Credential: c, From: path}, err == nil, err
	}
	return Delivered{}, false, nil
}

// deliveredFor reads what the file at path holds for p; ok is false where nothing can be delivered.
func deliveredFor(p Profile, path string) (k kept, ok bool, err error) {
	switch p.Flow.Info().Proof {
	case catalog.ProofSecret:
		k.Kind = kindClientSecret
	case catalog.ProofPassword:
		k.Kind = kindPassword
	case catalog.ProofCertificate:
		k.Kind = kindPassword
		if p.Keep == registration.KeepKey {
			k.Kind = kindKey
		}
	case catalog.ProofPage, catalog.ProofAssertion, catalog.NoProof: // nothing of ours proves it
		return kept{}, false, nil
	}
	content, err := readDelivered(path)
	if err != nil {
		return kept{}, false, err
	}
	if k.Kind == kindKey {
		k.Secret = base64.StdEncoding.EncodeToString([]byte(content))
		return k, true, nil
	}
	k.Secret, err = givenfile.Text(content)
	switch {
	case err != nil:
		return kept{}, false, &Error{Kind: ErrDelivered, Profile: p.Name, Path: path, Why: err.Error()}
	case strings.TrimSpace(k.Secret) == "":
		return kept{}, false, &Error{Kind: ErrDelivered, Profile: p.Name, Path: path, Why: "is empty"}
	}
	return k, true, nil
}

// readDelivered reads a file that only this user or whoever decides for them can have put there.
func readDelivered(path string) (string, error) {
	if err := judgeDelivered(filepath.Dir(path)); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|noWait, 0)
	if err != nil {
		return "", &Error{Kind: ErrFile, Op: opRead, Err: err}
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return "", &Error{Kind: ErrFile, Op: opRead, Err: err}
	case info.IsDir(): // Docker makes one where there is nothing to mount
		return "", &Error{Kind: ErrUnsafeFile, Path: path, Why: "is a folder", FixCommand: removingFolder(path)}
	case !info.Mode().IsRegular():
		return "", &Error{Kind: ErrUnsafeFile, Path: path, Why: "isn't a file", FixCommand: removing(path)}
	case !trusted(info):
		return "", &Error{Kind: ErrUnsafeFile, Path: path, Why: "belongs to another user", FixCommand: removing(path)}
	case writableByOthers(info):
		return "", &Error{Kind: ErrUnsafeFile, Path: path, Why: "can be written by other users", FixCommand: closing(path, "go-w")}
	}
	content, err := io.ReadAll(io.LimitReader(f, deliveredLargest+1))
	switch {
	case err != nil:
		return "", &Error{Kind: ErrFile, Op: opRead, Err: err}
	case len(content) > deliveredLargest:
		return "", &Error{Kind: ErrDelivered, Path: path, Why: "is larger than 64 KB"}
	}
	return string(content), nil
}

// judgeDelivered refuses a folder in which somebody else can put files.
func judgeDelivered(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &Error{Kind: ErrFile, Op: opRead, Err: err}
	case !trusted(info):
		return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "belongs to another user"}
	case writableByOthers(info):
		return &Error{Kind: ErrUnsafeDir, Path: dir, Why: "can be written by other users", FixCommand: closing(dir, "go-w")}
	}
	return nil
}
