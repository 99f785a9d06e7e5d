package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"appreg/internal/tenantsim"
)

// served is what `demo serve --json` prints: one line, when the simulator answers.
type served struct {
	Authority string            `json:"authority"`
	APIURL    string            `json:"api_url"`
	CAFile    string            `json:"ca_file"`
	Env       map[string]string `json:"env"`
	Cases     []tenantsim.Case  `json:"cases"`
}

func newDemoServeCommand(a *app) *cobra.Command {
	var asJSON, overTLS bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the simulated tenant on a loopback port until interrupted",
		Long: "Prints the environment to export in another terminal and the registrations it knows: one that works for each\n" +
			"API and flow, and faulty ones named for their cause.",
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "appreg-demo-")
			if err != nil {
				return fmt.Errorf("could not make a folder for the certificates: %w", err)
			}
			defer os.RemoveAll(dir)
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return a.serve(ctx, dir, asJSON, overTLS)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON when ready")
	cmd.Flags().BoolVar(&overTLS, "tls", false, "serve https with a certificate authority of its own")
	return cmd
}

// serve runs the simulator until ctx ends. Certificates and keys of its cases are written to dir.
func (a *app) serve(ctx context.Context, dir string, asJSON, overTLS bool) error {
	sim := tenantsim.New(tenantsim.Options{})
	cases, err := sim.LoadCases(dir)
	if err != nil {
		return fmt.Errorf("could not prepare the cases: %w", err)
	}
	server, err := sim.Start(ctx, tenantsim.StartOptions{TLS: overTLS})
	if err != nil {
		return fmt.Errorf("could not serve the simulated tenant: %w", err)
	}
	defer server.Close()
	s := served{
		Authority: server.URL, APIURL: server.URL, Cases: cases,
		Env: map[string]string{"APPREG_AUTHORITY": server.URL, "APPREG_API_URL": server.URL},
	}
	if overTLS {
		s.CAFile = filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(s.CAFile, server.CAPEM, 0o600); err != nil {
			return fmt.Errorf("could not write the CA file: %w", err)
		}
		s.Env["APPREG_CA_FILE"] = s.CAFile
	}
	if asJSON {
		if err := json.NewEncoder(a.Out).Encode(s); err != nil {
			return fmt.Errorf("could not print what is served: %w", err)
		}
	} else if err := a.printServed(s); err != nil {
		return fmt.Errorf("could not print what is served: %w", err)
	}
	<-ctx.Done()
	return nil
}

// printServed tells people what to export and which registrations there are.
func (a *app) printServed(s served) error {
	fmt.Fprintln(a.Out, "The simulated tenant answers. In another terminal:")
	fmt.Fprintln(a.Out)
	for _, name := range slices.Sorted(maps.Keys(s.Env)) {
		fmt.Fprintf(a.Out, "  export %s=%s\n", name, s.Env[name])
	}
	fmt.Fprintln(a.Out, "\nThen run appreg setup with one of these registrations (ctrl+c here ends it):")
	fmt.Fprintln(a.Out)
	table := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CASE\tAPI\tFLOW\tTENANT\tCLIENT ID\tUSER\tSECRET, PASSWORD OR CERTIFICATE")
	for _, c := range s.Cases {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Name, c.API, c.Flow, c.Tenant, c.ClientID, c.Username, c.Secret+c.Password+c.Certificate)
	}
	return table.Flush()
}
