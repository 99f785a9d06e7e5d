//go:build linux

package cli_test

import (
	"bytes"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"appreg/internal/catalog"
)

// TestCanaryFromTalkativeLibraries: the variables that make libraries write what passes through them change nothing. It
// takes a process, because net/http reads its own before anything else runs, and HTTP/2, because that is what it is for.
func TestCanaryFromTalkativeLibraries(t *testing.T) {
	s := newCanarySite(t)
	second := s.serveHTTP2(t)
	written := t.TempDir()
	for _, row := range s.rows {
		if row.variable == "" || row.api != catalog.BusinessCentral {
			continue
		}
		for _, command := range [][]string{{"setup", "--no-input", "--store", "none"}, {"check", "--debug"}, {"token"}} {
			before := second.Load()
			cmd := s.process(append(command, s.given(t, row, row.secret, "environment")...)...)
			cmd.Env = append(cmd.Env, talkative(written)...)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			if err := cmd.Run(); err != nil {
				t.Errorf("%s %s ended with %v: %s", row.name, command[0], err, errs.String())
			}
			if second.Load() == before {
				t.Errorf("%s %s spoke no HTTP/2", row.name, command[0])
			}
			s.hunt.check(t, "stderr of "+command[0], errs.String())
			if strings.Contains(errs.String(), "http2: ") || strings.Contains(errs.String(), "go package net: ") {
				t.Errorf("a library wrote:\n%.600s", errs.String())
			}
			if command[0] != "token" {
				s.hunt.check(t, "stdout of "+command[0], out.String())
			}
		}
	}
	complete := s.process("__complete", "check", "--tenant", "")
	complete.Env = append(complete.Env, talkative(written)...)
	if output, err := complete.CombinedOutput(); err != nil {
		t.Errorf("completion ended with %v: %s", err, output)
	}
	if files := s.hunt.checkTree(t, written); len(files) != 0 {
		t.Errorf("written by a library: %v", files)
	}
}

// talkative are the variables; those that name a file name one in dir.
func talkative(dir string) []string {
	list := []string{"GODEBUG=http2debug=2,netdns=go+2", "TEA_DEBUG=1", "DEBUG_HTTP2_GOROUTINES=1"}
	for _, name := range []string{"TEA_TRACE", "UV_DEBUG", "BASH_COMP_DEBUG_FILE"} {
		list = append(list, name+"="+filepath.Join(dir, name))
	}
	return list
}

// serveHTTP2 puts the site behind TLS, where both sides speak HTTP/2, and counts the requests that came by it.
func (s *canarySite) serveHTTP2(t *testing.T) *atomic.Int64 {
	t.Helper()
	var count atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			count.Add(1)
		}
		s.wire.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	s.url = server.URL
	roots := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	t.Setenv("APPREG_CA_FILE", s.file(t, "roots.pem", string(roots)))
	return &count
}
