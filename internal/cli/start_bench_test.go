package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/store"
)

// BenchmarkVersion starts `appreg version` and an empty program that links net/http in turn, and reports the ratio of
// the medians. The bar is 1.5 (go test -run '^$' -bench Version -benchtime 100x ./internal/cli).
// The rest of what is above 1 is the start of the libraries.
func BenchmarkVersion(b *testing.B) {
	appreg, empty := buildProgram(b), buildEmpty(b)
	var ours, floor []time.Duration
	for b.Loop() {
		ours = append(ours, startToEnd(b, appreg, "version"))
		floor = append(floor, startToEnd(b, empty))
	}
	b.ReportMetric(float64(median(ours).Microseconds())/1000, "ms/version")
	b.ReportMetric(float64(median(floor).Microseconds())/1000, "ms/empty")
	b.ReportMetric(float64(median(ours))/float64(median(floor)), "ratio")
}

// manyProfiles is what a company with a profile for each customer has.
const manyProfiles = 2000

// BenchmarkManyProfiles runs what reads the list of profiles, over 2,000 of them, and reports the ratio of each median to
// that of `appreg version`. The bar is 1.5 on a machine that does nothing else
// (go test -run '^$' -bench ManyProfiles -benchtime 100x ./internal/cli).
func BenchmarkManyProfiles(b *testing.B) {
	appreg := buildProgram(b)
	b.Setenv("APPREG_HOME", homeOfMany(b))
	commands := map[string][]string{
		"list": {"list"}, "json": {"list", "--json"}, "show": {"show", "customer-1500"}, "unknown": {"show", "custmoer-1500"},
	}
	for name, args := range commands {
		output, err := exec.Command(appreg, args...).CombinedOutput()
		if (err != nil) != (name == "unknown") || !strings.Contains(string(output), "customer-1500") {
			b.Fatalf("%v: %v %.200s", args, err, output)
		}
	}
	var version []time.Duration
	times := map[string][]time.Duration{}
	for b.Loop() {
		version = append(version, startToEnd(b, appreg, "version"))
		for name, args := range commands {
			begun := time.Now()
			_ = exec.Command(appreg, args...).Run()
			times[name] = append(times[name], time.Since(begun))
		}
	}
	b.ReportMetric(float64(median(version).Microseconds())/1000, "ms/version")
	for name := range commands {
		b.ReportMetric(float64(median(times[name]))/float64(median(version)), "ratio/"+name)
	}
}

// BenchmarkFirstFrame starts the demo and the wizard in turn, each on a terminal, and reports the ratio of the medians of
// the time to the first frame. The demo has a tenant to make, but not before. The bar is 1.2
// (go test -run '^$' -bench FirstFrame -benchtime 20x ./internal/cli).
func BenchmarkFirstFrame(b *testing.B) {
	appreg := buildProgram(b)
	b.Setenv("APPREG_HOME", filepath.Join(b.TempDir(), "home"))
	var demo, wizard []time.Duration
	for b.Loop() {
		demo = append(demo, startToFrame(b, appreg, "demo"))
		wizard = append(wizard, startToFrame(b, appreg, "setup"))
	}
	b.ReportMetric(float64(median(wizard).Microseconds())/1000, "ms/setup")
	b.ReportMetric(float64(median(demo).Microseconds())/1000, "ms/demo")
	b.ReportMetric(float64(median(demo))/float64(median(wizard)), "ratio")
}

// startToFrame starts a program on a terminal, waits for the first question and ends it.
func startToFrame(tb testing.TB, program string, args ...string) time.Duration {
	tb.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	begun := time.Now()
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		tb.Fatal(err)
	}
	defer terminal.Close()
	var shown []byte
	part := make([]byte, 64<<10)
	for !bytes.Contains(shown, []byte("Lifecycle Services")) {
		n, err := terminal.Read(part)
		if err != nil {
			tb.Fatalf("%v: %v %q", args, err, shown)
		}
		shown = append(shown, part[:n]...)
	}
	took := time.Since(begun)
	_ = cmd.Process.Signal(os.Interrupt)
	_, _ = io.Copy(io.Discard, terminal) // until it has put the terminal back
	_ = cmd.Wait()
	return took
}

// homeOfMany is a folder with many profiles. None has a credential.
func homeOfMany(tb testing.TB) string {
	tb.Helper()
	home := filepath.Join(tb.TempDir(), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		tb.Fatal(err)
	}
	var entries []store.Profile
	for n := range manyProfiles {
		entries = append(entries, store.Profile{
			Name: fmt.Sprintf("customer-%d", n), ID: fmt.Sprintf("customer-%d-abcdefghabcdefgh", n), State: store.PhaseReady,
			API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: fmt.Sprintf("customer%d.onmicrosoft.com", n),
			TenantID: "6f89a1b2-0000-4000-8000-1234567890ab", ClientID: "0f8fad5b-d9cb-469f-a165-70867728950e", Flow: catalog.ClientSecret,
			Environments: []string{"Production"}, Store: store.BackendKeyring, SecretExpires: "2027-05-20", Verdict: report.Ready,
			CheckedAt: "2026-11-20T11:59:00Z", SavedAt: "2026-11-20T12:00:00Z",
		})
	}
	content, err := json.MarshalIndent(struct {
		Schema   int             `json:"schema"`
		Profiles []store.Profile `json:"profiles"`
	}{1, entries}, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(home, "profiles.json"), content, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return home
}

// buildProgram builds the real program as it is released.
func buildProgram(tb testing.TB) string {
	tb.Helper()
	return build(tb, "../..", "appreg", "-trimpath", "-ldflags", "-s -w")
}

// buildEmpty builds the smallest program that links what any client of ours must link.
func buildEmpty(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	source := "package main\n\nimport \"net/http\"\n\nvar keep = http.DefaultClient\n\nfunc main() {}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o600); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module empty\n\ngo 1.26\n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return build(tb, dir, "empty", "-trimpath", "-ldflags", "-s -w")
}

// build returns a copy of what the linker wrote, as an installation has it: the linker writes through a mapping, which leaves the
// file in the page cache in small pieces, and a start takes 5 % longer or not, as it happens.
func build(tb testing.TB, dir, name string, flags ...string) string {
	tb.Helper()
	linked, installed := filepath.Join(tb.TempDir(), name), filepath.Join(tb.TempDir(), name)
	cmd := exec.Command("go", append(append([]string{"build"}, flags...), "-o", linked, ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("could not build %s: %v\n%s", name, err, output)
	}
	program, err := os.ReadFile(linked)
	if err == nil {
		err = os.WriteFile(installed, program, 0o755)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return installed
}

func startToEnd(tb testing.TB, program string, args ...string) time.Duration {
	tb.Helper()
	begun := time.Now()
	if err := exec.Command(program, args...).Run(); err != nil {
		tb.Fatal(err)
	}
	return time.Since(begun)
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}
