package transport

import "testing"

func TestASCIIHost(t *testing.T) {
	for name, want := range map[string]string{
		"münchen.de": "xn--mnchen-3ya.de", "MÜNCHEN.DE": "xn--mnchen-3ya.de", "www.straße.example": "www.xn--strae-oqa.example",
		"пример.рф": "xn--e1afmkfd.xn--p1ai", "例え。テスト": "xn--r8jz45g.xn--zckzah", "ü": "xn--tda",
		"mu\u0308nchen.de": "", "tenant\u00ad.de": "", "contoso.com": "", "xn--mnchen-3ya.de": "", "": "", "ü..de": "", "-ü.de": "", "ü-.de": "",
		"ü de": "", "ü\r\nx: y": "", "ü/x": "", "ü@x": "", "ü:80": "", "\xff.de": "",
	} {
		if got, is := ASCIIHost(name); got != want || is != (want != "") {
			t.Errorf("%q: %q, %v, want %q", name, got, is, want)
		}
	}
}
