//go:build linux

package cli_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"appreg/internal/catalog"
)

// TestTheOpenerGetsNoState: what every user of the machine can read of a sign-in in a browser, the arguments of the
// processes, holds nothing with which somebody else could end it. The browser gets there all the same.
func TestTheOpenerGetsNoState(t *testing.T) {
	s := newCanarySite(t)
	dir := t.TempDir()
	pid, looked := filepath.Join(dir, "pid"), filepath.Join(dir, "looked")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >%[1]s.new && mv %[1]s.new %[1]s\nwhile [ ! -e %[2]s ]; do sleep 0.02; done\n"+
		"exec curl --silent --location --noproxy '*' --output %[3]s/page \"$1\"\n", pid, looked, dir)
	s.must(t, os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700))
	for _, row := range s.rows {
		if row.flow != catalog.Browser || row.api != catalog.LCS {
			continue
		}
		cmd := s.process(append([]string{"token"}, row.flags...)...)
		cmd.Env = append(cmd.Env, "PATH="+dir+":"+os.Getenv("PATH"))
		stdout, err := os.Create(filepath.Join(dir, "token"))
		s.must(t, err)
		cmd.Stdout = stdout
		terminal, err := pty.Start(cmd)
		s.must(t, err)
		told := make(chan string, 1)
		go func() {
			text, _ := io.ReadAll(terminal) // ends with an error when the last process has left the terminal
			told <- string(text)
		}()
		opener := strings.TrimSpace(awaited(t, pid))
		line, err := os.ReadFile("/proc/" + opener + "/cmdline")
		s.must(t, err)
		if !strings.Contains(string(line), "http://localhost:") {
			t.Errorf("the opener was started with %q", line)
		}
		s.lookForSignIns(t)
		s.must(t, os.WriteFile(looked, nil, 0o600))
		if err := cmd.Wait(); err != nil {
			t.Errorf("token ended with %v", err)
		}
		_ = terminal.Close()
		if text := <-told; !strings.Contains(text, "/authorize?") {
			t.Errorf("the person was not told the address:\n%s", text)
		}
		if token, _ := os.ReadFile(stdout.Name()); !strings.HasPrefix(string(token), "eyJ") {
			t.Errorf("%d bytes instead of a token", len(token))
		}
		return
	}
	t.Fatal("no row signs in with a browser")
}

// awaited is the content of a file that another process writes at once.
func awaited(t *testing.T, path string) string {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < screenWait; time.Sleep(10 * time.Millisecond) { // a poll
		content, err := os.ReadFile(path)
		if err == nil {
			return string(content)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	t.Fatalf("nobody wrote %s", path)
	return ""
}

// lookForSignIns looks at the arguments of every process for the site's sign-in page.
func (s *canarySite) lookForSignIns(t *testing.T) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(lines) == 0 {
		t.Fatalf("no process can be seen: %v", err)
	}
	for _, path := range lines {
		line, _ := os.ReadFile(path) // nothing of one that has ended meanwhile
		if text := string(line); strings.Contains(text, s.url+"/") && strings.Contains(text, "/authorize") {
			t.Errorf("%s holds the sign-in's address: %q", path, text)
		}
	}
}
