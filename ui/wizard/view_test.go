package wizard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/steps"
	"appreg/ui/field"
)

// closedRows is how a field looks that has not the focus.
var closedRows = []struct {
	name    string
	field   steps.Field
	answers map[steps.Key]string
	change  func(part) part
	want    string
}{
	{"empty", steps.Field{Key: steps.KeyTenant, Label: "Tenant"}, nil, nil, "○ Tenant"},
	{"answered", steps.Field{Key: steps.KeyTenant, Label: "Tenant"}, map[steps.Key]string{steps.KeyTenant: "contoso.com"}, nil, "✓ Tenant    contoso.com"},
	{"optional", steps.Field{Key: steps.KeyProject, Label: "Project", Optional: true}, nil, nil, "○ Project   optional"},
	{"default", steps.Field{Key: steps.KeyProfile, Label: "Name", Default: "bc-dev"}, nil, nil, "○ Name      bc-dev"},
	{"choice shows the label", steps.Field{Key: steps.KeyFlow, Kind: steps.Choice, Label: "Flow", Options: []steps.Option{{Value: "client-secret", Label: "Client secret"}}},
		map[steps.Key]string{steps.KeyFlow: "client-secret"}, nil, "✓ Flow      Client secret"},
	{"several", steps.Field{Key: steps.KeyPermissions, Kind: steps.Choices, Label: "Rights"}, map[steps.Key]string{steps.KeyPermissions: "A.Read,B.Read"}, nil, "✓ Rights    A.Read, B.Read"},
	{"typed, not taken", steps.Field{Key: steps.KeyTenant, Label: "Tenant"}, nil, func(p part) part { p.input = p.input.Set("x y"); return p }, "○ Tenant    x y  not taken yet"},
	{"secret typed", steps.Field{Key: steps.KeySecret, Kind: steps.Masked, Label: "Secret"}, nil, func(p part) part { p.input = p.input.Set(canary); return p }, "○ Secret    ••••••••  not taken yet"},
	{"problem", steps.Field{Key: steps.KeyTenant, Label: "Tenant"}, nil, func(p part) part { return p.remark(bad, "no tenant\nmore") }, "✗ Tenant\n    ✗ no tenant …"},
	{"warning", steps.Field{Key: steps.KeyTenant, Label: "Tenant"}, map[steps.Key]string{steps.KeyTenant: "c"}, func(p part) part { return p.remark(warning, "odd") }, "! Tenant    c\n    ! odd"},
}

func TestClosedFields(t *testing.T) {
	for _, row := range closedRows {
		s := newScene(t, nil)
		a := s.answers()
		for key, value := range row.answers {
			a = a.With(key, value)
		}
		s.set(a)
		p := newPart(row.field, a, nil)
		if row.change != nil {
			p = row.change(p)
		}
		got := strings.Join(stripped(s.pane().collapsedField(p, 8, 60)), "\n")
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}

// TestCheckStates shows each state of a live check with a sign of its own.
func TestCheckStates(t *testing.T) {
	states := map[steps.CheckState]string{
		steps.CheckIdle: "", steps.Checking: "    ⠋ Looking it up.", steps.CheckOK: "    ✓ found",
		steps.CheckWarn: "    ! found", steps.CheckFailed: "    ✗ found",
	}
	for state, want := range states {
		s := atTenant(t)
		p, _ := s.pane().form.here()
		p.input = p.input.Set("contoso.com")
		s.w.checks[steps.KeyTenant] = check{raw: "contoso.com", result: steps.CheckResult{State: state, Text: "found"}}
		if got := strings.Join(stripped(s.pane().checkLines(p, 60)), "\n"); got != want {
			t.Errorf("state %d: %q, want %q", state, got, want)
		}
		p.input = p.input.Set("other.com")
		if got := s.pane().checkLines(p, 60); len(got) != 0 {
			t.Errorf("state %d: shown for another text: %q", state, got)
		}
	}
}

// headerRows is the first line, by width and answers.
var headerRows = []struct {
	width   int
	answers map[steps.Key]string
	want    string
}{
	{80, nil, "  appreg                                           app registrations that work"},
	{60, lcsPassword(), "  appreg  Lifecycle Services  contoso.com ━━╌╌╌╌╌╌╌╌╌╌ 1/6"},
	{24, bcSecret(), "appreg  ━╌╌╌╌╌╌╌╌╌╌╌ 1/7"},
	{12, bcSecret(), "appreg"},
}

func TestHeader(t *testing.T) {
	for _, row := range headerRows {
		s := newScene(t, nil)
		s.size(row.width, 24)
		if row.answers != nil {
			s.answered(catalog.StepStart, row.answers)
		}
		got := strings.TrimRight(ansi.Strip(s.w.header()[0]), " ")
		if got != row.want {
			t.Errorf("at %d cells:\n got %q\nwant %q", row.width, got, row.want)
		}
	}
}

// TestHelpLineFits at any width, and always names help.
func TestHelpLineFits(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepPermissions, bcSecret())
	for width := 1; width < 150; width++ {
		line, rest := s.w.helpLine(width)
		line, rest = ansi.Strip(line), ansi.Strip(rest)
		if ansi.StringWidth(rest) > width {
			t.Errorf("%d cells in %d: %q", ansi.StringWidth(rest), width, rest)
		}
		if ansi.StringWidth(line) > width {
			t.Errorf("%d cells in %d: %q", ansi.StringWidth(line), width, line)
		}
		if width >= 14 && !strings.Contains(line, "? help  q quit") {
			t.Errorf("at %d cells: %q", width, line)
		}
	}
}

