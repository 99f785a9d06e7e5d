package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// maxAnswerSize bounds what is read as a pasted answer, in bytes.
const maxAnswerSize = 1 << 20

// explanation is the contract's `explain --json`.
type explanation struct {
	Codes    []int          `json:"codes"`
	Error    string         `json:"error"`
	Suberror string         `json:"suberror"`
	Cause    report.Cause   `json:"cause"`
	Others   []report.Cause `json:"others"`
	Title    string         `json:"title"`
	Meaning  string         `json:"meaning"`
	Fix      report.Fix     `json:"fix"`
	Raw      string         `json:"raw"`
}

func newExplainCommand(a *app) *cobra.Command {
	var flow, api string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain [CODE|-]",
		Short: "Explain an AADSTS code or a pasted error answer, offline",
		Long: "Takes a code (7000215 or AADSTS7000215), or with - an error answer on standard input, whatever tool wrapped it.\n" +
			"--flow and --api sharpen the explanation. Nothing is sent anywhere.",
		Example: "  appreg explain 7000215\n  appreg explain --flow password - < answer.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) <= 1 {
				return nil
			}
			return usageError(`quote it, or pipe it: appreg explain -`, "could not explain: it takes one code, or - for standard input")
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := a.answerToExplain(args)
			if err != nil {
				return err
			}
			known, err := explainContext(api, flow)
			if err != nil {
				return err
			}
			e := explain(text, known)
			if asJSON {
				printJSON(a.Out, e)
				return nil
			}
			writeExplanation(a.Out, e)
			return nil
		},
	}
	cmd.Flags().StringVar(&flow, "flow", "", "the `flow` that was used")
	cmd.Flags().StringVar(&api, "api", "", "the `API` that was meant")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// answerToExplain gives the code, or what stands on standard input.
func (a *app) answerToExplain(args []string) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		return args[0], nil
	}
	if len(args) == 0 && a.InTTY {
		return "", usageError("for example: appreg explain 7000215", "could not explain: no code was given")
	}
	data, err := io.ReadAll(io.LimitReader(a.In, maxAnswerSize))
	if err != nil {
		return "", fmt.Errorf("could not read the answer: %w", err)
	}
	if strings.TrimSpace(string(data)) == "" {
		return "", usageError("for example: appreg explain 7000215", "could not explain: standard input is empty")
	}
	return string(data), nil
}

// explainContext is what the flags tell about the request that was refused.
func explainContext(api, flow string) (diagnose.Context, error) {
	var known diagnose.Context
	var err error
	if flow != "" {
		if known.Flow, err = catalog.ParseFlow(flow); err != nil {
			return known, usageError("name one of those, or leave the flag out", "could not explain: %w", err)
		}
	}
	if api == "" {
		return known, nil
	}
	if known.API, err = catalog.ParseAPI(api); err != nil {
		return known, usageError("name one of those, or leave the flag out", "could not explain: %w", err)
	}
	known.Cloud = catalog.Public
	known.Target, err = catalog.Resolve(known.API, known.Cloud, "")
	return known, err
}

// explain diagnoses text. What is shown of it was redacted before.
func explain(text string, known diagnose.Context) explanation {
	d := diagnose.ExplainText(text, known)
	e := explanation{
		Codes: d.Codes, Error: sanitize.Line(d.Error), Suberror: sanitize.Line(d.Suberror),
		Cause: d.Cause, Others: d.Others, Title: d.Title, Meaning: d.Meaning, Fix: d.Fix,
		Raw: sanitize.Raw(sanitize.NewRedactor().Redact(text)),
	}
	// Scripts read arrays, never null.
	e.Codes = append([]int{}, e.Codes...)
	e.Others = append([]report.Cause{}, e.Others...)
	e.Fix.Steps = append([]string{}, e.Fix.Steps...)
	return e
}

// writeExplanation writes an explanation for people.
func writeExplanation(w io.Writer, e explanation) {
	fmt.Fprintf(w, "%s\n\n%s\n\n", e.Title, e.Meaning)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "%s%s\n", label, text)
		}
	}
	line("Cause: ", string(e.Cause))
	line("Where: ", e.Fix.Where)
	for i, step := range e.Fix.Steps {
		fmt.Fprintf(w, "  %d. %s\n", i+1, step)
	}
	line("Command: ", e.Fix.Command)
	line("Page: ", e.Fix.URL)
	if len(e.Others) > 0 {
		others := make([]string, len(e.Others))
		for i, cause := range e.Others {
			others[i] = string(cause)
		}
		line("Also possible: ", strings.Join(others, ", "))
	}
}
