package quiet

import (
	"os"
	"testing"
)

func TestDrop(t *testing.T) {
	for _, variable := range variables {
		t.Setenv(variable, "/tmp/written")
	}
	t.Setenv(settings, "http2debug=2,http2client=0")
	t.Setenv("QUIET_TEST", "stays")
	Drop()
	for _, variable := range variables {
		if value, set := os.LookupEnv(variable); set {
			t.Errorf("%s=%s is still set", variable, value)
		}
	}
	if got := os.Getenv(settings); got != "http2client=0" {
		t.Errorf("%s=%s", settings, got)
	}
	if os.Getenv("QUIET_TEST") != "stays" {
		t.Error("another variable was dropped")
	}
}

func TestDropMakesNoVariable(t *testing.T) {
	t.Setenv(settings, "")
	if err := os.Unsetenv(settings); err != nil {
		t.Fatal(err)
	}
	Drop()
	if value, set := os.LookupEnv(settings); set {
		t.Errorf("%s=%s was made", settings, value)
	}
}

func TestWithoutTalk(t *testing.T) {
	for all, want := range map[string]string{
		"":                              "",
		"http2debug=1":                  "",
		"http2debug=2":                  "",
		"http2debug=2,http2debug=1":     "",
		"http2client=0":                 "http2client=0",
		"http2client=0,http2debug=2":    "http2client=0",
		"http2debug=2,http2client=0":    "http2client=0",
		"a=1,http2debug=2,b=2":          "a=1,b=2",
		"http2client=0;http2debug=2":    "", // net/http finds it here, too
		"xhttp2debug=2":                 "",
		" http2debug=1":                 "",
		"netdns=go":                     "netdns=go",
		"netdns=cgo":                    "netdns=cgo",
		"netdns=2":                      "",
		"netdns=go+1,x509negative=1":    "x509negative=1",
		"netdns=1+cgo":                  "",
		"http2client=0#y":               "",
		"execerrdot=0,tlsmlkem=0#010+3": "execerrdot=0",
	} {
		if got := withoutTalk(all); got != want {
			t.Errorf("withoutTalk(%q) = %q, want %q", all, got, want)
		}
	}
}
