package steps

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/secret"
)

// Values in the three forms of a client secret, none of which a tenant ever issued.
var secretForms = map[string]string{
	"today's, 40":    secretOfToday,
	"earlier, 37":    "abc7Q~0000000000000000000000000000000",
	"oldest, 34":     "abc.0000000000000000000000000000-_",
	"starting dash":  "-bc8Q~0000000000000000000000000000000000",
	"starting tilde": "~bc8Q~0000000000000000000000000000000000",
}

func TestSecretFormsAreTakenInSilence(t *testing.T) {
	for name, value := range secretForms {
		t.Run(name, func(t *testing.T) {
			accepted, problem := acceptSecret(Answers{}, value)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Note != "" || accepted.Warn || !accepted.Secret.Equal(secret.New(value)) {
				t.Errorf("note %q, warn %v", accepted.Note, accepted.Warn)
			}
		})
	}
}

func TestSecretIsTidied(t *testing.T) {
	tests := map[string]struct {
		raw, note string
	}{
		"line end":       {secretOfToday + "\n", ""},
		"Windows end":    {secretOfToday + "\r\n", ""},
		"blank before":   {" " + secretOfToday, "blanks around it removed"},
		"blank after":    {secretOfToday + " ", "blanks around it removed"},
		"no-break space": {"\u00a0" + secretOfToday, "blanks around it removed"},
		"zero width":     {secretOfToday + "\u200b", "invisible characters removed"},
		"quotes":         {`"` + secretOfToday + `"`, "quotes removed"},
		"single quotes":  {"'" + secretOfToday + "'\n", "quotes removed"},
		"curly quotes":   {"“" + secretOfToday + "”", "quotes removed"},
		"UTF-8 mark":     {"\ufeff" + secretOfToday + "\r\n", "byte-order mark or UTF-16 undone"},
		"UTF-16LE":       {"\xff\xfe" + wide(binary.LittleEndian, secretOfToday+"\r\n"), "byte-order mark or UTF-16 undone"},
		"UTF-16BE":       {"\xfe\xff" + wide(binary.BigEndian, secretOfToday+"\n"), "byte-order mark or UTF-16 undone"},
		"no mark":        {wide(binary.LittleEndian, secretOfToday), "byte-order mark or UTF-16 undone"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := acceptSecret(Answers{}, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if !accepted.Secret.Equal(secret.New(secretOfToday)) || accepted.Note != tt.note {
				t.Errorf("note %q, want %q; value as expected: %v", accepted.Note, tt.note, accepted.Secret.Equal(secret.New(secretOfToday)))
			}
		})
	}
}

func TestUnusualSecretIsTakenWithAWarning(t *testing.T) {
	accepted, problem := acceptSecret(Answers{}, "a-secret-set-by-an-old-script")
	if problem != nil || !accepted.Warn || !strings.Contains(accepted.Note, "usual forms") {
		t.Errorf("problem %v, accepted %+v", problem, accepted)
	}
}

