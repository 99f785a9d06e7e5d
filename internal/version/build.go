package version

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// What the linker writes in where a release is built from something that is not a checkout:
// go build -ldflags "-X appreg/internal/version.release=v1.2.3 -X ….commit=… -X ….date=…". Nothing else sets them.
var release, commit, date string

// Build says which build this is, as `appreg version --json` prints it. What nobody recorded is empty.
type Build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`   // hexadecimal
	Date     string `json:"date"`     // RFC 3339, of the commit; a release may name the day of the build
	Modified bool   `json:"modified"` // the checkout had changes that are in no commit
	Go       string `json:"go"`
	Platform string `json:"platform"` // for example linux/amd64
}

// ThisBuild returns what is known of the running program.
func ThisBuild() Build {
	info, _ := debug.ReadBuildInfo()
	return describe(info, Build{Version: release, Commit: commit, Date: date})
}

// describe adds to what the linker was given what the Go tool recorded; nil where it recorded nothing.
func describe(info *debug.BuildInfo, given Build) Build {
	given.Go, given.Platform = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH
	if info != nil {
		given.Version = cmp.Or(given.Version, info.Main.Version)
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				given.Commit = cmp.Or(given.Commit, setting.Value)
			case "vcs.time":
				given.Date = cmp.Or(given.Date, setting.Value)
			case "vcs.modified":
				given.Modified = setting.Value == "true"
			}
		}
	}
	given.Version = cmp.Or(given.Version, Unknown)
	return given
}

// String is the build on one line: appreg v1.2.3 (commit 0123456789ab, 2026-11-26) linux/amd64 go1.26.8.
func (b Build) String() string {
	var origin []string
	if b.Commit != "" {
		text := "commit " + b.Commit[:min(12, len(b.Commit))]
		if b.Modified {
			text += ", modified"
		}
		origin = append(origin, text)
	}
	if day, _, _ := strings.Cut(b.Date, "T"); day != "" {
		origin = append(origin, day)
	}
	text := "appreg " + b.Version
	if len(origin) > 0 {
		text += " (" + strings.Join(origin, ", ") + ")"
	}
	return fmt.Sprintf("%s %s %s", text, b.Platform, b.Go)
}
