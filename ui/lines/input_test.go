package lines

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"appreg/ui/terminal"
)

func inputOf(r io.Reader) *input { return &input{reader: bufio.NewReader(r)} }

func TestInput(t *testing.T) {
	tests := map[string]struct {
		input string
		want  []string
	}{
		"lines":                        {"one\ntwo\n", []string{"one", "two"}},
		"the last line has no end":     {"one\ntwo", []string{"one", "two"}},
		"line ends of Windows":         {"one\r\n\r\ntwo\r\n", []string{"one", "", "two"}},
		"byte order mark of a pipe":    {"\ufeff1\n2\n", []string{"1", "2"}},
		"blanks belong to a line":      {" one \n", []string{" one "}},
		"longer than the buffer":       {strings.Repeat("x", 5000) + "\nnext\n", []string{strings.Repeat("x", 5000), "next"}},
		"nothing":                      {"", nil},
		"a byte that is not a letter":  {"a\x00b\n", []string{"a\x00b"}},
		"a carriage return in between": {"a\rb\n", []string{"a\rb"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := inputOf(iotest.OneByteReader(strings.NewReader(test.input)))
			var got []string
			for {
				line, err := in.visible(t.Context())
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInputThrowsAwayWhatIsTooLong(t *testing.T) {
	in := inputOf(strings.NewReader(strings.Repeat("x", answerLimit+1) + "\nnext\n"))
	if _, err := in.visible(t.Context()); !errors.Is(err, errLineTooLong) {
		t.Errorf("a line over the limit gave %v", err)
	}
	if line, err := in.visible(t.Context()); line != "next" || err != nil {
		t.Errorf("after it came %q, %v; want next", line, err)
	}
}

func TestInputPassesFailuresOn(t *testing.T) {
	broken := errors.New("the pipe broke")
	if _, err := inputOf(iotest.ErrReader(broken)).visible(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's own error", err)
	}
}

func TestAwaitEndsWhenCancelled(t *testing.T) {
	reader, writer := io.Pipe() // nothing is ever written
	defer func() { _ = writer.Close() }()
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("ctrl+c")
	reading := make(chan struct{})
	go func() {
		<-reading
		cancel(cause)
	}()
	_, err := awaited(ctx, func() (int, error) {
		close(reading)
		return reader.Read(make([]byte, 1))
	})
	if !errors.Is(err, terminal.ErrInterrupted) || !errors.Is(err, cause) {
		t.Errorf("got %v, want interrupted for the cause", err)
	}
	worked := false
	if _, err := awaited(ctx, func() (int, error) { worked = true; return 0, nil }); !errors.Is(err, terminal.ErrInterrupted) || worked {
		t.Errorf("a cancelled context began work: %v, %v", worked, err)
	}
}

func TestInputEndedErrorNamesTheQuestion(t *testing.T) {
	var err error = &InputEndedError{Question: "Tenant"}
	if !errors.Is(err, ErrInputEnded) || errors.Is(err, io.EOF) {
		t.Error("it must be ErrInputEnded and nothing else")
	}
	if !strings.Contains(err.Error(), "Tenant") {
		t.Errorf("the message %q does not name the question", err)
	}
}
