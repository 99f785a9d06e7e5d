package lines

import (
	"bufio"
	"io"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"

	"appreg/internal/catalog"
	"appreg/internal/session"
)

func TestTerminalSecretIsNotEchoed(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = master.Close() }()
	read, restore, err := TerminalSecret(int(slave.Fd()), slave)
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read("Client secret: ")
		answers <- answer{text, err}
		_, _ = io.WriteString(slave, "end")
	}()
	shown := bufio.NewReader(master)
	if prompt, err := shown.ReadString(' '); err != nil || prompt != "Client " {
		t.Fatalf("the prompt begins with %q, %v", prompt, err)
	}
	if _, err := io.WriteString(master, stageSecret+"\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got.err != nil || got.text != stageSecret {
		t.Errorf("read %q, %v", got.text, got.err)
	}
	restore()
	rest, err := shown.ReadString('d')
	if err != nil || !strings.HasSuffix(rest, "end") {
		t.Fatalf("after it the terminal shows %q, %v", rest, err)
	}
}

func TestTerminalSecretNeedsATerminal(t *testing.T) {
	if _, _, err := TerminalSecret(-1, io.Discard); err == nil || !strings.HasPrefix(err.Error(), "couldn't ") {
		t.Errorf("got %v, want an error", err)
	}
}

func TestTerminalSecretRestoresTheEcho(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = master.Close(), slave.Close() }()
	fd := int(slave.Fd())
	_, restore, err := TerminalSecret(fd, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(fd)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := term.MakeRaw(fd); err != nil { // as a read that was left behind leaves it, and worse
		t.Fatal(err)
	}
	restore()
	after, err := term.GetState(fd)
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as it was (%v)", err)
	}
}

func TestSecretsComeThroughReadSecret(t *testing.T) {
	s := newStage()
	opts := s.options()
	var prompts []string
	opts.ReadSecret = func(prompt string) (string, error) {
		prompts = append(prompts, prompt)
		if len(prompts) == 1 {
			return "back", nil // commands are taken here too
		}
		return stageSecret, nil
	}
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != session.Saved {
		t.Fatalf("%v, %+v", err, result)
	}
	if strings.Join(prompts, "|") != "Client secret: |Client secret: " || p.times("Client secret") != 0 {
		t.Errorf("ReadSecret was given %q", prompts)
	}
	if strings.Contains(p.out.String(), "API: \n") {
		t.Error("a terminal echoes the line end of a visible answer itself")
	}

	opts = newStage().options()
	opts.ReadSecret = func(string) (string, error) { return "", io.EOF }
	_, _, err = newStage().play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if want := (&InputEndedError{Question: "Client secret"}).Error(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
