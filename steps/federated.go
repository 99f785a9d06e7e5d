package steps

import (
	"strings"

	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/registration"
)

// assertionProof: there is no secret. The portal is told whose tokens to accept, and each request fetches one.
func assertionProof() proof {
	return proof{
		fields: assertionFields,
		made:   assertionBlocks,
		copies: assertionCopies,
		asked:  "add the federated credential that I send",
		stored: always("holds a key for cached tokens. No secret and no token of the platform is saved."),
		take:   func(reg *registration.Registration, a Answers) { reg.Credential.Assertion = assertionOf(a) },
	}
}

// assertionOf is where the outside tokens come from and whom they are expected to be about.
func assertionOf(a Answers) registration.Assertion {
	who := workload(a)
	from := registration.Assertion{From: registration.FromPlatform, Issuer: who.Issuer, Subject: who.Subject}
	switch {
	case a.Get(KeyAssertionFile) != "":
		from.From, from.File = registration.FromFile, a.Get(KeyAssertionFile)
	case a.Get(KeyAssertionCommand) != "":
		from.From, from.Command = registration.FromCommand, a.Get(KeyAssertionCommand)
	}
	return from
}

// platform is the row of the chosen platform; GitHub's before one is chosen.
func platform(a Answers) federation.PlatformRow {
	if row, known := federation.Platform(a.Get(KeyPlatform)).Row(); known {
		return row
	}
	return federation.Platforms()[0]
}

// workload is what the platform's tokens say of themselves; zero while it isn't known.
func workload(a Answers) federation.Identity {
	if a.Get(KeyWorkload) == "" {
		return federation.Identity{}
	}
	who, err := platform(a).Parse(a.Get(KeyWorkload), a.Get(KeyTenantID))
	if err != nil {
		return federation.Identity{}
	}
	return who
}

func assertionFields(env Env, a Answers) []Field {
	var offered []Option
	for _, row := range federation.Platforms() {
		offered = append(offered, Option{Value: string(row.Platform), Label: row.Title, Hint: row.Hint})
	}
	at := platform(a)
	return []Field{
		{Key: KeyPlatform, Kind: Choice, Label: "Runs on", Options: offered, Default: offered[0].Value, Optional: true,
			Help:   "Where the app will run. Its tokens sign in.",
			Accept: acceptOption("platform", offered, nil)},
		{Key: KeyWorkload, Kind: Text, Label: at.Label, Example: at.Example, Help: at.Help, Optional: true, Accept: acceptWorkload},
		{Key: KeyAssertionFile, Kind: Text, Label: "Token's file", Flag: "--assertion-file", Optional: true, Advanced: true,
			Help:   "A file with the platform's token, read again for each request. Empty: the platform is recognized.",
			Accept: oneSource(KeyAssertionCommand, func(raw string) (string, error) { return absolutePath(env, raw) })},
		{Key: KeyAssertionCommand, Kind: Text, Label: "Token's command", Flag: "--assertion-command", Optional: true, Advanced: true,
			Help:   "A command that prints the platform's token, run for each request.",
			Accept: oneSource(KeyAssertionFile, func(raw string) (string, error) { return raw, nil })},
	}
}

func absolutePath(env Env, raw string) (string, error) {
	if env.Absolute == nil {
		return raw, nil
	}
	return env.Absolute(raw)
}

// oneSource takes the source of the outside token, if the other one isn't given. A token itself is never taken.
func oneSource(other Key, read func(string) (string, error)) func(Answers, string) (Accepted, *Problem) {
	return func(a Answers, raw string) (Accepted, *Problem) {
		value, err := read(strings.TrimSpace(raw))
		switch {
		case a.Get(other) != "":
			return Accepted{}, &Problem{Message: "the token has two sources", Fix: "give it in one way only"}
		case err != nil:
			return Accepted{}, &Problem{Message: "that path can't be used", Fix: "use a whole path", Err: err}
		}
		return Accepted{Value: value}, nil
	}
}

// acceptWorkload takes what runs on the platform, and says what its tokens are about.
func acceptWorkload(a Answers, raw string) (Accepted, *Problem) {
	line := strings.Join(strings.Fields(raw), " ")
	who, err := platform(a).Parse(line, a.Get(KeyTenantID))
	if err != nil {
		return Accepted{}, &Problem{Cause: cause.FederatedSubjectMismatch, Message: "that doesn't say what runs there", Fix: err.Error()}
	}
	if fault := who.In(a.Cloud()).Check(a.Cloud(), nil); fault != nil {
		return Accepted{}, &Problem{Cause: cause.FederatedSubjectMismatch, Message: fault.Error(), Fix: fault.Fix}
	}
	return Accepted{Value: line, Note: "Subject: " + who.Subject}, nil
}

// assertionBlocks tell what to enter in the portal, computed as far as it is known.
func assertionBlocks(a Answers) []Block {
	blocks := []Block{
		do("On **Federated credentials** select **Add credential**, then **Other issuer**."),
		do("Enter exactly these values, and select **Add**."),
	}
	wanted := workload(a).In(a.Cloud())
	if wanted.Subject != "" {
		blocks = append(blocks, fact("Issuer", wanted.Issuer), fact("Subject identifier", wanted.Subject), fact("Name", wanted.Name))
	}
	return append(blocks, fact("Audience", wanted.Audience),
		note("Issuer and subject follow from what you enter here."),
		note("A GitHub job that names an environment sends the environment, never the branch."),
		note("GitHub repositories made, renamed or moved since July 15, 2026 send OWNER@ID/REPO@ID."),
		note("An app holds 20 at most. A new one takes a few minutes to work."),
	)
}

// assertionCopies are the values that the portal asks for.
func assertionCopies(a Answers) []Copy {
	wanted := workload(a).In(a.Cloud())
	if wanted.Subject == "" {
		return []Copy{{Label: "Audience", Text: wanted.Audience}}
	}
	return []Copy{
		{Label: "Issuer", Text: wanted.Issuer}, {Label: "Subject identifier", Text: wanted.Subject},
		{Label: "Name", Text: wanted.Name}, {Label: "Audience", Text: wanted.Audience},
	}
}

// withAssertion returns the answers with where the outside tokens come from; what they are about stands as the portal has it.
func withAssertion(a Answers, from registration.Assertion) Answers {
	if from.Subject != "" {
		a = a.With(KeyPlatform, string(federation.Elsewhere)).With(KeyWorkload, from.Issuer+" "+from.Subject)
	}
	return a.With(KeyAssertionFile, from.File).With(KeyAssertionCommand, from.Command)
}
