package transport

import "testing"

// TestUnusable: what came whole is for the service's own reader.
func TestUnusable(t *testing.T) {
	for _, test := range []struct {
		answer Response
		want   AnswerKind
	}{
		{Response{Status: 200}, 0}, {Response{Status: 299}, 0}, {Response{Status: 400}, 0}, {Response{Status: 503}, 0},
		{Response{Status: 300}, Redirected}, {Response{Status: 399, Fault: Truncated}, Redirected},
		{Response{Status: 200, Fault: TooLarge}, Oversized}, {Response{Status: 503, Fault: Truncated}, CutShort},
	} {
		if got := test.answer.Unusable(); got != test.want {
			t.Errorf("%+v: %v", test.answer, got)
		}
	}
}
