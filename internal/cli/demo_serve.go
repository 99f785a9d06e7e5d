package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"appreg/internal/admin"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// served is what `demo serve --json` prints: one line, when the simulator answers.
type served struct {
	Authority string            `json:"authority"`
	APIURL    string            `json:"api_url"`
	CAFile    string            `json:"ca_file"`
	Env       map[string]string `json:"env"`
	Cases     []cases.Case      `json:"cases"`
	GraphURL  string            `json:"graph_url"`
	Admins    []cases.Admin     `json:"admins"`
}

func newDemoServeCommand(a *app) *cobra.Command {
	var asJSON, overTLS bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the simulated tenant for your own experiments",
		Long: "Serves the simulated tenant on a port of this machine until you press ctrl+c. Prints its app registrations, one that works\n" +
			"for each API and sign-in method and others named for their problem, its admins, and the variables to copy into another\n" +
			"terminal. Microsoft Graph answers there too.",
		Args: none,
		RunE: withSignals(func(ctx context.Context, _ []string) error {
			dir, err := os.MkdirTemp("", "appreg-demo-")
			if err != nil {
				return fmt.Errorf("couldn't create a folder for the certificates: %w", err)
			}
			defer os.RemoveAll(dir)
			return a.serve(ctx, dir, asJSON, overTLS)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one line of JSON when ready")
	cmd.Flags().BoolVar(&overTLS, "tls", false, "https, with a root certificate made for it")
	return cmd
}

// serve runs the simulator until ctx ends. Certificates and keys of its cases are written to dir.
func (a *app) serve(ctx context.Context, dir string, asJSON, overTLS bool) error {
	sim := tenantsim.New(tenantsim.Options{})
	list, err := cases.Load(sim, dir)
	if err != nil {
		return fmt.Errorf("couldn't prepare the cases: %w", err)
	}
	admins, err := cases.LoadAdmins(sim)
	if err != nil {
		return fmt.Errorf("couldn't prepare the admins: %w", err)
	}
	server, err := sim.Start(ctx, tenantsim.StartOptions{TLS: overTLS})
	if err != nil {
		return fmt.Errorf("couldn't serve the simulated tenant: %w", err)
	}
	defer server.Close()
	for i := range list {
		list[i] = list[i].At(server.URL)
	}
	s := served{
		Authority: server.URL, APIURL: server.URL, GraphURL: server.URL, Cases: list, Admins: admins,
		Env: map[string]string{"APPREG_AUTHORITY": server.URL, "APPREG_API_URL": server.URL, "APPREG_GRAPH_URL": server.URL},
	}
	if overTLS {
		s.CAFile = filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(s.CAFile, server.CAPEM, 0o600); err != nil {
			return fmt.Errorf("couldn't write the CA file: %w", err)
		}
		s.Env["APPREG_CA_FILE"] = s.CAFile
	}
	if asJSON {
		if err := json.NewEncoder(a.Out).Encode(s); err != nil {
			return fmt.Errorf("couldn't print what is served: %w", err)
		}
	} else if err := a.printServed(s); err != nil {
		return fmt.Errorf("couldn't print what is served: %w", err)
	}
	<-ctx.Done()
	if !asJSON {
		fmt.Fprintf(a.Out, "\nThe simulated tenant is gone. In the other terminal:\n\n  unset %s\n", strings.Join(s.named(), " "))
	}
	return nil
}

// named are the variables that somebody was told to export.
func (s served) named() []string {
	names := slices.Collect(maps.Keys(s.Env))
	if len(s.Admins) > 0 {
		names = append(names, admin.Variables()...)
	}
	return slices.Sorted(slices.Values(names))
}

// printServed lists the registrations, and ends with what has to be copied: the list is longer than a screen.
func (to Streams) printServed(s served) error {
	fmt.Fprintf(to.Out, "The simulated tenant answers at %s. Its app registrations:\n\n", s.Authority)
	table := tabwriter.NewWriter(to.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CASE\tAPI\tFLOW\tTENANT\tCLIENT ID\tUSER\tSECRET, PASSWORD OR FILE")
	for _, c := range s.Cases {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Name, c.API, c.Flow, c.Tenant, c.ClientID, c.Username, c.Secret+c.Password+c.Certificate+c.AssertionFile)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(to.Out, "\nCopy this into another terminal:")
	fmt.Fprintln(to.Out)
	for _, name := range slices.Sorted(maps.Keys(s.Env)) {
		fmt.Fprintf(to.Out, "  export %s=%s\n", name, s.Env[name])
	}
	fmt.Fprintln(to.Out, "\nThen run appreg setup with one of these app registrations, or check one at once:")
	fmt.Fprintln(to.Out)
	for _, c := range s.Cases {
		if c.Cause == "" && c.Secret != "" {
			fmt.Fprintf(to.Out, "  APPREG_CLIENT_SECRET='%s' appreg check --api %s --flow %s --tenant %s --client-id %s\n", c.Secret, c.API, c.Flow, c.Tenant, c.ClientID)
			break
		}
	}
	to.printAdmins(s.Admins)
	fmt.Fprintln(to.Out, "\nctrl+c here ends it.")
	return nil
}

// printAdmins tells how to sign in as an admin: the tokens of the first one, and who else is there.
func (to Streams) printAdmins(admins []cases.Admin) {
	if len(admins) == 0 {
		return
	}
	fmt.Fprintln(to.Out, "\nTo create and change app registrations (--admin token), copy an admin's tokens too. They're made up, like everything here:")
	variables := admin.Variables()
	fmt.Fprintf(to.Out, "\n  export %s=%s\n  export %s=%s\n", variables[0], admins[0].GraphToken, variables[1], admins[0].APIToken)
	fmt.Fprintf(to.Out, "\nThese are the tokens of %s (%s). With --json, you also get those of:\n\n", admins[0].Name, strings.Join(admins[0].Roles, ", "))
	for _, one := range admins[1:] {
		fmt.Fprintf(to.Out, "  %s (%s)\n", one.Name, cmp.Or(strings.Join(one.Roles, ", "), "no role"))
	}
}
