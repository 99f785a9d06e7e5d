//go:build linux

package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
)

// TestCanaryInProcesses: while requests are under way, no process has the credential in its arguments.
func TestCanaryInProcesses(t *testing.T) {
	longtest.Only(t)

	s := newCanarySite(t)
	for n, row := range s.rows {
		if row.variable == "" || row.api != catalog.BusinessCentral {
			continue
		}
		way := []string{"file", "stdin", "environment"}[n%3]
		s.sim.Inject(row.c.Tenant, tenantsim.Fault{Latency: 150 * time.Millisecond})
		for _, command := range [][]string{{"setup", "--no-input", "--store", "none"}, {"check", "--debug"}, {"token"}} {
			args := append(command, s.given(t, row, row.secret, way)...)
			cmd := s.process(args...)
			cmd.Stdin = strings.NewReader(s.input)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			looks := 0
			for running := true; running; looks++ {
				select {
				case err := <-ended:
					running = false
					if err != nil {
						t.Errorf("%v ended with %v: %s", args, err, errs.String())
					}
				case <-time.After(5 * time.Millisecond):
					s.huntArguments(t)
				}
			}
			if looks < 3 { // a look takes as long as there are processes
				t.Errorf("%s was over after %d looks", args[0], looks)
			}
			s.hunt.check(t, "stderr of "+args[0], errs.String())
			if args[0] != "token" {
				s.hunt.check(t, "stdout of "+args[0], out.String())
			}
		}
	}
}

// process is the program in a process of its own, with the canaries of its environment.
func (s *canarySite) process(args ...string) *exec.Cmd {
	cmd := exec.Command("appreg", args...)
	cmd.Env = append(os.Environ(), append([]string{"APPREG_HOME=" + s.home, "APPREG_AUTHORITY=" + s.url, "APPREG_API_URL=" + s.url}, s.env...)...)
	return cmd
}

// huntArguments hunts in the command line of every process.
func (s *canarySite) huntArguments(t *testing.T) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(lines) == 0 {
		t.Fatalf("no process can be seen: %v", err)
	}
	for _, path := range lines {
		if line, err := os.ReadFile(path); err == nil { // else it ended meanwhile
			s.hunt.check(t, path, string(line))
		}
	}
}

// TestCanaryForChildren: what appreg starts gets none of its secrets, neither in arguments nor in the environment.
func TestCanaryForChildren(t *testing.T) {
	longtest.Only(t)

	s := newCanarySite(t)
	bin, report := t.TempDir(), filepath.Join(t.TempDir(), "child")
	script := "#!/bin/sh\n{ env; echo; echo \"arguments: $*\"; } > " + report + ".new && mv " + report + ".new " + report + "\n"
	for _, name := range []string{"xdg-open", "x-www-browser", "www-browser", "sensible-browser"} {
		s.must(t, os.WriteFile(filepath.Join(bin, name), []byte(script), 0o700))
	}
	for _, variable := range []string{
		"APPREG_CLIENT_SECRET", "APPREG_PASSWORD", "APPREG_CERTIFICATE_PASSWORD", "APPREG_ACCESS_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD",
	} {
		s.hunt.add(variable, canarySecret(variable, false))
		s.env = append(s.env, variable+"="+canarySecret(variable, false))
	}
	s.env = append(s.env, "PATH="+bin+":"+os.Getenv("PATH"), "DISPLAY=:9", "CANARY_SITE=here")
	answers := "business-central\n\n" + "app\n" + "client-secret\n"
	cmd := s.process("setup", "--plain") // the demo opens no page outside the machine
	in, err := cmd.StdinPipe()
	s.must(t, err)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	s.must(t, cmd.Start())
	_, err = in.Write([]byte(answers + "open\n"))
	s.must(t, err)
	seen := ""
	for begun := time.Now(); seen == "" && time.Since(begun) < screenWait; time.Sleep(time.Millisecond) { // a poll
		content, _ := os.ReadFile(report)
		seen = string(content)
	}
	s.must(t, in.Close())
	_ = cmd.Wait() // the input ended: exit code 2
	if !strings.Contains(seen, "CANARY_SITE=here") || !strings.Contains(seen, "arguments: http") {
		t.Fatalf("no browser was started: %q\n%s", seen, errs.String())
	}
	s.hunt.check(t, "the browser's environment", seen)
	s.hunt.check(t, "stderr", errs.String())
}
