package wizard

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/steps"
	"appreg/ui/look"
)

var plainTheme = look.New(true, true)

func stripped(lines []string) []string {
	out := []string{}
	for _, line := range lines {
		out = append(out, strings.TrimRight(ansi.Strip(line), " "))
	}
	return out
}

// blockRows is how each kind of guidance is set, in 34 cells.
var blockRows = []struct {
	name   string
	blocks []steps.Block
	want   []string
}{
	{"paragraph", []steps.Block{{Kind: steps.Para, Text: "Enter the tenant first: links then open there."}},
		[]string{"Enter the tenant first: links then", "open there."}},
	{"paragraphs", []steps.Block{{Kind: steps.Para, Text: "One."}, {Kind: steps.Para, Text: "Two."}}, []string{"One.", "", "Two."}},
	{"instructions", []steps.Block{{Kind: steps.Do, Text: "Select **New registration**."}, {Kind: steps.Do, Text: "Enter a name that says what the application is for."}},
		[]string{" 1  Select New registration.", " 2  Enter a name that says what", "    the application is for."}},
	{"numbers go on over facts and notes", []steps.Block{{Kind: steps.Do, Text: "One."}, {Kind: steps.Fact, Label: "API", Text: "x"}, {Kind: steps.Do, Text: "Two."}, {Kind: steps.Note, Text: "n"}, {Kind: steps.Do, Text: "Three."}},
		[]string{" 1  One.", "", "    API  x", "", " 2  Two.", "", " •  n", "", " 3  Three."}},
	{"numbers begin again after a paragraph", []steps.Block{{Kind: steps.Do, Text: "One."}, {Kind: steps.Para, Text: "Then:"}, {Kind: steps.Do, Text: "One."}},
		[]string{" 1  One.", "", "Then:", "", " 1  One."}},
	{"note", []steps.Block{{Kind: steps.Note, Text: "Good to know."}}, []string{" •  Good to know."}},
	{"warning", []steps.Block{{Kind: steps.Warning, Text: "It is shown once."}}, []string{" !  It is shown once."}},
	{"facts are aligned", []steps.Block{{Kind: steps.Fact, Label: "API", Text: "BC"}, {Kind: steps.Fact, Label: "Scope", Text: "x/.default"}},
		[]string{"    API    BC", "    Scope  x/.default"}},
	{"a long fact stands below its label", []steps.Block{{Kind: steps.Fact, Label: "The API's GUID", Text: "996def3d-b36c-4153-8607-a6fd3c01b89f"}},
		[]string{"    The API's GUID", "      996def3d-b36c-4153-8607-", "      a6fd3c01b89f"}},
	{"code is verbatim", []steps.Block{{Kind: steps.Code, Text: "az ad app\n  --id 1"}}, []string{"    az ad app", "      --id 1"}},
	{"controls are shown, not obeyed", []steps.Block{{Kind: steps.Para, Text: "a\x1b[2Jb"}}, nil},
}

func TestGuideBlocks(t *testing.T) {
	for _, row := range blockRows {
		lines := guideLines(steps.Guide{Blocks: row.blocks}, plainTheme, 34)
		if row.want == nil {
			if strings.Contains(strings.Join(lines, ""), "\x1b[2J") {
				t.Errorf("%s: %q", row.name, lines)
			}
			continue
		}
		if diff := cmp.Diff(row.want, stripped(lines)); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}

func TestGuideLinks(t *testing.T) {
	guide := steps.Guide{Blocks: []steps.Block{{Text: "Text."}}, Links: []steps.Link{{Label: "Overview", URL: "https://portal.azure.com/#view/Overview"}, {Label: "More", URL: "https://x"}}}
	want := []string{"Text.", "", "Overview", "https://", "portal.azure.com/", "#view/Overview", "", "More", "https://x"}
	if diff := cmp.Diff(want, stripped(guideLines(guide, plainTheme, 20))); diff != "" {
		t.Error(diff)
	}
}

var scrollRows = []struct {
	offset, height int
	want           []string
}{
	{0, 5, []string{"a", "b", "c", "d", "e"}},
	{0, 9, []string{"a", "b", "c", "d", "e"}},
	{0, 3, []string{"a", "b", "↓ 3 more lines · pgdn"}},
	{1, 3, []string{"b", "c", "↑ 1 above  ↓ 2 more lines · pgdn"}},
	{3, 3, []string{"d", "e", "↑ end · pgup"}},
	{99, 3, []string{"d", "e", "↑ end · pgup"}},
	{-4, 3, []string{"a", "b", "↓ 3 more lines · pgdn"}},
	{2, 1, []string{"c"}},
	{0, 0, []string{}},
}

func TestScrolledTo(t *testing.T) {
	for _, row := range scrollRows {
		got := stripped(scrolledTo([]string{"a", "b", "c", "d", "e"}, row.offset, row.height, plainTheme, 40, "pgdn"))
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("from %d in %d lines: %s", row.offset, row.height, diff)
		}
		if row.height > 0 && len(got) > row.height {
			t.Errorf("%d lines in %d", len(got), row.height)
		}
	}
}

