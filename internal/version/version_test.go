package version

import "testing"

func TestText(t *testing.T) {
	if Text() == "" {
		t.Error("a build without a name")
	}
}

func TestUserAgent(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "appreg/1.2.3",
		"v0.0.0-20261120120000-0123456789ab+dirty": "appreg/0.0.0-20261120120000-0123456789ab+dirty",
		"(devel)":      "appreg/devel",
		Unknown:        "appreg/unknown",
		"":             "appreg",
		"1\r\nX: y é/": "appreg/1Xy",
	} {
		if got := UserAgent(version); got != want {
			t.Errorf("UserAgent(%q) = %q, want %q", version, got, want)
		}
	}
}
