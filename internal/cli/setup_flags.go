package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/internal/catalog"
	"appreg/steps"
)

// answerFlag is a flag that answers one question of the wizard.
type answerFlag struct {
	key   steps.Key // also the flag's name
	takes string    // what the help shows for its value
	usage string
	kind  answerKind
}

type answerKind int

const (
	oneValue answerKind = iota
	manyValues
	yesOrNo
)

// answerFlags are the flags of setup that answer questions, in the order in which they are taken:
// a later one is judged in the light of the earlier ones.
func answerFlags() []answerFlag {
	return []answerFlag{
		{steps.KeyAPI, "string", "API to call: " + oneOf(catalog.Services()), oneValue},
		{steps.KeyCloud, "string", "cloud: " + oneOf(catalog.Clouds()) + " (default public)", oneValue},
		{steps.KeyRegion, "string", "region, for " + apis(func(s catalog.Service) bool { return s.Regional }) + ": " + oneOf(catalog.Regions()) + " (default us)", oneValue},
		{steps.KeyFlow, "string", "sign-in method: " + oneOf(catalog.Flows()), oneValue},
		{steps.KeyDeployment, "online|on-premises", "where the product runs, for " + apis(func(s catalog.Service) bool { return s.OnPremises }) + " (default online)", oneValue},
		{steps.KeyPartner, "", "tenant of a customer, for " + apis(func(s catalog.Service) bool { return s.Partners }), yesOrNo},
		{steps.KeyTenant, "ID|domain", "tenant of the app registration", oneValue},
		{steps.KeyClientID, "ID", "application (client) ID of the app registration", oneValue},
		{steps.KeyUsername, "name@domain", "user who signs in; required for --flow " + flows(func(f catalog.FlowInfo) bool { return f.Proof == catalog.ProofPassword }), oneValue},
		{steps.KeyPermissions, "name", "delegated permission that you added, for " + apis(func(s catalog.Service) bool { return s.PersonPicks }) + "; repeatable", manyValues},
		{steps.KeyCertificate, "file", "certificate with its private key, PEM or PFX", oneValue},
		{steps.KeyKeep, "path|key", "what to save of the certificate: its path (default) or the key itself", oneValue},
		{steps.KeySecretExpires, "YYYY-MM-DD", "last day of the client secret", oneValue},
		{steps.KeyAssertionFile, "file", "file with the platform's token, for --flow " + flows(assertionFlow) + " (else the platform is recognized, or APPREG_ASSERTION)", oneValue},
		{steps.KeyAssertionCommand, "command", "command that prints the platform's token, for --flow " + flows(assertionFlow), oneValue},
		{steps.KeyEnvironments, "name", "environment to test, for " + apis(func(s catalog.Service) bool { return s.TriedOn == catalog.AboutEnvironment }) + "; repeatable", manyValues},
		{steps.KeyProject, "ID", "project to test, for " + apis(func(s catalog.Service) bool { return s.TriedOn == catalog.AboutProject }), oneValue},
		{steps.KeyProfile, "name", "name to save the profile under", oneValue},
		{steps.KeyStore, "keyring|vault|exec:NAME|none", "where to save the credential (default keyring)", oneValue},
		{steps.KeyRecipients, "key", "public key of somebody who can read the credential in the vault, too; repeatable", manyValues},
		{steps.KeySavePassword, "", "password saved too, for --flow " + flows(func(f catalog.FlowInfo) bool { return f.SavedIfTold }), yesOrNo},
	}
}

func assertionFlow(f catalog.FlowInfo) bool { return f.Proof == catalog.ProofAssertion }

// oneOf lists the names of rows, one of which is meant.
func oneOf[R catalog.Row](rows []R) string { return oneOfNames(catalog.Names(rows)) }

func oneOfNames(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// titles are the APIs as people know them, one of which is meant.
func titles() string {
	var names []string
	for _, service := range catalog.Services() {
		names = append(names, service.Title)
	}
	return oneOfNames(names)
}

// apis names the APIs that a flag is for.
func apis(are func(catalog.Service) bool) string { return those(catalog.Services(), are) }

// flows names the flows that a flag is for.
func flows(are func(catalog.FlowInfo) bool) string { return those(catalog.Flows(), are) }

func those[R catalog.Row](rows []R, are func(R) bool) string {
	var names []string
	for _, row := range rows {
		if name, _ := row.Named(); are(row) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// registerAnswerFlags adds the answer flags to flags.
func registerAnswerFlags(flags *pflag.FlagSet) {
	for _, f := range answerFlags() {
		switch f.kind {
		case manyValues:
			flags.Var(&listFlag{takes: f.takes}, string(f.key), f.usage)
		case yesOrNo:
			flags.Bool(string(f.key), false, f.usage)
		default:
			flags.Var(&textFlag{text: new(string), takes: f.takes}, string(f.key), f.usage)
		}
	}
}

// useOnly are the flags of setup that are about saving, as check and token, which save nothing, describe them. They
// are taken there too, so that one set of flags fits all three; what has no effect is not listed.
func useOnly() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeyProfile:      "name for the app registration that flags describe",
		steps.KeyKeep:         "",
		steps.KeyStore:        "",
		steps.KeyRecipients:   "",
		steps.KeySavePassword: "",
	}
}

// describeUse words the flags for a command that saves nothing.
func describeUse(flags *pflag.FlagSet) {
	for key, usage := range useOnly() {
		flag := flags.Lookup(string(key))
		flag.Usage, flag.Hidden = usage, usage == ""
	}
}

// given returns the value of an answer flag as the person would type it, empty if it was not given.
func (f answerFlag) given(cmd *cobra.Command) string {
	flag := cmd.Flags().Lookup(string(f.key))
	switch {
	case flag == nil || !flag.Changed:
		return ""
	case f.kind == yesOrNo && flag.Value.String() == "true":
		return steps.Yes
	case f.kind == yesOrNo:
		return steps.No
	default:
		return flag.Value.String()
	}
}