func TestSecretIsRefused(t *testing.T) {
	jwt := "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2FwaSJ9.c2lnbmF0dXJlc2lnbmF0dXJl"
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string
	}{
		"Secret ID":           {objectGUID, "secret_is_id_not_value", "Secret ID"},
		"Secret ID, capitals": {strings.ToUpper(objectGUID), "secret_is_id_not_value", "Value"},
		"Secret ID in braces": {"{" + objectGUID + "}", "secret_is_id_not_value", "Secret ID"},
		"seed's placeholder":  {"{SECRET_FROM_AZURE_CLIENT_APP}", "secret_wrong", "placeholder"},
		"<client secret>":     {"<client secret>", "secret_wrong", "placeholder"},
		"{{clientSecret}}":    {"{{clientSecret}}", "secret_wrong", "placeholder"},
		"masked with stars":   {"abc***************", "secret_wrong", "hint"},
		"masked with dots":    {"abc••••••••••••••••", "secret_wrong", "hint"},
		"cut with an ellipse": {"abc8Q~00000000000...", "secret_wrong", "hint"},
		"the hint alone":      {"abc", "secret_wrong", "too short"},
		"fifteen characters":  {"abc8Q~000000000", "secret_wrong", "too short"},
		"token":               {jwt, "secret_wrong", "a token"},
		"private key":         {"-----BEGIN PRIVATE KEY-----\nMIIB", "secret_wrong", "private key"},
		"certificate":         {"-----BEGIN CERTIFICATE-----\nMIIB", "secret_wrong", "certificate"},
		"thumbprint":          {strings.Repeat("0A", 20), "secret_wrong", "thumbprint"},
		"spaced thumbprint":   {strings.TrimSpace(strings.Repeat("0A ", 20)), "secret_wrong", "thumbprint"},
		"percent-encoded":     {"abc8Q%7E0000000000000000000000000000000000", "secret_encoding", "percent-encoded"},
		"a plus sign":         {"a-secret-set-by-an-old-script+", "secret_encoding", "character 30 is a plus sign"},
		"long dash":           {"–bc8Q~0000000000000000000000000000000000", "secret_encoding", "character 1 is a long dash"},
		"full-width tilde":    {strings.Replace(secretOfToday, "~", "～", 1), "secret_encoding", "character 6 is a tilde"},
		"other tilde":         {strings.Replace(secretOfToday, "~", "∼", 1), "secret_encoding", "character 6 is a tilde"},
		"Cyrillic a":          {"а" + secretOfToday[1:], "secret_encoding", "character 1 is a Cyrillic letter"},
		"Greek omicron":       {secretOfToday[:39] + "ο", "secret_encoding", "character 40 is a Greek letter"},
		"full-width digit":    {secretOfToday[:39] + "０", "secret_encoding", "character 40 is a full-width"},
		"lost character":      {secretOfToday[:39] + "\ufffd", "secret_encoding", "lost in a conversion"},
		"code page":           {secretOfToday[:39] + "\x96", "secret_encoding", "isn't UTF-8"},
		"half of UTF-16":      {"\xff\xfe" + secretOfToday, "secret_encoding", "shell has dropped half"},
		"quote at one end":    {secretOfToday + `"`, "secret_encoding", "character 41 is a quotation mark"},
		"comma":               {secretOfToday + ",", "secret_encoding", "character 41 is a punctuation"},
		".env line":           {"CLIENT_SECRET=" + secretOfToday, "secret_encoding", "a whole line"},
		".env line, quotes":   {`AZURE_CLIENT_SECRET="` + secretOfToday + `"`, "secret_encoding", "a whole line"},
		"export":              {"export client_secret=" + secretOfToday, "secret_encoding", "a whole line"},
		"YAML":                {"clientSecret: " + secretOfToday, "secret_encoding", "a whole line"},
		"PowerShell":          {`$env:SECRET = '` + secretOfToday + `'`, "secret_encoding", "a whole line"},
		"two lines of .env":   {"ID=1\nSECRET=" + secretOfToday, "secret_encoding", "a whole line"},
		"JSON":                {`{"appId": "x", "password": "` + secretOfToday + `"}`, "secret_encoding", "JSON"},
		"JSON, several lines": {"{\n  \"secretText\": \"" + secretOfToday + "\"\n}\n", "secret_encoding", "JSON"},
		"member of JSON":      {`"password": "` + secretOfToday + `",`, "secret_encoding", "JSON"},
		"list of JSON":        {`["` + secretOfToday + `"]`, "secret_encoding", "JSON"},
		"base64":              {base64.StdEncoding.EncodeToString([]byte(secretOfToday)), "secret_encoding", "base64"},
		"base64, line end":    {base64.StdEncoding.EncodeToString([]byte(secretOfToday+"\n")) + "\n", "secret_encoding", "base64"},
		"base64 for URLs":     {base64.RawURLEncoding.EncodeToString([]byte(secretOfToday)), "secret_encoding", "base64"},
		"base64 of UTF-16":    {base64.StdEncoding.EncodeToString([]byte(wide(binary.LittleEndian, secretOfToday))), "secret_encoding", "base64"},
		"Key Vault's link":    {"https://contoso.vault.azure.net/secrets/bc/0", "secret_wrong", "a link"},
		"path":                {"/run/secrets/client-secret", "secret_wrong", "path of a file"},
		"path in home":        {"~/client-secret-of-the-app", "secret_wrong", "path of a file"},
		"path of Windows":     {`C:\Users\jan\client-secret.txt`, "secret_wrong", "path of a file"},
		"blank inside":        {secretOfToday[:20] + " " + secretOfToday[20:], "secret_wrong", "blank"},
		"two lines":           {secretOfToday[:20] + "\n" + secretOfToday[20:], "secret_wrong", "line break"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
			after, _, problem := m.Accept(KeySecret, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
			if strings.Contains(problem.Error(), secretOfToday[:10]) {
				t.Errorf("the problem repeats the value: %s", problem.Error())
			}
			if strings.Contains(problem.Error(), tt.raw) && !strings.Contains(tt.raw, "SECRET") && len(tt.raw) > 3 {
				t.Errorf("the problem repeats the value: %s", problem.Error())
			}
			if after.Answers().Has(KeySecret) {
				t.Error("the value was kept")
			}
		})
	}
}

