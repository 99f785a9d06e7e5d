package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/steps"
)

// answerFlag is a flag that answers one question of the wizard.
type answerFlag struct {
	key   steps.Key // also the flag's name
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
var answerFlags = []answerFlag{
	{steps.KeyAPI, "`API`: lcs, power-platform, power-apps or business-central", oneValue},
	{steps.KeyCloud, "`cloud`: public, gcc, gcc-high, dod or china (default public)", oneValue},
	{steps.KeyRegion, "lcs: `region` us, eu, fr, no, ch, sa, uae, gov or china (default us)", oneValue},
	{steps.KeyFlow, "`flow`: browser, device-code, password, client-secret or client-certificate", oneValue},
	{steps.KeyDeployment, "business-central: `where` it runs, online or on-premises (default online)", oneValue},
	{steps.KeyPartner, "business-central: the tenant is a customer's", yesOrNo},
	{steps.KeyTenant, "`tenant`: GUID or domain", oneValue},
	{steps.KeyClientID, "application (client) `id` of the app registration", oneValue},
	{steps.KeyUsername, "`user` principal name: who signs in (required for flow password)", oneValue},
	{steps.KeyPermissions, "power-platform: a delegated `permission` that was added; repeatable", manyValues},
	{steps.KeyCertificate, "PEM `file` with the key, or PFX file", oneValue},
	{steps.KeyKeep, "what to save of the certificate: its `path` or the key (default path)", oneValue},
	{steps.KeySecretExpires, "end `date` of the client secret, YYYY-MM-DD", oneValue},
	{steps.KeyEnvironments, "business-central: `environment`; repeatable", manyValues},
	{steps.KeyProject, "lcs: project `id`", oneValue},
	{steps.KeyProfile, "`name` under which to save", oneValue},
	{steps.KeyStore, "where to save: `keyring` or none (default keyring)", oneValue},
	{steps.KeySavePassword, "flow password: save the password too", yesOrNo},
}

// registerAnswerFlags adds the flags of answerFlags to flags.
func registerAnswerFlags(flags *pflag.FlagSet) {
	for _, f := range answerFlags {
		switch f.kind {
		case manyValues:
			flags.Var(new(valueList), string(f.key), f.usage)
		case yesOrNo:
			flags.Bool(string(f.key), false, f.usage)
		default:
			flags.String(string(f.key), "", f.usage)
		}
	}
}

// useOnly are the flags of setup that are about saving, as check and token, which save nothing, describe them. They
// are taken there too, so that one set of flags fits all three; what has no effect is not listed.
var useOnly = map[steps.Key]string{
	steps.KeyProfile:      "`name` by which to call a registration given by flags",
	steps.KeyKeep:         "",
	steps.KeyStore:        "",
	steps.KeySavePassword: "",
}

// describeUse words the flags for a command that saves nothing.
func describeUse(flags *pflag.FlagSet) {
	for key, usage := range useOnly {
		flag := flags.Lookup(string(key))
		flag.Usage, flag.Hidden = usage, usage == ""
	}
}

// valueList is the value of a flag that may be repeated. pflag's own lists make a CSV writer and its buffer for each flag,
// which every start would pay for.
type valueList []string

func (l *valueList) String() string { return strings.Join(*l, ",") }

func (l *valueList) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// Type is what the help shows for the value.
func (l *valueList) Type() string { return "stringArray" }

// given gives the value of an answer flag as the person would type it, empty if it was not given.
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
