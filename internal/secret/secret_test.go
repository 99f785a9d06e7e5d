package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const canary = "canary-value"

func TestEveryWayOfPrintingHides(t *testing.T) {
	s := New(canary)
	holder := struct {
		Value   Secret
		Pointer *Secret
		List    []Secret
		Map     map[string]Secret
	}{s, &s, []Secret{s}, map[string]Secret{"key": s}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3s", "%T %v"} {
		for _, value := range []any{s, &s, holder} {
			arguments := []any{value}
			if strings.HasPrefix(verb, "%T") {
				arguments = append(arguments, value)
			}
			if out := fmt.Sprintf(verb, arguments...); strings.Contains(out, canary) || strings.Contains(out, fmt.Sprintf("%x", canary)) {
				t.Errorf("%s prints %q", verb, out)
			}
		}
	}
	for _, verb := range []string{"%v", "%#v", "%s", "%x"} {
		if out := fmt.Sprintf(verb, s); out != "[hidden]" {
			t.Errorf("%s prints %q, want [hidden]", verb, out)
		}
	}
}

func TestEncodersHide(t *testing.T) {
	s := New(canary)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "secret", s, "group", slog.GroupValue(slog.Any("inner", s)))
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "secret", s, "pointer", &s)
	encoded, err := json.Marshal(map[string]any{"value": s, "pointer": &s, "list": []Secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	asKey, err := json.Marshal(map[Secret]int{s: 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string]string{"slog": log.String(), "json": string(encoded), "json key": string(asKey)} {
		if strings.Contains(out, canary) || !strings.Contains(out, "[hidden]") {
			t.Errorf("%s gives %q", name, out)
		}
	}
}

func TestValue(t *testing.T) {
	s := New(canary)
	if s.Reveal() != canary || s.IsZero() || !s.Equal(New(canary)) || s.Equal(New("other")) {
		t.Error("the value is not kept")
	}
	if zero := (Secret{}); !zero.IsZero() || !zero.Equal(New("")) || zero.Reveal() != "" {
		t.Error("the zero Secret is not empty")
	}
}