func TestPassword(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string // of the problem; empty if it is taken
	}{
		"plain":             {"correct horse battery", "", ""},
		"with braces":       {"{pass}word}", "", ""},
		"in angle brackets": {"<secret>", "", ""},
		"line end":          {"password1\n", "", ""},
		"umlauts":           {"Pässwörter ß", "", ""},
		"looks like a GUID": {objectGUID, "", ""},
		"leading dash":      {"-p", "", ""},
		"256 characters":    {strings.Repeat("ä", 256), "", ""},
		"257 characters":    {strings.Repeat("ä", 257), "wrong_password", "256"},
		"blank before":      {" secret", "wrong_password", "begins or ends with a blank"},
		"blank after":       {"secret ", "wrong_password", "begins or ends with a blank"},
		"no-break space":    {"secret\u00a0", "wrong_password", "begins or ends with a blank"},
		"line inside":       {"one\ntwo", "wrong_password", "line break"},
		"the placeholder":   {"{PASSWORD}", "wrong_password", "placeholder"},
		"client secret":     {secretOfToday, "wrong_password", "a client secret"},
		"only a line end":   {"\n", "", "empty"},
		"only a mark":       {"\ufeff\r\n", "", "empty"},
		"half of UTF-16":    {"\xff\xfepassword1", "password_encoding", "shell has dropped half"},
		"code page":         {"P\xe4ssw\xf6rter", "password_encoding", "isn't UTF-8"},
		"binary":            {"pass\x00word", "password_encoding", "NUL"},
		"nothing":           {"", "", "missing"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), registered(catalog.LCS, catalog.Password), KeyPassword, tt.raw)
			if tt.words != "" {
				wantProblem(t, problem, tt.cause, tt.words)
				return
			}
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if !accepted.Secret.Equal(secret.New(strings.TrimRight(tt.raw, "\n"))) || accepted.Value != "" {
				t.Error("another value was kept")
			}
		})
	}
}

// What Windows PowerShell writes is read, so that a wrong password is never sent in place of the right one.
func TestPasswordIsReadOutOfUTF16AndMarks(t *testing.T) {
	for _, want := range []string{"Pässwörter ß", "пароль 1", "oak🔑"} {
		for name, raw := range map[string]string{
			"UTF-8 mark": "\ufeff" + want + "\r\n",
			"UTF-16LE":   "\xff\xfe" + wide(binary.LittleEndian, want+"\r\n"),
			"UTF-16BE":   "\xfe\xff" + wide(binary.BigEndian, want),
		} {
			accepted, problem := judge(t, testEnv(nil), registered(catalog.LCS, catalog.Password), KeyPassword, raw)
			if problem != nil || !accepted.Secret.Equal(secret.New(want)) {
				t.Errorf("%s of %q: %v; as expected: %v", name, want, problem, accepted.Secret.Equal(secret.New(want)))
			}
		}
	}
}

// wide writes text as UTF-16.
func wide(order binary.AppendByteOrder, text string) string {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = order.AppendUint16(raw, unit)
	}
	return string(raw)
}
