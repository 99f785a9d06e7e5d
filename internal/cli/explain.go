package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/federation"
	"appreg/internal/givenfile"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

// maxAnswerSize bounds what is read as a pasted answer, in bytes.
const maxAnswerSize = 1 << 20

// explanation is the contract's `explain --json`.
type explanation struct {
	Codes      []int             `json:"codes"`
	Error      string            `json:"error"`
	Suberror   string            `json:"suberror"`
	Cause      cause.Label       `json:"cause"`
	Confidence report.Confidence `json:"confidence"`
	Others     []cause.Label     `json:"others"`
	Title      string            `json:"title"`
	Meaning    string            `json:"meaning"`
	Fix        report.Fix        `json:"fix"`
	Raw        string            `json:"raw"`
	Assertion  *assertionFacts   `json:"assertion,omitempty"` // with --assertion-file
}

// assertionFacts are what an outside token says of itself; the token is never among them.
type assertionFacts struct {
	Issuer   string `json:"issuer"`
	Subject  string `json:"subject"`
	Audience string `json:"audience"`
	Means    string `json:"means"`   // the subject, taken apart; empty where its form isn't known
	Expires  string `json:"expires"` // RFC 3339; empty where it doesn't say
}

func newExplainCommand(a *app) *cobra.Command {
	var flow, api, assertion string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain [CODE|-]",
		Short: "Explain an AADSTS code or an error message",
		Long: "Takes a code (7000215 or AADSTS7000215), or with - an error message on standard input, whatever tool printed it.\n" +
			"--flow and --api make the explanation more precise. With --assertion-file it compares what a platform's token says;\n" +
			"without a code it checks the token only. Works offline.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) <= 1 {
				return nil
			}
			return usageError("quote the message, or pipe it: appreg explain -", "explain takes one code, or - for standard input")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			known, err := explainContext(api, flow)
			if err != nil {
				return err
			}
			if assertion != "" {
				if known.Presented, err = readAssertion(cmd.Context(), assertion); err != nil {
					return err
				}
			}
			e, err := a.explained(args, known)
			if err != nil {
				return err
			}
			if asJSON {
				printJSON(a.Out, e)
				return nil
			}
			writeExplanation(a.Out, e)
			return nil
		},
	}
	addText(cmd.Flags(), &flow, "flow", "", "string", "sign-in method that was used")
	addText(cmd.Flags(), &api, "api", "", "string", "API that was called")
	addText(cmd.Flags(), &assertion, "assertion-file", "", "file", "file with the platform's token that was presented")
	cmd.Flags().BoolVar(&asJSON, "json", false, "JSON instead of text")
	return cmd
}

// explained is the explanation of the answer, or of the outside token alone.
func (a *app) explained(args []string, known diagnose.Context) (explanation, error) {
	known.Now = time.Now()
	if len(args) == 0 && known.Presented.Issuer != "" {
		e := explanationOf(diagnose.ExplainAssertion(known), "")
		e.Assertion = factsOf(known.Presented)
		return e, nil
	}
	text, err := a.answerToExplain(args)
	if err != nil {
		return explanation{}, err
	}
	e := explain(text, known)
	if known.Presented.Issuer != "" {
		e.Assertion = factsOf(known.Presented)
	}
	return e, nil
}

// readAssertion reads an outside token's file, and keeps only what the token says of itself.
func readAssertion(ctx context.Context, path string) (federation.Claims, error) {
	data, err := readFile(ctx)(path)
	if err != nil {
		return federation.Claims{}, usageError("use the name of a readable file", "couldn't read the token: %w", fileFault(err))
	}
	claims, err := federation.Decode(secret.New(strings.TrimSpace(string(givenfile.Decoded(data)))))
	if err != nil {
		return federation.Claims{}, usageError("use the file that the platform wrote", "couldn't read the token: %w", err)
	}
	return claims, nil
}

// factsOf makes claims fit for a terminal.
func factsOf(claims federation.Claims) *assertionFacts {
	facts := &assertionFacts{
		Issuer: sanitize.Line(claims.Issuer), Subject: sanitize.Line(claims.Subject), Audience: sanitize.Line(claims.Audience),
		Means: sanitize.Line(claims.Says()),
	}
	if !claims.Ends.IsZero() {
		facts.Expires = claims.Ends.Format(time.RFC3339)
	}
	return facts
}

// answerToExplain returns the code, or what stands on standard input.
func (a *app) answerToExplain(args []string) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && a.InTTY {
		return "", usageError("for example: appreg explain 7000215", "explain needs a code")
	}
	data, err := io.ReadAll(io.LimitReader(a.In, maxAnswerSize))
	if err != nil {
		return "", fmt.Errorf("couldn't read the answer: %w", err)
	}
	data = givenfile.Decoded(data) // Windows PowerShell's > writes UTF-16
	if strings.TrimSpace(string(data)) == "" {
		return "", usageError("for example: appreg explain 7000215", "explain needs a message: standard input is empty")
	}
	return string(data), nil
}

// explainContext is what the flags tell about the request that was refused.
func explainContext(api, flow string) (diagnose.Context, error) {
	var known diagnose.Context
	var err error
	if flow != "" {
		if known.Flow, err = catalog.ParseFlow(flow); err != nil {
			return known, unknownName(err)
		}
	}
	if api == "" {
		return known, nil
	}
	if known.API, err = catalog.ParseAPI(api); err != nil {
		return known, unknownName(err)
	}
	known.Cloud = catalog.Public
	known.Target, err = catalog.Resolve(known.API, known.Cloud, "")
	return known, err
}

// explain diagnoses text. What is shown of it was redacted before.
func explain(text string, known diagnose.Context) explanation {
	return explanationOf(diagnose.ExplainText(text, known), text)
}

// explanationOf is a diagnosis as it is printed, with the text that it is about.
func explanationOf(d diagnose.Diagnosis, text string) explanation {
	e := explanation{
		Codes: d.Codes, Error: sanitize.Line(d.Error), Suberror: sanitize.Line(d.Suberror),
		Cause: d.Cause, Confidence: d.Confidence, Others: d.Others, Title: d.Title, Meaning: d.Meaning, Fix: d.Fix,
		Raw: sanitize.Raw(sanitize.NewRedactor().Redact(text)),
	}
	// Scripts read arrays, never null.
	e.Codes = append([]int{}, e.Codes...)
	e.Others = append([]cause.Label{}, e.Others...)
	e.Fix.Steps = append([]string{}, e.Fix.Steps...)
	return e
}

// writeExplanation writes an explanation for people.
func writeExplanation(w io.Writer, e explanation) {
	title := e.Title
	if e.Confidence == report.Guess {
		title = e.Confidence.Heading() + ": " + title // not to be read as a fact
	}
	fmt.Fprintf(w, "%s\n\n%s\n\n", title, e.Meaning)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "%s%s\n", label, text)
		}
	}
	if e.Cause != cause.Unknown || e.Raw != "" { // nothing is wrong with a token alone that could be exchanged
		line(e.Confidence.Heading()+": ", string(e.Cause))
	}
	line("Where: ", e.Fix.Where)
	for i, step := range e.Fix.Plain().Steps {
		fmt.Fprintf(w, "  %d. %s\n", i+1, step)
	}
	line("Command: ", e.Fix.Command)
	line("Page: ", e.Fix.URL)
	if len(e.Others) > 0 {
		others := make([]string, len(e.Others))
		for i, label := range e.Others {
			others[i] = string(label)
		}
		line("Also possible: ", strings.Join(others, ", "))
	}
}
