package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/export"
)

// TestExportToATerminal: the secret never goes onto a terminal or into a file that the shell made; a reference may.
func TestExportToATerminal(t *testing.T) {
	a := newAdviser(t)
	a.has("works-business-central-client-secret")
	for _, c := range []struct {
		name       string
		tty, file  bool
		withSecret bool
		want       int
		says       string
	}{
		{"terminal", true, false, true, 2, "a terminal never gets the secret"},
		{"file of the shell's", false, true, true, 2, "others may read"},
		{"reference on a terminal", true, false, false, 0, ""},
		{"pipe", false, false, true, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			args := []string{"export", "works-business-central-client-secret", "--format", "env"}
			if c.withSecret {
				args = append(args, "--with-secret")
			}
			code := cli.Run(t.Context(), args, cli.Streams{
				In: strings.NewReader(""), Out: &out, Err: &errs, OutTTY: c.tty, OutFile: c.file, Keyring: a.keyring,
				Environ: []string{"APPREG_HOME=" + a.home, "APPREG_AUTHORITY=" + a.url, "APPREG_API_URL=" + a.url},
			})
			if code != c.want || !strings.Contains(errs.String(), c.says) {
				t.Errorf("%d, want %d\n%s", code, c.want, errs.String())
			}
			if code != 0 && out.Len() > 0 {
				t.Errorf("standard output has %q", out.String())
			}
		})
	}
}

// TestExportToNoFile: --out with an empty variable writes nothing, least of all a secret to standard output.
func TestExportToNoFile(t *testing.T) {
	a := newAdviser(t)
	a.has("works-business-central-client-secret")
	var out, errs bytes.Buffer
	code := cli.Run(t.Context(), []string{"export", "works-business-central-client-secret", "--format", "env", "--with-secret", "--out", ""}, cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Keyring: a.keyring, Environ: []string{"APPREG_HOME=" + a.home},
	})
	if code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), "--out names no file") {
		t.Errorf("%d, %d bytes, %s", code, out.Len(), errs.String())
	}
}

// TestCanaryExport: without --with-secret no format tells anything of the credential, on any stream.
func TestCanaryExport(t *testing.T) {
	s := newCanarySite(t)
	for _, row := range s.rows {
		t.Run(row.name, func(t *testing.T) {
			s.savedAs(t, row, row.name)
			for _, format := range export.Formats() {
				want := 0
				if format.OnlyBy != "" || format.Fits(row.api, row.flow.Info()) != nil {
					want = -1
				}
				out, errs := s.wants(t, want, "export", row.name, "--debug", "--format", format.Name)
				s.hunt.check(t, format.Name, out+errs)
			}
		})
	}
}

// TestExportReadsIDs: with an admin's rights Terraform takes over what is there; other forms have no place for it.
func TestExportReadsIDs(t *testing.T) {
	o := newOffice(t)
	o.made(catalog.BusinessCentral, catalog.ClientSecret)
	stdout, stderr, code := o.run("export", "made", "--format", "terraform", "--admin", "token")
	if code != 0 || strings.Count(stdout, "  default     = ") != 3 || !strings.Contains(stdout, `default     = "appreg made"`) {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if stdout, _, _ := o.run("export", "made", "--format", "terraform"); strings.Contains(stdout, "default") {
		t.Errorf("ids that nobody read:\n%s", stdout)
	}
	if _, stderr, code := o.run("export", "made", "--format", "env", "--admin", "token"); code != 2 || !strings.Contains(stderr, "leave --admin out") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}
