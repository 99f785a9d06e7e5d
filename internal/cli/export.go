package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/export"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/internal/verify"
	"appreg/store"
)

// exporting is one run of `appreg export`.
type exporting struct {
	*app
	format, out string
	withSecret  bool
	admin       adminFlags
}

func newExportCommand(a *app) *cobra.Command {
	e := &exporting{app: a}
	cmd := &cobra.Command{
		Use:   "export [PROFILE] --format FORMAT",
		Short: "Write a profile for another tool",
		Long: "Writes a saved profile in the form of another tool. It refers to the credential: by a variable, a prompt, or a call of\n" +
			"appreg. The credential itself is written only with --with-secret: to a pipe, or with --out to a new file that git ignores.\n\n" +
			"Formats:\n" + formatList(),
		Args:              oneProfile("[PROFILE]"),
		ValidArgsFunction: a.completeProfiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return e.run(ctx, args)
		},
	}
	addText(cmd.Flags(), &e.format, "format", "", "format", "form to write")
	addText(cmd.Flags(), &e.out, "out", "", "file", "new file to write to, instead of standard output")
	cmd.Flags().BoolVar(&e.withSecret, "with-secret", false, "the client secret itself, instead of a reference to it")
	e.admin.register(cmd.Flags())
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(offeredFormats(), cobra.ShellCompDirectiveNoFileComp)) // of a flag that exists
	return cmd
}

// formatList says what each form is.
func formatList() string {
	var list strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&list, "  %-15s  %s\n", f.Name, f.About)
	}
	return list.String()
}

func offeredFormats() []string {
	var list []string
	for _, f := range export.Formats() {
		list = append(list, cobra.CompletionWithDesc(f.Name, f.About))
	}
	return list
}

func (e *exporting) run(ctx context.Context, args []string) error {
	format, known := export.Find(e.format)
	if !known {
		var names []string
		for _, f := range export.Formats() {
			names = append(names, f.Name)
		}
		problem := "export needs a format"
		if e.format != "" {
			problem = fmt.Sprintf("there is no format %q", sanitize.Line(e.format))
		}
		return usageError("valid for --format: "+strings.Join(names, ", "), "%s", problem)
	}
	name, err := e.profileName(args)
	if err != nil {
		return err
	}
	if err := e.mayWrite(); err != nil {
		return err
	}
	in, err := e.input(ctx, name, args)
	if err != nil {
		return err
	}
	text, err := format.Write(in)
	var refused *export.RefusedError
	if errors.As(err, &refused) {
		return usageError(refused.Fix, "couldn't export %s: %w", in.Profile, err)
	}
	if err != nil {
		return fmt.Errorf("couldn't export %s: %w", in.Profile, err)
	}
	if e.out == "" {
		if _, err := io.WriteString(e.Out, text); err != nil {
			return notWritten("couldn't write the export: %w", err)
		}
		return nil
	}
	return e.writeNew(text)
}

// mayWrite refuses, before anything is read, to put a credential where others could see it.
func (e *exporting) mayWrite() error {
	switch {
	case e.withSecret && e.out == "" && e.OutTTY:
		return usageError("use --out FILE, or pipe it into the program that needs it", "a secret isn't written to a terminal")
	case e.withSecret && e.out != "":
		return ignored(e.out)
	}
	return nil
}

// ignored refuses a file that git would take.
func ignored(path string) error {
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return usageError("use another path", "couldn't use --out: %w", reason(err))
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			break
		}
		if at == filepath.Dir(at) {
			return nil // in no repository
		}
	}
	cmd := exec.Command("git", "-C", dir, "check-ignore", "-q", "--", filepath.Base(path))
	if err := cmd.Run(); err == nil {
		return nil
	}
	return usageError("add it to .gitignore, or write it outside the repository", "a secret isn't written to %s: git doesn't ignore it", sanitize.Line(path))
}

// input is the profile with what its form needs: the credential only where it is to be written, or says where its file is.
func (e *exporting) input(ctx context.Context, name string, args []string) (export.Input, error) {
	st, err := e.openStore()
	if err != nil {
		return export.Input{}, err
	}
	p, err := st.Find(name)
	if err != nil {
		return export.Input{}, e.about(err, args, "couldn't export %q", name)
	}
	given, err := e.overrides()
	if err != nil {
		return export.Input{}, err
	}
	reg, err := savedRegistration(st, p, given)
	if err != nil {
		return export.Input{}, err
	}
	target, err := catalog.Resolve(reg.API, reg.Cloud, reg.Region)
	if err != nil {
		return export.Input{}, fmt.Errorf("couldn't export %s: %w", p.Name, err)
	}
	in := export.Input{Profile: p.Name, Registration: reg, Target: verify.Override(target, reg.Overrides), TenantID: p.TenantID, WithSecret: e.withSecret}
	if e.withSecret || reg.Flow.Info().Proof == catalog.ProofCertificate {
		loaded, err := st.LoadCredential(ctx, p)
		if err != nil {
			return export.Input{}, fmt.Errorf("couldn't read the credential of %s: %w", p.Name, err)
		}
		in.Registration.Credential = loaded.Credential
	}
	if e.admin.source != "" {
		if in.Objects, err = e.objects(ctx, p, in.Registration); err != nil {
			return export.Input{}, err
		}
	}
	return in, nil
}

// objects reads the ids of what is in the tenant.
func (e *exporting) objects(ctx context.Context, p store.Profile, reg registration.Registration) (export.Objects, error) {
	dir, err := e.directory(ctx, e.admin, reg, p.TenantID)
	if err != nil {
		return export.Objects{}, err
	}
	actual, err := dir.engine.Read(ctx, plan.Want(reg, dir.target, dir.tenantID))
	if err != nil {
		return export.Objects{}, e.refused("read the app registration", err, contextOf(reg, dir))
	}
	var found export.Objects
	if app := actual.Application; app != nil {
		found.Application, found.DisplayName = app.ID, sanitize.Line(app.DisplayName)
	}
	if sp := actual.ServicePrincipal; sp != nil {
		found.ServicePrincipal = sp.ID
	}
	return found, nil
}

// writeNew writes a file that wasn't there, for this user alone. One that couldn't be written whole is removed.
func (e *exporting) writeNew(text string) error {
	file, err := os.OpenFile(e.out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usageError("choose another name, or remove it first", "couldn't write %s: it's there already", sanitize.Line(e.out))
	}
	if err != nil {
		return e.unwritten(err)
	}
	_, err = io.WriteString(file, text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		_ = os.Remove(e.out)
		return e.unwritten(err)
	}
	fmt.Fprintf(e.Err, "appreg: written: %s\n", sanitize.Line(e.out))
	return nil
}

func (e *exporting) unwritten(err error) error {
	return &failure{code: exitUnexpected, label: "unexpected", err: fmt.Errorf("couldn't write %s: %w", sanitize.Line(e.out), reason(err)), fix: "check the folder and the free space, then run it again"}
}
