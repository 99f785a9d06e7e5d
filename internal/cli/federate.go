package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/federation"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/store"
)

// federateCommand is one run of `appreg federate`: whose tokens a profile's app is to accept.
type federateCommand struct {
	*app
	profile string
	asJSON  bool
	write   trustFlags
}

// trust is what is computed for one platform.
type trust struct {
	platform   federation.Platform
	identities []federation.Identity // the first is the one that counts now
	job        federation.Job
	notes      []string
}

// trusted is the contract's `federate --json`.
type trusted struct {
	Profile     string        `json:"profile"`
	Tenant      string        `json:"tenant"`
	ClientID    string        `json:"client_id"`
	Credentials []trustedItem `json:"credentials"`
	Page        string        `json:"page"`
	Command     string        `json:"command"` // for each credential, saved as credential.json
	File        string        `json:"file"`
	Workflow    string        `json:"workflow"`
	Notes       []string      `json:"notes"`
}

// trustedItem is one federated credential to enter.
type trustedItem struct {
	Name     string `json:"name"`
	Issuer   string `json:"issuer"`
	Subject  string `json:"subject"`
	Audience string `json:"audience"`
	Means    string `json:"means"`
}

func newFederateCommand(a *app) *cobra.Command {
	f := &federateCommand{app: a}
	cmd := &cobra.Command{
		Use:   "federate",
		Short: "Let a pipeline's or pod's own token sign in, with no secret",
		Long: "Computes the federated credential that a saved profile's app needs for a platform, and prints what to enter in the\n" +
			"portal and the platform's configuration, offline. With --admin it's written to the app registration, after you agree.",
		Args: rejectUnknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, platform := range []*cobra.Command{newFederateGitHub(f), newFederateAzureDevOps(f), newFederateKubernetes(f), newFederateGitLab(f)} {
		addText(platform.Flags(), &f.profile, "profile", "", "name", "saved profile whose app signs in (default: APPREG_PROFILE, or the only one)")
		platform.Flags().BoolVar(&f.asJSON, "json", false, "JSON instead of text")
		f.write.register(platform.Flags())
		_ = platform.RegisterFlagCompletionFunc("profile", a.completeProfiles) // of a flag that exists
		cmd.AddCommand(platform)
	}
	return cmd
}

// run computes with the profile's app in mind, prints, and notes with a federated profile whom to expect.
func (f *federateCommand) run(ctx context.Context, compute func(store.Profile) (trust, error)) error {
	ctx, stop := interruptible(ctx)
	defer stop()
	if err := f.check(); err != nil {
		return err
	}
	var named []string
	if f.profile != "" {
		named = []string{f.profile}
	}
	st, p, err := f.findProfile(named, "use profile")
	if err != nil {
		return err
	}
	target, err := federatedTarget(p)
	if err != nil {
		return err
	}
	t, err := compute(p)
	if err != nil {
		return err
	}
	out, err := t.of(p, target)
	if err != nil {
		return err
	}
	switch {
	case f.write.admin.source != "":
		if err := f.trust(ctx, st, p, t.identities); err != nil || f.write.dryRun {
			return err
		}
		if !f.asJSON {
			out.writeWorkflow(f.Out)
		}
	case f.asJSON:
		printJSON(f.Out, out)
	default:
		out.write(f.Out)
	}
	return f.noteTrust(st, p, t.identities[0])
}

// federatedTarget is where a profile's app signs in, if the API takes an outside token there.
func federatedTarget(p store.Profile) (catalog.Target, error) {
	target, err := catalog.Resolve(p.API, p.Cloud, p.Region)
	if err != nil {
		return target, fmt.Errorf("couldn't use profile %s: %w", p.Name, err)
	}
	if rule := target.Service().Rule(catalog.FlowBy(catalog.ProofAssertion)); !rule.Allowed {
		return target, usageError("name a profile of an app that signs in as itself", "%s has no federated sign-in: %s", target.Service().Title, rule.Reason)
	}
	return target, nil
}

// noteTrust keeps with a federated profile whom its tokens are expected to be about: a refusal is compared with it.
func (f *federateCommand) noteTrust(st *store.Store, p store.Profile, who federation.Identity) error {
	if p.Flow.Info().Proof != catalog.ProofAssertion {
		return nil
	}
	if err := st.NoteAssertion(p, who.Issuer, who.Subject); err != nil {
		return fmt.Errorf("couldn't save it with profile %s: %w", p.Name, err)
	}
	f.note("saved with profile %s, to compare if a sign-in is refused", p.Name)
	return nil
}

// of judges the credentials and makes what is printed.
func (t trust) of(p store.Profile, target catalog.Target) (trusted, error) {
	tenant := cmp.Or(p.TenantID, p.Tenant)
	out := trusted{
		Profile: sanitize.Line(p.Name), Tenant: sanitize.Line(tenant), ClientID: sanitize.Line(p.ClientID),
		Page: target.Page(catalog.PageCredentials, tenant, p.ClientID), Command: catalog.FederatedCredentialCommand(p.ClientID, credentialFile).Text,
		Notes: append(t.notes, "With token instead of check, the same flags print a token."),
	}
	var there []federation.Credential
	for _, who := range t.identities {
		c := who.In(target.Cloud)
		if fault := c.Check(target.Cloud, there); fault != nil {
			return trusted{}, usageError(strings.TrimSuffix(fault.Fix, "."), "%s", fault.Error())
		}
		there = append(there, c)
		out.Credentials = append(out.Credentials, trustedItem{c.Name, sanitize.Line(c.Issuer), sanitize.Line(c.Subject), c.Audience, sanitize.Line(who.Says())})
	}
	api, where, app, more := string(p.API), catalog.Argument(tenant), catalog.Argument(p.ClientID), furtherFlags(p.Registration())
	t.job.Check = "appreg check --api " + api + " --flow federated --tenant " + where + " --client-id " + app + more
	t.job.Client, t.job.Tenant, t.job.Audience = p.ClientID, tenant, catalog.ExchangeAudience(target.Cloud)
	if flow, known := t.platform.Workflow(t.job); known {
		out.File, out.Workflow = flow.File, flow.Text
	}
	return out, nil
}

const credentialFile = "credential.json"

// furtherFlags describe the rest of a registration where no profile is saved.
func furtherFlags(reg registration.Registration) string {
	var text strings.Builder
	for _, flag := range []struct{ name, value, usual string }{
		{"cloud", string(reg.Cloud), string(catalog.Public)}, {"region", string(reg.Region), ""}, {"deployment", string(reg.Deployment), string(registration.Online)},
	} {
		if flag.value != "" && flag.value != flag.usual {
			text.WriteString(" --" + flag.name + " " + catalog.Argument(flag.value))
		}
	}
	for _, name := range reg.Environments {
		text.WriteString(" --environment " + catalog.Argument(name))
	}
	if reg.Partner {
		text.WriteString(" --partner")
	}
	return text.String()
}

// write writes it for people.
func (t trusted) write(w io.Writer) {
	fmt.Fprintf(w, "App %s in tenant %s needs this federated credential:\n", t.ClientID, t.Tenant)
	for _, c := range t.Credentials {
		fmt.Fprintf(w, "\n  Issuer              %s\n  Subject identifier  %s\n  Name                %s\n  Audience            %s\n", c.Issuer, c.Subject, c.Name, c.Audience)
		if c.Means != "" {
			fmt.Fprintf(w, "  Meaning             %s\n", c.Means)
		}
	}
	fmt.Fprintf(w, "\nEnter it under Certificates & secrets > Federated credentials > Add credential > Other issuer:\n  %s\n", t.Page)
	fmt.Fprintf(w, "Or save this as %s and run: %s\n", credentialFile, t.Command)
	for _, c := range t.Credentials {
		fmt.Fprintf(w, "  %s\n", c.parameters())
	}
	t.writeWorkflow(w)
}

// writeWorkflow writes what the platform's own configuration needs.
func (t trusted) writeWorkflow(w io.Writer) {
	if t.Workflow != "" {
		fmt.Fprintf(w, "\n%s:\n\n", t.File)
		for line := range strings.SplitSeq(strings.TrimSuffix(sanitize.Text(t.Workflow), "\n"), "\n") {
			fmt.Fprintln(w, "  "+line)
		}
	}
	for _, note := range t.Notes {
		fmt.Fprintf(w, "\nNote: %s\n", note)
	}
}

// parameters is the credential as Microsoft Graph and the Azure CLI take it.
func (c trustedItem) parameters() string {
	text, _ := json.Marshal(map[string]any{"name": c.Name, "issuer": c.Issuer, "subject": c.Subject, "audiences": []string{c.Audience}}) // of texts: cannot fail
	return string(text)
}
