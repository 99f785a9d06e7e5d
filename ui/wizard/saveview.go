package wizard

import (
	"strings"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/ui/look"
)

// storeLines says what is not ready of the app, and whether credentials can be saved here.
func (sc *saveScreen) storeLines(width int) []string {
	return append(sc.unreadyLines(width), sc.keptLines(width)...)
}

// unreadyLines say why the profile will not be ready.
func (sc *saveScreen) unreadyLines(width int) []string {
	verdict := sc.session.Verdict()
	text := "Not ready yet. Save now, fix the rest later, and run appreg check."
	var missing []string
	for _, f := range sc.session.MissingBeforeSaving() {
		missing = append(missing, f.Label)
	}
	switch telling := sc.session.Report().Telling(); {
	case len(missing) > 0:
		text = "Still missing: " + strings.Join(missing, ", ") + "."
	case verdict == report.Ready || !sc.session.Saves():
		return nil
	case telling.Status == report.Fail:
		text = "Not ready: " + strings.TrimSuffix(sanitize.Line(telling.Title), ".") + ". Save now, fix it later, and run appreg check."
	case !sc.session.IsVerified():
		text = "Not tested yet. Save now, and run appreg check later."
	}
	return sc.said(sc.theme.Icons.Warn, sc.theme.Warn, text, width)
}

func (sc *saveScreen) keptLines(width int) []string {
	switch state := sc.store.state; {
	case sc.saving != 0:
		return sc.said(sc.turning(), sc.theme.Accent, "Saving, and reading it back…", width)
	case sc.session.Saves() && !sc.session.NeedsKeyring():
		return sc.said(sc.theme.Icons.OK, sc.theme.OK, "It will be saved in "+sc.session.StorePlace()+".", width)
	case !sc.store.known && sc.store.asks:
		return sc.said(sc.turning(), sc.theme.Accent, "Waiting for you to unlock the keyring in its window (up to 60 s)…", width)
	case !sc.store.known:
		return sc.said(sc.turning(), sc.theme.Accent, "Looking for your system's keyring…", width)
	case state.Usable:
		return sc.said(sc.theme.Icons.OK, sc.theme.OK, "It will be saved in "+state.Kind+".", width)
	default:
		lines := sc.said(sc.theme.Icons.Fail, sc.theme.Fail, state.Reason, width)
		if state.Fix != "" {
			lines = append(lines, look.Indent(look.Lines(state.Fix, max(width-6, 1), sc.theme.Plain), "      ")...)
		}
		return lines
	}
}
