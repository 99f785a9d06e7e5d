package diagnose

import "testing"

func TestIsGUID(t *testing.T) {
	const id = "0d1e2f3a-5555-6666-f777-88888888888F"
	for text, want := range map[string]bool{
		id: true, "{" + id + "}": true, "{" + id: true, "00000000-0000-0000-0000-000000000000": true,
		"": false, "{}": false, id[1:]: false, id + "0": false, "urn:uuid:" + id: false, "{{" + id + "}}": false,
		"0d1e2f3a5555666677778888888888888888": false, "0d1e2f3a555566667777888888888888": false, "gd1e2f3a-5555-6666-f777-88888888888f": false,
	} {
		if got := isGUID(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
