package wizard

import (
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// BenchmarkKey types a character into the tenant field and draws the screen, at 80x24.
func BenchmarkKey(b *testing.B) {
	now := func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
	a := steps.Answers{}
	for key, value := range bcSecret() {
		a = a.With(key, value)
	}
	w := newWizard(context.Background(), Options{Options: session.Options{Start: a, Env: steps.Env{Now: now}}, Environ: []string{"LANG=C.UTF-8"}})
	w.jump(catalog.StepApplication)
	model, _ := w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	keys := []tea.KeyPressMsg{{Code: 'a', Text: "a"}, {Code: tea.KeyBackspace}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		model, _ = model.Update(keys[i%2])
		_ = model.View()
	}
}

// BenchmarkFirstFrame makes the wizard and draws it for the first time.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		w := newWizard(context.Background(), Options{Options: session.Options{Env: steps.Env{Now: time.Now}}, Environ: []string{"LANG=C.UTF-8"}})
		model, _ := w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		_ = model.View()
	}
}

// BenchmarkPaste digests 64 KiB in a text field.
func BenchmarkPaste(b *testing.B) {
	a := steps.Answers{}
	for key, value := range bcSecret() {
		a = a.With(key, value)
	}
	w := newWizard(context.Background(), Options{Options: session.Options{Start: a, Env: steps.Env{Now: time.Now}}})
	w.jump(catalog.StepApplication)
	start, _ := w.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	text := make([]byte, 64<<10)
	for i := range text {
		text[i] = 'a' + byte(i%26)
	}
	for b.Loop() {
		model, _ := start.Update(tea.PasteMsg{Content: string(text)})
		_ = model.View()
	}
}
