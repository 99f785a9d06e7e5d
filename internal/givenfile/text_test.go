package givenfile_test

import (
	"encoding/binary"
	"errors"
	"testing"
	"unicode/utf16"

	"appreg/internal/givenfile"
)

// wide writes text as UTF-16.
func wide(order binary.AppendByteOrder, text string) string {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = order.AppendUint16(raw, unit)
	}
	return string(raw)
}

func TestText(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	for _, want := range []string{"oak", "Pässwörter", "пароль", "oak🔑", " two words ", "x\nhidden", "é", "\ufeffinside\ufeff"} {
		forms := map[string]string{
			"as it is": want, "UTF-8 with a mark": "\ufeff" + want,
			"UTF-16LE with a mark": "\xff\xfe" + wide(le, want), "UTF-16BE with a mark": "\xfe\xff" + wide(be, want),
		}
		if want == "\ufeffinside\ufeff" {
			delete(forms, "as it is") // its own first character is the mark
		}
		for name, raw := range forms {
			for end, written := range map[string]string{"": "", "LF": "\n", "CRLF": "\r\n", "several": "\r\n\r\n"} {
				if name != "as it is" && name != "UTF-8 with a mark" {
					order := map[bool]binary.AppendByteOrder{true: le, false: be}[raw[0] == 0xff]
					written = wide(order, written)
				}
				if got, err := givenfile.Text(raw + written); got != want || err != nil {
					t.Errorf("%q, %s, line end %q: %q, %v", want, name, end, got, err)
				}
			}
		}
	}
	for name, raw := range map[string]string{
		"UTF-16LE": wide(le, "oak"), "UTF-16BE": wide(be, "oak"), "UTF-16LE, line ends": wide(le, "oak\r\n"),
		"UTF-16LE and a line end of 8 bits": wide(le, "oak") + "\n", "UTF-16BE and one": wide(be, "oak") + "\n",
	} {
		if got, err := givenfile.Text(raw); got != "oak" || err != nil {
			t.Errorf("%s without a mark: %q, %v", name, got, err)
		}
	}
}

func TestTextSaysWhyItIsNone(t *testing.T) {
	for raw, want := range map[string]givenfile.TextFault{
		"\xff\xfeoak8Q~":                givenfile.HalfUTF16, // UTF-16 through a shell's variable
		"\xff\xfep\xe4ssword":           givenfile.HalfUTF16,
		"\xfe\xffoak8Q~":                givenfile.HalfUTF16,
		"\xff\xfeo\x00a\x00k":           givenfile.BrokenUTF16,
		"\xff\xfeo\x00\x00\xd8":         givenfile.BrokenUTF16, // half a surrogate pair
		"P\xe4ssw\xf6rter":              givenfile.NotUTF8,     // Windows-1252
		"\xcf\xe0\xf0\xee\xeb\xfc":      givenfile.NotUTF8,     // Windows-1251
		"\x30\x82\x01\xff\x00\x00":      givenfile.HoldsNUL,
		"o\x00a":                        givenfile.HoldsNUL,
		"\xff\xfe\x00\x00o\x00\x00\x00": givenfile.HoldsNUL, // UTF-32
	} {
		got, err := givenfile.Text(raw)
		if got != "" || !errors.Is(err, want) || want.Fix() == "" {
			t.Errorf("%q: %q, %v, want %v", raw, got, err, want)
		}
	}
}

func TestDecodedLeavesBinaryAlone(t *testing.T) {
	text := "-----BEGIN CERTIFICATE-----\nMIIB\n"
	for raw, want := range map[string]string{
		text: text, "\ufeff" + text: text, wide(binary.LittleEndian, text): text,
		"\xff\xfe" + wide(binary.LittleEndian, text): text, "\xfe\xff" + wide(binary.BigEndian, text): text,
		"\x30\x82\x0a\x00\x02\x01\x03\x00\x00\xff": "\x30\x82\x0a\x00\x02\x01\x03\x00\x00\xff",
		"\xff\xfeabc": "\xff\xfeabc", "\x00\x00": "\x00\x00", "": "",
	} {
		if got := string(givenfile.Decoded([]byte(raw))); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("\xff\xfeo\x00a\x00")
	f.Add("\ufeffoak\r\n")
	f.Add("o\x00a\x00k\x00\n")
	f.Fuzz(func(t *testing.T, raw string) {
		text, err := givenfile.Text(raw)
		if err != nil {
			var fault givenfile.TextFault
			if text != "" || !errors.As(err, &fault) || fault.Fix() == "" {
				t.Fatalf("%q and %v", text, err)
			}
			return
		}
		if again, err := givenfile.Text("x" + text); err != nil || again != "x"+text {
			t.Fatalf("the text %q is read as %q, %v", text, again, err)
		}
	})
}
