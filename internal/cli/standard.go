package cli

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/transport"
	"appreg/steps"
)

// answer is what answers a flag's question: the flag, else the standard variable where the question applies.
func (r *registrationFlags) answer(flag answerFlag, machine steps.Machine) (raw, variable string) {
	if raw = flag.given(r.cmd); raw != "" {
		return raw, ""
	}
	if raw = r.standard[flag.key]; raw != "" {
		return raw, standardHost
	}
	name := standardAnswers()[flag.key]
	if name == "" || machine.Answers().Has(flag.key) || !r.standardCounts() || !asks(machine, flag.key, r.env()) {
		return "", ""
	}
	return r.Env(name), name
}

// standardCounts reports whether the standard variables are read: where nobody is asked, and no saved profile answers. The
// wizard asks instead.
func (r *registrationFlags) standardCounts() bool {
	return r.global.noInput || r.cmd.Name() != "setup" && !r.cmd.HasSubCommands()
}

// asks reports whether a registration with the machine's answers is asked for key.
func asks(machine steps.Machine, key steps.Key, env steps.Env) bool {
	return slices.ContainsFunc(steps.FieldsFor(env, machine.Answers()), func(f steps.Field) bool { return f.Key == key })
}

// standardSecret is the secret that a standard variable holds for key; empty if there is none.
func (r *registrationFlags) standardSecret(key steps.Key) string {
	name := standardSecrets()[key]
	if name == "" || !r.standardCounts() || r.Env(name) == "" {
		return ""
	}
	r.sayStandard("the "+secretName(key), "", name)
	return r.Env(name)
}

// secretName names the secret that key is.
func secretName(key steps.Key) string {
	for _, flow := range catalog.Flows() {
		if steps.SecretKey(flow.Flow) == key {
			return flow.Secret
		}
	}
	return "secret"
}

// sayStandard says on stderr where a value comes from; a secret has none to be shown.
func (r *registrationFlags) sayStandard(what, value, variable string) {
	if value != "" {
		what += " " + value
	}
	r.note("%s (from %s)", r.Streams.secrets().Redact(what), variable)
}

// takeStandardHost reads the standard variable of the login host. That of a cloud says which cloud is meant, unless a flag
// does; any other takes the place of the cloud's own.
func (r *registrationFlags) takeStandardHost(o registration.Overrides) (registration.Overrides, error) {
	raw := r.Env(standardHost)
	if raw == "" || o.Authority != "" || !r.standardCounts() {
		return o, nil
	}
	if clouds := catalog.CloudsByInstance(raw); len(clouds) > 0 {
		named := textOf(r.cmd, string(steps.KeyCloud)) + textOf(r.cmd, string(steps.KeyRegion))
		if named == "" && clouds[0] != catalog.Public {
			r.standard = map[steps.Key]string{steps.KeyCloud: string(clouds[0])}
		}
		return o, nil
	}
	host, err := transport.CheckAuthority(raw)
	if err != nil {
		return o, usageError("use https://HOST, or http only for this machine (127.0.0.1, ::1, localhost)", "couldn't use %s: %w", standardHost, addressFault(err))
	}
	o.Authority = host
	r.announce("login host", host, standardHost)
	return o, nil
}