// TestFlashIsBounded wraps a long message but leaves the screen to the step.
func TestFlashIsBounded(t *testing.T) {
	s := newScene(t, nil)
	s.size(40, 16)
	s.w.flash = flash{warning, strings.Repeat("a long message ", 40)}
	if lines := len(s.w.footer()); lines > 6 {
		t.Errorf("%d lines", lines)
	}
	s.press("up")
	s.lacks("a long message")
}

// TestFlashLeavesTheFieldInSight: on the lowest screens it stands where the help line was, until the next key.
func TestFlashLeavesTheFieldInSight(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
	for height, both := range map[int]bool{6: false, 7: false, 8: true} {
		s.size(40, height)
		s.wants("› Tenant", "help")
		s.w.flash = flash{quiet, "No browser opened"}
		s.wants("› Tenant", "No browser opened")
		if strings.Contains(s.screen(), "help") != both {
			t.Errorf("at %d lines:\n%s", height, s.screen())
		}
		s.w.flash = flash{}
	}
}

// TestSidebar shows each step's state on wide screens only.
func TestSidebar(t *testing.T) {
	s := newScene(t, nil)
	s.size(100, 30)
	s.answered(catalog.StepCredential, bcSecret())
	first := func(sign string) string {
		for _, row := range stripped(s.w.sidebar.lines) {
			if strings.HasPrefix(row, sign) {
				return strings.TrimPrefix(row, sign+" ")
			}
		}
		return ""
	}
	if first("✓") != "What to set up" || !strings.HasPrefix(first("●"), "Create a client secret") || first("○") != "Add the permissions" {
		t.Errorf("%q", stripped(s.w.sidebar.lines))
	}
	s.wants("3/7")
	if !strings.Contains(s.screen(), "│") {
		t.Error("no line beside the steps")
	}
	s.size(89, 30)
	s.lacks("│")
}

// TestFormFollows keeps the focus and what is being typed when the answers change the fields.
func TestFormFollows(t *testing.T) {
	s := newScene(t, nil)
	s.answered(catalog.StepStart, map[steps.Key]string{steps.KeyAPI: "business-central"})
	s.press("f12")
	for i, p := range s.pane().form.parts {
		if p.field.Key == steps.KeyCloud {
			s.pane().focus(i)
		}
	}
	before := fmt.Sprint(s.pane().form.step.Fields)
	s.set(s.answers().With(steps.KeyFlow, "client-secret").With(steps.KeyAPI, "power-platform"))
	s.pane().follow()
	if fmt.Sprint(s.pane().form.step.Fields) == before || s.pane().form.key() != steps.KeyCloud {
		t.Errorf("%d fields, focus on %s", len(s.pane().form.parts), s.pane().form.key())
	}
	if _, ok := s.pane().form.part("nothing"); ok {
		t.Error("a part of no field")
	}
	if f := (form{}); f.key() != "" || f.readsFile() {
		t.Error("an empty form has a field")
	}
}

// TestGivenAnswersAreShown opens fields on their answers, and on text that was left.
func TestGivenAnswersAreShown(t *testing.T) {
	a := steps.Answers{}.With(steps.KeyTenant, "contoso.com")
	fld := steps.Field{Key: steps.KeyTenant, Kind: steps.Text}
	if got := newPart(fld, a, nil).input.Raw(); got != "contoso.com" {
		t.Errorf("%q", got)
	}
	if got := newPart(fld, a, map[steps.Key]string{steps.KeyTenant: "left"}).input.Raw(); got != "left" {
		t.Errorf("%q", got)
	}
	masked := steps.Field{Key: steps.KeyTenant, Kind: steps.Masked}
	if got := newPart(masked, a, map[steps.Key]string{steps.KeyTenant: "left"}).input.Raw(); got != "" {
		t.Errorf("a masked field shows %q", got)
	}
	if _, ok := newPart(fld, a, nil).input.(field.Text); !ok {
		t.Error("no text input")
	}
}

// TestOverlayScrolls moves a text within its bounds.
func TestOverlayScrolls(t *testing.T) {
	s := atToken(t, 40, 12)
	s.press("ctrl+g")
	first := s.screen()
	s.press("down", "pgdown", "space")
	if s.w.overlay.offset != 1+6+6 || s.screen() == first {
		t.Errorf("offset %d", s.w.overlay.offset)
	}
	s.press("pgup", "pgup", "up", "up")
	if s.screen() != first {
		t.Errorf("not back:\n%s", s.screen())
	}
	s.press("esc")
	if s.w.overlay != nil {
		t.Error("not closed")
	}
}

// TestRefusalIsSeenOnTheSmallestScreen, below a list, too.
func TestRefusalIsSeenOnTheSmallestScreen(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepPermissions, map[steps.Key]string{steps.KeyAPI: "power-platform", steps.KeyFlow: "device-code"})
	s.size(20, 6)
	s.press("f12")
	s.paste("A,<b>")
	s.press("enter")
	s.wants("✗ that is")
}

// TestRunningRowIsSeen: on a small screen the rows follow the test.
func TestRunningRowIsSeen(t *testing.T) {
	s := atToken(t, 40, 10)
	s.hold = true
	s.press("ctrl+t")
	for _, f := range readyTest().Findings[:8] {
		s.send(findingMsg{s.testSeq(), f})
	}
	s.wants(s.w.turning()+" Expiry", "setup holds")
}
