package terminal

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// pieces is a terminal that gives one piece a read, then an error.
type pieces struct {
	list []string
	err  error
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(p.list) == 0 {
		return 0, p.err
	}
	n := copy(b, p.list[0])
	if p.list[0] = p.list[0][n:]; p.list[0] == "" {
		p.list = p.list[1:]
	}
	return n, nil
}

func (*pieces) Write(b []byte) (int, error) { return len(b), nil }
func (*pieces) Close() error                { return nil }
func (*pieces) Fd() uintptr                 { return ^uintptr(0) }
func (*pieces) Name() string                { return "pieces" }

func TestInputReports(t *testing.T) {
	for _, end := range []error{io.EOF, errors.New("input/output error")} {
		var gone []error
		in := NewInput(&pieces{list: []string{"ab", "\x1b[200~c"}, err: end}, func(err error) { gone = append(gone, err) })
		var got []byte
		buffer := make([]byte, 4096)
		var err error
		for err == nil {
			var n int
			n, err = in.Read(buffer)
			got = append(got, buffer[:n]...)
		}
		_, _ = in.Read(buffer)
		if string(got) != "ab\x1b[200~c" || !errors.Is(err, end) {
			t.Errorf("read %q, %v", got, err)
		}
		if len(gone) != 1 || !errors.Is(gone[0], end) {
			t.Errorf("reported %v", gone)
		}
	}
}

// TestInputFitsTheBuffer leaves nothing over with the decoder's buffer: a poll on the descriptor would not wake for it.
func TestInputFitsTheBuffer(t *testing.T) {
	for _, text := range []string{strings.Repeat("x", 9000), strings.Repeat("\x1b[200~\x03", 900), strings.Repeat("\x1b^\x03", 2000), strings.Repeat(strings.Repeat("x", burst)+"\r", 99)} {
		in := NewInput(&pieces{list: []string{text}, err: io.EOF}, func(error) {})
		buffer := make([]byte, 4096)
		for {
			if _, err := in.Read(buffer); err != nil {
				break
			}
			if len(in.ready) != 0 {
				t.Fatalf("%d bytes left over of %q", len(in.ready), text[:9])
			}
		}
	}
}

func TestInputOfASmallBuffer(t *testing.T) {
	in := NewInput(&pieces{list: []string{"\x1b^abc\x03"}, err: io.EOF}, func(error) {})
	var got []byte
	buffer := make([]byte, 3)
	for {
		n, err := in.Read(buffer)
		got = append(got, buffer[:n]...)
		if err != nil {
			break
		}
	}
	if string(got) != "\x1b^abc\x1b\\\x03" {
		t.Errorf("%q", got)
	}
}

var profileRows = []struct {
	name    string
	environ []string
	noColor bool
	want    colorprofile.Profile
}{
	{"plain", []string{"TERM=xterm-256color"}, false, colorprofile.ANSI256},
	{"true colour", []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, false, colorprofile.TrueColor},
	{"flag", []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, true, colorprofile.ASCII},
	{"NO_COLOR=1", []string{"TERM=xterm-256color", "NO_COLOR=1"}, false, colorprofile.ASCII},
	{"NO_COLOR=yes", []string{"TERM=xterm-256color", "NO_COLOR=yes"}, false, colorprofile.ASCII},
	{"NO_COLOR empty", []string{"TERM=xterm-256color", "NO_COLOR="}, false, colorprofile.ANSI256},
	{"tmux", []string{"TERM=screen", "TMUX=/tmp/tmux-0/default,1,0"}, false, colorprofile.ANSI256},
}

func TestProfile(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // no tmux to run
	for _, row := range profileRows {
		if got := Profile(row.environ, row.noColor); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestUnicode(t *testing.T) {
	for setting, want := range map[string]bool{
		"LANG=en_GB.UTF-8": true, "LANG=de_DE.utf8": true, "LANG=C": false, "LANG=": true, "LC_ALL=C LANG=C.UTF-8": false,
		"LC_CTYPE=C.UTF-8 LANG=C": true, "TERM=linux LANG=C.UTF-8": false,
	} {
		if got := Unicode(strings.Fields(setting)); got != want {
			t.Errorf("%s: %v", setting, got)
		}
	}
}

// TestEnvironIsCut hands no variable on that Bubble Tea does not look at: it sends them round as a message.
func TestEnvironIsCut(t *testing.T) {
	got := keptEnviron([]string{"TERM=xterm", "APPREG_CLIENT_SECRET=x", "HOME=/root", "TMUX=1", "COLORTERM=truecolor"})
	if !slices.Equal(got, []string{"TERM=xterm", "COLORTERM=truecolor"}) {
		t.Errorf("%q", got)
	}
}
