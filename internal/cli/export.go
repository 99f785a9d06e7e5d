package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/export"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
)

// exportCommand is one run of `appreg export`.
type exportCommand struct {
	registrationFlags
	format     string
	file       string
	withSecret bool
	asJSON     bool
	admin      adminFlags
}

func newExportCommand(a *app) *cobra.Command {
	e := &exportCommand{registrationFlags: registrationFlags{app: a}}
	cmd := &cobra.Command{
		Use:   "export PROFILE --format FORMAT",
		Short: "Write a profile in the form of another tool",
		Long: "Writes what a profile describes in the form that another tool reads. By default it refers to the credential: by a variable,\n" +
			"or by asking appreg for a token. With --with-secret it holds the credential: in a new file that only you can read and git\n" +
			"ignores (--out), or in a pipe, never on a terminal.\n\nFormats (--format):\n\n" + exportFormatList(),
		Args:              exactly(1, "PROFILE --format FORMAT", "one profile name"),
		ValidArgsFunction: a.completeProfiles,
		RunE:              withSignals(e.run),
	}
	e.cmd = cmd
	addText(cmd.Flags(), &e.format, "format", "", "string", "form of the output: "+strings.Join(exportFormatNames(), ", "))
	cmd.Flags().BoolVar(&e.withSecret, "with-secret", false, "credential itself instead of a reference to it")
	addText(cmd.Flags(), &e.file, "out", "", "file", "new file to write instead of standard output")
	e.admin.register(cmd.Flags())
	cmd.Flags().BoolVar(&e.asJSON, "json", false, "errors as JSON")
	return cmd
}

// exportFormatNames are the values of --format.
func exportFormatNames() []string { return catalog.Names(export.Formats()) }

// exportFormatList describes the formats, for the help.
func exportFormatList() string {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, f := range export.Formats() {
		fmt.Fprintf(table, "  %s\t%s\n", f.Name, f.Title)
	}
	_ = table.Flush() // to memory
	return strings.TrimSuffix(b.String(), "\n")
}

// run writes one profile in one format.
func (e *exportCommand) run(ctx context.Context, args []string) error {
	format, known := export.Lookup(e.format)
	switch {
	case e.format == "":
		return usageError("valid: "+strings.Join(exportFormatNames(), ", "), "export needs the format (--format)")
	case !known:
		return usageError("valid: "+strings.Join(exportFormatNames(), ", "), "unknown format %q (--format)", e.format)
	case e.file == "" && e.cmd.Flags().Changed("out"):
		return usageError("name a file, or leave --out out to write to standard output", "--out names no file")
	}
	s, err := e.subject(args)
	if err != nil {
		return err
	}
	if err := e.allowed(ctx, format, s); err != nil {
		return err
	}
	if e.withSecret {
		if err := e.load(ctx, &s); err != nil {
			return err
		}
	}
	in, err := e.input(s)
	if err != nil {
		return err
	}
	if e.admin.source != "" {
		if in.Objects, err = e.objects(ctx, s); err != nil {
			return err
		}
	}
	text, err := format.Write(in)
	if err != nil {
		return unfit(s, err)
	}
	if err := e.put(text); err != nil {
		return err
	}
	if format.Note != "" {
		e.note("%s", format.Note)
	}
	return nil
}

// allowed refuses, before any credential is read, what this output can't be or mustn't hold.
func (e *exportCommand) allowed(ctx context.Context, format export.Format, s subject) error {
	flow := s.input.Registration.Flow.Info()
	if err := format.Fits(s.input.Registration.API, flow); err != nil {
		return unfit(s, err)
	}
	secret := export.HoldsSecret(flow)
	switch {
	case e.admin.source != "" && !format.HoldsID:
		return usageError("leave --admin out", "format %s has no IDs that an admin could read", format.Name)
	case format.OnlyBy != "" && secret && !e.withSecret:
		return usageError("add it, and pipe the output to where it's kept", "format %s needs --with-secret: %s", format.Name, format.OnlyBy)
	case !e.withSecret:
		return nil
	case format.NoValue != "":
		return usageError("leave --with-secret out", "format %s never holds the secret: %s", format.Name, format.NoValue)
	case !secret:
		return usageError("leave --with-secret out", "profile %s has no secret to write", s.profile.Name)
	case e.file == "" && e.OutTTY:
		return usageError("write it to a new file (--out), or into a pipe", "a terminal never gets the secret")
	case e.file == "" && e.OutFile:
		return usageError("name the file with --out: it's then made for you alone", "standard output is a file that others may read")
	case e.file != "":
		return e.keptFromGit(ctx)
	}
	return nil
}

// input is what a format gets of the subject.
func (e *exportCommand) input(s subject) (export.Input, error) {
	reg := s.input.Registration
	target, err := reg.Target()
	if err != nil {
		return export.Input{}, fmt.Errorf("couldn't export %s: %w", s.profile.Name, err)
	}
	in := export.Input{
		Profile: s.profile.Name, Tenant: reg.Tenant, ClientID: reg.ClientID, Flow: reg.Flow.Info(), Target: target,
		Username: reg.Username, Project: reg.Project, Certificate: s.profile.CertificateFile, Assertion: s.profile.AssertionFile,
	}
	if s.profile.TenantID != "" {
		in.Tenant = s.profile.TenantID
	}
	asked := plan.Want(reg, target, s.profile.TenantID)
	in.Asked = export.Asked{Audience: asked.Audience, RedirectURIs: asked.RedirectURIs, Delegated: asked.Delegated, Application: asked.Application}
	if len(reg.Environments) > 0 {
		in.Environment = reg.Environments[0]
	}
	if s.profile.Keep == registration.KeepKey {
		in.Certificate = ""
	}
	if !e.withSecret {
		return in, nil
	}
	in.Value = reg.Credential.Secret
	if in.Flow.Proof == catalog.ProofCertificate {
		in.Value = reg.Credential.CertificatePassword
	}
	if in.Value.IsZero() {
		return in, &failure{
			code: exitStore, label: "store", err: fmt.Errorf("couldn't export %s: no %s is saved with it", s.profile.Name, in.Flow.Secret),
			fix: "leave --with-secret out",
		}
	}
	return in, nil
}

// objects reads the ids of what is in the tenant.
func (e *exportCommand) objects(ctx context.Context, s subject) (export.Objects, error) {
	reg := s.input.Registration
	dir, err := e.directory(ctx, e.admin, reg, s.profile.TenantID)
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

// unfit says that a format can't be made from the subject's profile.
func unfit(s subject, err error) error {
	if _, ok := errors.AsType[*export.UnfitError](err); ok {
		return usageError("choose another format (--format)", "couldn't export %s: %w", sanitize.Line(s.profile.Name), err)
	}
	return fmt.Errorf("couldn't export %s: %w", s.profile.Name, err)
}

// put writes the text to where it was asked for.
func (e *exportCommand) put(text string) error {
	if e.file == "" {
		_, _ = io.WriteString(e.Out, text) // Run tells of a write that failed
		return nil
	}
	err := writeNew(e.file, []byte(text))
	switch {
	case errors.Is(err, fs.ErrExist):
		return usageError("name a file that doesn't exist yet", "couldn't write %s: it exists already", e.file)
	case errors.Is(err, fs.ErrNotExist):
		return e.withoutFolder()
	case err != nil:
		return notWritten("couldn't write the export: %w", err)
	}
	fmt.Fprintf(e.Err, "appreg: written: %s\n", sanitize.Line(e.file))
	return nil
}
