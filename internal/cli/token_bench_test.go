package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// Whole processes, beside each other in one run:
//
//	.ci/with-keyring go test -run '^$' -bench Token -benchtime 100x ./internal/cli
//
// The bars are checked from judged rounds up: fewer are no measurement.
const judged = 50

// BenchmarkTokenCached compares a cached `appreg token` with `appreg version` and one reading of the keyring. The bar
// is twice their sum, without any request.
func BenchmarkTokenCached(b *testing.B) {
	w := newWorkplace(b)
	w.save(b, "works-business-central-client-secret", "bench")
	if _, stderr, code := w.run(b, "token", "bench"); code != 0 {
		b.Fatal(stderr)
	}
	id := w.itemOf(b, "bench")
	w.sim.ForgetRequests()
	var cached, version, reading []time.Duration
	for b.Loop() {
		cached = append(cached, w.timed(b, w.command("token", "bench")))
		version = append(version, w.timed(b, w.command("version")))
		begun := time.Now()
		if _, err := keyring.Get("appreg", id); err != nil {
			b.Fatal(err)
		}
		reading = append(reading, time.Since(begun))
	}
	if asked := w.sim.Requests(); len(asked) != 0 {
		b.Errorf("asked %v", asked)
	}
	ratio := float64(median(cached)) / float64(median(version)+median(reading))
	b.ReportMetric(milliseconds(median(cached)), "ms/token")
	b.ReportMetric(milliseconds(median(version)), "ms/version")
	b.ReportMetric(milliseconds(median(reading)), "ms/keyring")
	b.ReportMetric(ratio, "ratio")
	if len(cached) >= judged && ratio > 2 {
		b.Errorf("the ratio is %.2f, the bar is 2", ratio)
	}
}

// BenchmarkTokenFetched compares a fetched token with curl making the same POST. The bar is 15 ms more.
func BenchmarkTokenFetched(b *testing.B) {
	w := newWorkplace(b)
	w.save(b, "works-business-central-client-secret", "bench")
	c := w.cases["works-business-central-client-secret"]
	var fetched, curled []time.Duration
	for b.Loop() {
		fetched = append(fetched, w.timed(b, w.command("token", "bench", "--refresh")))
		curled = append(curled, w.timed(b, exec.Command("curl", "--silent", "--fail", "--noproxy", "*", "--output", os.DevNull,
			"--data-urlencode", "client_id="+c.ClientID, "--data-urlencode", "client_secret="+c.Secret,
			"--data-urlencode", "grant_type=client_credentials",
			"--data-urlencode", "scope=https://api.businesscentral.dynamics.com/.default",
			w.url+"/"+c.Tenant+"/oauth2/v2.0/token")))
	}
	more := median(fetched) - median(curled)
	b.ReportMetric(milliseconds(median(fetched)), "ms/token")
	b.ReportMetric(milliseconds(median(curled)), "ms/curl")
	b.ReportMetric(milliseconds(more), "ms/more")
	if len(fetched) >= judged && more > 15*time.Millisecond {
		b.Errorf("%v more than curl, the bar is 15 ms", more)
	}
}

// timed runs a command that must succeed.
func (w *workplace) timed(b *testing.B, cmd *exec.Cmd) time.Duration {
	b.Helper()
	begun := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v", filepath.Base(cmd.Path), err)
	}
	return time.Since(begun)
}

// itemOf returns the user name of a profile's keyring item.
func (w *workplace) itemOf(b *testing.B, profile string) string {
	b.Helper()
	out, stderr, code := w.run(b, "show", profile, "--json")
	var shown struct{ ID string }
	if err := json.Unmarshal([]byte(out), &shown); err != nil || code != 0 || shown.ID == "" {
		b.Fatalf("show: %v %s", err, stderr)
	}
	return shown.ID
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
