package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkVersion starts `appreg version` and an empty program that links net/http in turn, and reports the ratio of
// the medians. The bar is 1.5 (go test -run '^$' -bench Version -benchtime 100x ./internal/cli).
// Two thirds of what is above 1 is the start of the libraries. The same bytes written to another file differ by 0.05 to
// either side, as the kernel's page cache holds them in pieces of other sizes: judge a change by several runs.
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

func build(tb testing.TB, dir, name string, flags ...string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	cmd := exec.Command("go", append(append([]string{"build"}, flags...), "-o", path, ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("could not build %s: %v\n%s", name, err, output)
	}
	return path
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
