package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// testState is how far the token test is.
type testState int

const (
	testIdle testState = iota
	testRunning
	testDone
)

// testRun is one run of the live token test and what it found so far.
type testRun struct {
	state    testState
	seq      int
	cancel   context.CancelFunc
	findings []report.Finding
	waiting  waiting // for a person to sign in
	report   report.Report
	at       int    // the finding that is shown in full
	mended   string // what was changed in the simulated portal since
	hidden   bool   // the person went back to the fields of the step

	cancelled bool // the person gave up the sign-in; nothing was found
}

// eventMsg brings one of the messages below while the test runs; more waits for the next. testedMsg brings the end.
type (
	eventMsg struct {
		event tea.Msg
		more  tea.Cmd
	}
	findingMsg struct {
		seq     int
		finding report.Finding
	}
	testedMsg struct {
		seq    int
		report report.Report
	}
)

// startTest begins a test of the answers. A password is sent once for each test, so only a key begins one.
func (w *wizard) startTest() tea.Cmd {
	verifier := w.options.Services.Verifier
	if verifier == nil || w.test.state == testRunning {
		return nil
	}
	ctx, cancel := context.WithCancel(w.ctx)
	seq := w.next()
	w.test = testRun{state: testRunning, seq: seq, cancel: cancel}
	w.guide = 0
	registration := w.machine.Answers().Registration()
	happened := make(chan tea.Msg, len(findingOrder)+1)
	tell := func(event tea.Msg) {
		select {
		case happened <- event:
		case <-ctx.Done():
		}
	}
	events := Events{
		Finding: func(f report.Finding) { tell(findingMsg{seq, f}) },
		SignIn:  func(s report.SignIn) { tell(signInMsg{seq, s}) },
	}
	run := func() tea.Msg {
		defer close(happened)
		return testedMsg{seq, verifier.Verify(ctx, registration, events)}
	}
	return tea.Batch(run, listen(happened), w.turn())
}

// listen waits for the next event.
func listen(happened <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		event, ok := <-happened
		if !ok {
			return nil
		}
		return eventMsg{event, listen(happened)}
	}
}

// found shows a finding as it becomes known.
func (w *wizard) found(msg findingMsg) tea.Cmd {
	if msg.seq != w.test.seq || w.test.state != testRunning {
		return nil
	}
	w.test.findings = append(w.test.findings[:len(w.test.findings):len(w.test.findings)], cleanFinding(msg.finding))
	return w.signedIn()
}

// tested takes the report, unless the test was left.
func (w *wizard) tested(msg testedMsg) {
	if msg.seq != w.test.seq || w.test.state != testRunning {
		return
	}
	w.test.cancel()
	w.test.state, w.test.report, w.test.waiting = testDone, msg.report, waiting{}
	w.guide = 0
	w.test.findings = nil
	for _, f := range msg.report.Findings {
		w.test.findings = append(w.test.findings, cleanFinding(f))
	}
	w.test.at = worst(w.test.findings)
	w.version++
}

// stopTest cancels a running test: the step is left.
func (w *wizard) stopTest() {
	if w.test.state == testRunning {
		w.test.cancel()
		w.test = testRun{}
	}
}

// worst is the place of the first failure, else of the first warning, else -1.
func worst(findings []report.Finding) int {
	for _, status := range []report.Status{report.Fail, report.Warn} {
		for i, f := range findings {
			if f.Status == status {
				return i
			}
		}
	}
	return -1
}

// cleanFinding makes every text of a finding fit for the screen.
func cleanFinding(f report.Finding) report.Finding {
	f.Title, f.Evidence = sanitize.Line(f.Title), sanitize.Text(f.Evidence)
	f.Meaning, f.Raw = sanitize.Text(f.Meaning), sanitize.Raw(f.Raw)
	f.CorrelationID, f.TraceID = sanitize.Line(f.CorrelationID), sanitize.Line(f.TraceID)
	fix := report.Fix{Where: sanitize.Line(f.Fix.Where), Command: sanitize.Text(f.Fix.Command), URL: sanitize.Line(f.Fix.URL)}
	for _, step := range f.Fix.Steps {
		fix.Steps = append(fix.Steps, sanitize.Text(step))
	}
	f.Fix = fix
	return f
}
