package wizard

import tea "charm.land/bubbletea/v2"

// selectRow moves to another finding.
func (sc *testScreen) selectRow(msg tea.KeyPressMsg) {
	if sc.running() || len(sc.findings) == 0 {
		return
	}
	at := sc.at
	switch msg.String() {
	case "up", "left":
		at--
	case "down", "right":
		at++
	default:
		return
	}
	sc.at, sc.detail.offset, sc.opened = max(min(at, len(sc.findings)-1), 0), 0, false
}
