package steps

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadOverview reads the block as browsers copy it: layouts differ by portal, by browser and by selection.
func TestReadOverview(t *testing.T) {
	whole := overview{ClientID: clientGUID, TenantID: tenantGUID, ObjectID: objectGUID, Name: "reports"}
	ids := overview{ClientID: clientGUID, TenantID: tenantGUID}
	tests := map[string]struct {
		paste string
		want  overview
	}{
		"a line each, colon on its own": {
			"Display name\n:\nreports\nApplication (client) ID\n:\n" + clientGUID + "\nObject ID\n:\n" + objectGUID +
				"\nDirectory (tenant) ID\n:\n" + tenantGUID + "\nSupported account types\n:\nMy organization only\n", whole},
		"colon and blank":   {"Display name: reports\nApplication (client) ID: " + clientGUID + "\nObject ID: " + objectGUID + "\nDirectory (tenant) ID: " + tenantGUID, whole},
		"tabs":              {"Display name\treports\nApplication (client) ID\t" + clientGUID + "\nObject ID\t" + objectGUID + "\nDirectory (tenant) ID\t" + tenantGUID, whole},
		"Windows line ends": {"Display name\r\nreports\r\nApplication (client) ID\r\n" + clientGUID + "\r\nObject ID\r\n" + objectGUID + "\r\nDirectory (tenant) ID\r\n" + tenantGUID, whole},
		"one line":          {"Application (client) ID " + clientGUID + " Directory (tenant) ID " + tenantGUID, ids},
		"no blank at all":   {"Application (client) ID:" + clientGUID + "Directory (tenant) ID:" + tenantGUID, ids},
		"with the words of the copy button": {
			"Application (client) ID\nCopy to clipboard\n" + clientGUID + "\nCopied\nDirectory (tenant) ID\nCopy to clipboard\n" + tenantGUID, ids},
		"other order":       {"Directory (tenant) ID: " + tenantGUID + "\nApplication (client) ID: " + clientGUID, ids},
		"older words":       {"Application ID: " + clientGUID + "\nDirectory ID: " + tenantGUID, ids},
		"German":            {"Anzeigename: reports\nAnwendungs-ID (Client): " + clientGUID + "\nObjekt-ID: " + objectGUID + "\nVerzeichnis-ID (Mandant): " + tenantGUID, whole},
		"labels first":      {"Application (client) ID\tObject ID\tDirectory (tenant) ID\n" + clientGUID + "\t" + objectGUID + "\t" + tenantGUID, overview{ClientID: clientGUID, TenantID: tenantGUID, ObjectID: objectGUID}},
		"a value is absent": {"Application (client) ID\n:\n" + clientGUID + "\nObject ID\n:\nDirectory (tenant) ID\n:\n" + tenantGUID, ids},
		"URI in between":    {"Application (client) ID: " + clientGUID + "\nApplication ID URI: Add an Application ID URI\nDirectory (tenant) ID: " + tenantGUID, ids},
		"invisible marks":   {"\ufeffApplication (client) ID:\u00a0" + clientGUID + "\u200b Directory (tenant) ID:\u00a0" + tenantGUID, ids},
		"capitals":          {"APPLICATION (CLIENT) ID " + strings.ToUpper(clientGUID) + " DIRECTORY (TENANT) ID " + strings.ToUpper(tenantGUID), ids},
		"only one line":     {"Directory (tenant) ID\n" + tenantGUID, overview{TenantID: tenantGUID}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := readOverview(tt.paste)
			if !ok {
				t.Fatal("not read")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOverviewNeedsALabelledGUID(t *testing.T) {
	for _, paste := range []string{"", clientGUID, "Application (client) ID", "some " + clientGUID + " text", "contoso.com"} {
		if o, ok := readOverview(paste); ok {
			t.Errorf("%q read as %+v", paste, o)
		}
	}
}

func TestOverviewLine(t *testing.T) {
	lines := map[string]bool{
		"Display name": true, " Application (client) ID : x": true, "\ufeffObject ID:": true, "DIRECTORY (TENANT) ID\tx": true,
		"Supported account types": true, "Essentials": true, "Verzeichnis-ID (Mandant)": true,
		"": false, "contoso.com": false, clientGUID: false, "<tenant id>": false, "essentials.example": false, "client identity": false,
	}
	for line, want := range lines {
		if got := overviewLine(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestNameFromOverviewIsMadeHarmless(t *testing.T) {
	o := overview{Name: "evil\x1b]0;title\x07name"}
	var accepted Accepted
	o.nameIn(&accepted)
	if got := accepted.Also[KeyAppName]; got == "" || strings.ContainsAny(got, "\x1b\x07") {
		t.Errorf("name %q", got)
	}
}
