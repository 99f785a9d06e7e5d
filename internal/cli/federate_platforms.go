package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"appreg/internal/federation"
	"appreg/internal/sanitize"
	"appreg/store"
)

// oneWork takes the one argument that names what signs in.
func oneWork(form string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError("usage: "+cmd.CommandPath()+" "+form, "%s needs one argument: %s", cmd.Name(), form)
		}
		if sanitize.Line(args[0]) != args[0] {
			return usageError("leave out control characters, line breaks, and blanks at an end or beside others", "couldn't use %q: not all of it can be seen", args[0])
		}
		return nil
	}
}

// triggerFlags say what a job runs for.
type triggerFlags struct {
	federation.Trigger
}

// register adds the flags; environments and pull requests are no part of every platform's subject.
func (t *triggerFlags) register(cmd *cobra.Command, all bool) {
	addText(cmd.Flags(), &t.Branch, "branch", "", "name", "branch for which the job runs")
	addText(cmd.Flags(), &t.Tag, "tag", "", "name", "tag for which the job runs")
	if all {
		addText(cmd.Flags(), &t.Environment, "environment", "", "name", "environment that the job names; it wins over the branch")
		cmd.Flags().BoolVar(&t.PullRequest, "pull-request", false, "job that runs for pull requests")
	}
}

// one reports what is wrong unless exactly one is given, and a branch or a tag by a name that it can have.
func (t *triggerFlags) one(ways string) error {
	given := 0
	for _, is := range []bool{t.Branch != "", t.Tag != "", t.Environment != "", t.PullRequest} {
		if is {
			given++
		}
	}
	if given != 1 {
		return usageError("", "use exactly one of %s", ways)
	}
	var fault *federation.LimitError
	if t.Trigger, fault = t.Read(); fault != nil {
		return usageError(strings.TrimSuffix(fault.Fix, "."), "couldn't use %q (--%s): %w", cmp.Or(t.Branch, t.Tag), fault.Field, fault)
	}
	return nil
}

// hostFlag reads --host, if it's given.
func hostFlag(text string, read func(string) (string, bool), example string) (string, error) {
	if text == "" {
		return "", nil
	}
	host, ok := read(text)
	if !ok {
		return "", usageError("give a host name or its https address, for example "+example, "couldn't read the host %q (--host)", text)
	}
	return host, nil
}

func newFederateGitHub(f *federateCommand) *cobra.Command {
	var flags triggerFlags
	var host, enterprise string
	var both bool
	const form = "OWNER/REPO"
	cmd := &cobra.Command{
		Use:   "github " + form,
		Short: "Trust a job of GitHub Actions",
		Long: "Computes the subject of a job of GitHub Actions. Repositories created, renamed or moved since July 15, 2026 send IDs with\n" +
			"their names: write OWNER@ID/REPO@ID for them, with --both for both forms.",
		Args: oneWork(form),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.one("--environment, --branch, --tag or --pull-request"); err != nil {
				return err
			}
			g, ok := federation.ReadRepository(args[0])
			if !ok {
				return usageError("for example contoso/erp, or contoso@1234/erp@5678 with both IDs", "couldn't read the repository %q", args[0])
			}
			if enterprise != "" && !federation.IsEnterprise(enterprise) {
				return usageError("give its short name in the address of its page, for example contoso", "couldn't read the enterprise %q (--enterprise)", enterprise)
			}
			var err error
			if g.Host, err = hostFlag(host, federation.ReadGitHubHost, "github.contoso.com or contoso.ghe.com"); err != nil {
				return err
			}
			g.Trigger, g.Enterprise = flags.Trigger, enterprise
			return f.run(cmd.Context(), func(store.Profile) (trust, error) { return trustGitHub(g, both) })
		},
	}
	flags.register(cmd, true)
	cmd.Flags().BoolVar(&both, "both", false, "form with IDs and the one with names alone; needs the IDs")
	addText(cmd.Flags(), &host, "host", "", "name|URL", "host of GitHub Enterprise, for example github.contoso.com or contoso.ghe.com")
	addText(cmd.Flags(), &enterprise, "enterprise", "", "name", "enterprise that adds its name to the issuer")
	return cmd
}

func trustGitHub(g federation.GitHub, both bool) (trust, error) {
	t := trust{platform: federation.OnGitHub, identities: []federation.Identity{g.Identity()}, job: federation.Job{Trigger: g.Trigger}}
	switch {
	case g.Immutable() && both:
		names := g
		names.OwnerID, names.RepoID = 0, 0
		t.identities = append(t.identities, names.Identity())
	case both:
		return trust{}, usageError("write OWNER@ID/REPO@ID", "--both needs the IDs of owner and repository")
	case !g.Immutable():
		t.notes = append(t.notes, fmt.Sprintf("If %s/%s was created, renamed or moved since July 15, 2026, its tokens hold IDs: give them as OWNER@ID/REPO@ID. "+
			`This prints them: gh api repos/%s/%s --jq '"\(.owner.login)@\(.owner.id)/\(.name)@\(.id)"'`, g.Owner, g.Repo, g.Owner, g.Repo))
	}
	if g.Trigger.Environment != "" {
		t.notes = append(t.notes, "The job must name the environment. Without environment: it sends its branch, which doesn't match.")
	}
	return t, nil
}

