package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"appreg/store"
)

// TestShowJSONHasWhatShowPrints: every value of a profile is in the text and in the JSON, but for what neither shows.
func TestShowJSONHasWhatShowPrints(t *testing.T) {
	var p store.Profile
	hidden := map[string]bool{
		"State": true, "Replaces": true, "CASum": true, "Generation": true, // how it is stored, not what
		"PasswordSaved": true, "Partner": true, "Keep": true, // said in words
	}
	var want []string
	value := reflect.ValueOf(&p).Elem()
	for i := range value.NumField() {
		name, field := value.Type().Field(i).Name, value.Field(i)
		text := fmt.Sprintf("value-%02d", i)
		switch field.Kind() {
		case reflect.String:
			field.SetString(text)
		case reflect.Slice:
			field.Set(reflect.ValueOf([]string{text}))
		case reflect.Bool:
			field.SetBool(true)
		}
		if !hidden[name] {
			want = append(want, text)
		}
	}
	var out bytes.Buffer
	a := &app{Streams: Streams{Out: &out}}
	a.printProfile(p, store.Place{Label: "vault file", Where: p.ID})
	asJSON, err := json.Marshal(toShown(p))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range want {
		if !strings.Contains(out.String(), text) {
			t.Errorf("show does not print %s:\n%s", text, out.String())
		}
		if !strings.Contains(string(asJSON), text) {
			t.Errorf("show --json does not have %s:\n%s", text, asJSON)
		}
	}
	if len(want) < 20 {
		t.Errorf("only %d values were looked for", len(want))
	}
	var empty map[string]any
	asJSON, _ = json.Marshal(toShown(store.Profile{}))
	if err := json.Unmarshal(asJSON, &empty); err != nil || strings.Contains(string(asJSON), "null") {
		t.Errorf("%v: %s", err, asJSON)
	}
}
