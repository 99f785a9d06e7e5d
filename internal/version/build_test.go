package version

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	checkout := &debug.BuildInfo{Main: debug.Module{Version: "v0.0.0-20261120120000-0123456789ab"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.time", Value: "2026-11-20T12:00:00Z"}, {Key: "vcs.modified", Value: "true"},
	}}
	for name, test := range map[string]struct {
		info  *debug.BuildInfo
		given Build
		want  string
	}{
		"a checkout":  {checkout, Build{}, "appreg v0.0.0-20261120120000-0123456789ab (commit 0123456789ab, modified, 2026-11-20) "},
		"a release":   {&debug.BuildInfo{}, Build{Version: "v1.2.3", Commit: "abc", Date: "2026-12-01"}, "appreg v1.2.3 (commit abc, 2026-12-01) "},
		"both":        {checkout, Build{Version: "v1.2.3"}, "appreg v1.2.3 (commit 0123456789ab, modified, 2026-11-20) "},
		"go install":  {&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, Build{}, "appreg v1.2.3 "},
		"not told":    {nil, Build{}, "appreg (unknown) "},
		"no sources":  {&debug.BuildInfo{}, Build{}, "appreg (unknown) "},
		"only a date": {nil, Build{Date: "2026-12-01T01:02:03Z"}, "appreg (unknown) (2026-12-01) "},
	} {
		if got := describe(test.info, test.given).String(); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %q, want %q…", name, got, test.want)
		}
	}
}