func newFederateAzureDevOps(f *federateCommand) *cobra.Command {
	var organization, connection, tenant string
	var old bool
	const form = "ORG/PROJECT/CONNECTION"
	cmd := &cobra.Command{
		Use:   "azure-devops " + form,
		Short: "Trust a service connection of Azure DevOps",
		Long: "Computes the subject of a service connection from the IDs of organization and connection, which survive renaming.\n" +
			"--old computes the form with names, which Microsoft retires on July 1, 2027.",
		Args: oneWork(form),
		RunE: func(cmd *cobra.Command, args []string) error {
			names := strings.Split(args[0], "/")
			if len(names) != 3 || names[0] == "" || names[1] == "" || names[2] == "" {
				return usageError("for example contoso/erp/appreg", "couldn't read the service connection %q", args[0])
			}
			return f.run(cmd.Context(), func(p store.Profile) (trust, error) {
				return trustAzureDevOps(names, cmp.Or(tenant, p.TenantID, p.Tenant), organization, connection, old)
			})
		},
	}
	addText(cmd.Flags(), &organization, "organization-id", "", "ID", "ID of the organization")
	addText(cmd.Flags(), &connection, "connection-id", "", "ID", "ID of the service connection")
	addText(cmd.Flags(), &tenant, "tenant-id", "", "ID", "ID of the organization's tenant (default: the profile's)")
	cmd.Flags().BoolVar(&old, "old", false, "old form, with names")
	return cmd
}

// notGUID says what is wrong with the value of a flag that isn't a GUID.
func notGUID(value string) string {
	if value == "" {
		return "is missing"
	}
	return "must be a GUID"
}

func trustAzureDevOps(names []string, tenantID, organization, connection string, old bool) (trust, error) {
	t := trust{platform: federation.OnAzureDevOps, job: federation.Job{Connect: names[2]}}
	where := fmt.Sprintf("read Issuer and Subject identifier on the service connection's page, or run "+
		"az devops service-endpoint list --org https://dev.azure.com/%s --project %s --query \"[?name=='%s'].[id, authorization.parameters]\"", names[0], names[1], names[2])
	organizationID, err := uuid.Parse(organization)
	if err != nil {
		return trust{}, usageError(where, "--organization-id %s", notGUID(organization))
	}
	if old {
		t.identities = []federation.Identity{federation.OldAzureDevOps{
			Organization: names[0], Project: names[1], Connection: names[2], OrganizationID: organizationID,
		}.Identity()}
		t.notes = append(t.notes, "This form ends on July 1, 2027, and breaks when organization, project or connection is renamed.")
		return t, nil
	}
	connectionID, err := uuid.Parse(connection)
	if err != nil {
		return trust{}, usageError(where, "--connection-id %s", notGUID(connection))
	}
	tenant, err := uuid.Parse(tenantID)
	if err != nil {
		return trust{}, usageError("add --tenant-id ID, from the Overview of Microsoft Entra ID", "the profile knows its tenant by a domain, and its ID is needed")
	}
	t.identities = []federation.Identity{federation.AzureDevOps{Tenant: tenant, Organization: organizationID, Connection: connectionID}.Identity()}
	t.notes = append(t.notes, "The app must be for accounts of this directory only (single tenant).")
	return t, nil
}

func newFederateKubernetes(f *federateCommand) *cobra.Command {
	var k federation.Kubernetes
	cmd := &cobra.Command{
		Use:   "kubernetes --issuer URL --namespace NAME --service-account NAME",
		Short: "Trust a service account of a Kubernetes cluster",
		Long: "Computes the subject of a service account. The issuer is the cluster's public OIDC issuer URL, byte for byte. For AKS, this prints it:\n" +
			" az aks show --resource-group RG --name CLUSTER --query oidcIssuerProfile.issuerUrl --output tsv",
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if k.Issuer == "" || k.Namespace == "" || k.ServiceAccount == "" {
				return usageError("give all three", "kubernetes needs --issuer, --namespace and --service-account")
			}
			if !federation.IsKubernetesName(k.Namespace) || !federation.IsKubernetesName(k.ServiceAccount) {
				return usageError("give the names as kubectl get serviceaccounts --all-namespaces lists them", "couldn't read the service account %q in namespace %q", k.ServiceAccount, k.Namespace)
			}
			return f.run(cmd.Context(), func(store.Profile) (trust, error) {
				return trust{
					platform: federation.OnKubernetes, identities: []federation.Identity{k.Identity()}, job: federation.Job{Account: k.Namespace + "/" + k.ServiceAccount},
				}, nil
			})
		},
	}
	addText(cmd.Flags(), &k.Issuer, "issuer", "", "URL", "public OIDC issuer URL of the cluster")
	addText(cmd.Flags(), &k.Namespace, "namespace", "", "name", "namespace of the service account")
	addText(cmd.Flags(), &k.ServiceAccount, "service-account", "", "name", "service account of the pod")
	return cmd
}

func newFederateGitLab(f *federateCommand) *cobra.Command {
	var flags triggerFlags
	var host string
	const form = "GROUP/PROJECT"
	cmd := &cobra.Command{
		Use:   "gitlab " + form,
		Short: "Trust a job of GitLab CI/CD",
		Long:  "Computes the subject of a job of gitlab.com, or of a GitLab of your own that Entra can reach.",
		Args:  oneWork(form),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.one("--branch or --tag"); err != nil {
				return err
			}
			if !federation.IsProject(args[0]) {
				return usageError("for example contoso/erp", "couldn't read the project %q", args[0])
			}
			g := federation.GitLab{Project: args[0], Trigger: flags.Trigger}
			var err error
			if g.Host, err = hostFlag(host, federation.ReadGitLabHost, "gitlab.contoso.com"); err != nil {
				return err
			}
			return f.run(cmd.Context(), func(store.Profile) (trust, error) {
				return trust{platform: federation.OnGitLab, identities: []federation.Identity{g.Identity()}}, nil
			})
		},
	}
	flags.register(cmd, false)
	addText(cmd.Flags(), &host, "host", "", "name|URL", "host of your own GitLab (default "+federation.GitLabIssuer+")")
	return cmd
}
