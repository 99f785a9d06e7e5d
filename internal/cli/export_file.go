package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// writeNew makes a file with data that only its owner can read. It appears whole or not at all, and fs.ErrExist says that
// there is one of that name. Until then the data lies in a folder beside it that git ignores.
func writeNew(path string, data []byte) (err error) {
	folder, err := os.MkdirTemp(filepath.Dir(path), ".appreg-export-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := os.WriteFile(filepath.Join(folder, ".gitignore"), []byte("*\n"), 0o600); err != nil {
		return err
	}
	draft := filepath.Join(folder, "export")
	if err := writeSynced(draft, data); err != nil {
		return err
	}
	return os.Link(draft, path) // unlike a rename it never takes the place of a file
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// keptFromGit refuses a file that git would take up: one in a work tree that no rule ignores.
func (e *exportCommand) keptFromGit(ctx context.Context) error {
	path, err := filepath.Abs(e.file)
	if err != nil {
		return notWritten("couldn't write the export: %w", err)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return e.withoutFolder()
	}
	if !inWorkTree(folder) {
		return nil
	}
	cmd := exec.CommandContext(ctx, "git", "-C", folder, "check-ignore", "-q", "--", filepath.Base(path))
	cmd.Env = e.childEnviron()
	if cmd.Run() == nil {
		return nil
	}
	return usageError("add it to .gitignore, or name a file outside the repository", "couldn't write the secret to %s: git doesn't ignore it", e.file)
}

func (e *exportCommand) withoutFolder() error {
	return usageError("name a file in a folder that exists", "couldn't write %s: its folder isn't there", e.file)
}

// inWorkTree reports whether a folder or one above it has a git repository.
func inWorkTree(folder string) bool {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return true
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return false
		}
		folder = parent
	}
}