// TestScrollMark names its key in whole, and none where none scrolls.
func TestScrollMark(t *testing.T) {
	for _, row := range []struct {
		above, width int
		hint, want   string
	}{
		{0, 40, "pgdn", "↓ 12 more lines · pgdn"}, {0, 20, "pgdn", "↓ 12 more · pgdn"}, {0, 40, "", "↓ 12 more lines"},
		{3, 40, "pgdn", "↑ 3 above  ↓ 12 more lines · pgdn"}, {3, 20, "pgdn", "↑ ↓ 12 more · pgdn"},
	} {
		if got := scrollMark(row.above, 12, plainTheme, row.width, row.hint); got != row.want {
			t.Errorf("%d cells: %q", row.width, got)
		}
	}
}

// TestFactsStayWhole: a GUID is compared with the portal's, so it is not broken where a line of its own holds it.
func TestFactsStayWhole(t *testing.T) {
	for width, want := range map[int][]string{
		60: {"    API's GUID  " + clientGUID},
		46: {"    API's GUID", "      " + clientGUID},
		41: {"    API's GUID", "     " + clientGUID},
		35: {"    API's GUID", "      " + clientGUID[:24], "      " + clientGUID[24:]},
	} {
		got := stripped(factLines("API's GUID", clientGUID, 10, plainTheme, width))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d cells: %s", width, diff)
		}
	}
}

// TestCutTextIsMarked: what is said about the focused field ends with the sign for more where it is cut, and help shows it
// whole.
func TestCutTextIsMarked(t *testing.T) {
	const help = "On-premises needs Microsoft Entra authentication with OpenID Connect."
	cut := 0
	for width := 20; width <= 80; width += 10 {
		for height := 6; height <= 30; height++ {
			s := newScene(t, nil).answered(catalog.StepStart, map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyCloud: "public"})
			s.size(width, height)
			s.press("f12")
			s.pane().focusOn(steps.KeyDeployment, quiet, "")
			s.size(width, height)
			flat := strings.Join(strings.Fields(s.screen()), " ")
			if strings.Contains(flat, "On-premises needs") && !strings.Contains(flat, help) {
				cut++
				if i := strings.LastIndex(flat, "…"); i < strings.Index(flat, "On-premises needs") {
					t.Errorf("%dx%d is cut without a sign:\n%s", width, height, s.screen())
				}
			}
			s.press("f1")
			s.size(width, 60)
			s.wants(help)
		}
	}
	if cut == 0 {
		t.Error("nowhere was there too little room")
	}
}

// TestLinesAroundTheFocus keeps the focused line and what follows it.
func TestLinesAroundTheFocus(t *testing.T) {
	b := block{lines: strings.Split("abcdefgh", ""), focus: 4}
	for height, want := range map[int]string{8: "abcdefgh", 5: "cdefg", 3: "def", 2: "ef", 1: "e"} {
		got := cutAround(b, height)
		if joined := strings.Join(got.lines, ""); joined != want || got.lines[got.focus] != "e" {
			t.Errorf("in %d lines: %q, focus on %q", height, joined, got.lines[got.focus])
		}
	}
	if got := cutAround(b, 0); len(got.lines) != 0 {
		t.Errorf("%q in no line", got.lines)
	}
}
