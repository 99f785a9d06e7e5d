package steps

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
)

func keysOf(fields []Field) []Key {
	var keys []Key
	for _, f := range fields {
		keys = append(keys, f.Key)
	}
	return keys
}

func idsOf(list []Step) []catalog.StepID {
	var ids []catalog.StepID
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestStepsBeforeAndAfterTheChoice(t *testing.T) {
	const start, app, permissions, client, credential, duty, token, save = catalog.StepStart, catalog.StepApplication, catalog.StepPermissions,
		catalog.StepPublicClient, catalog.StepCredential, catalog.StepDuty, catalog.StepToken, catalog.StepSave
	tests := map[string]struct {
		answers Answers
		want    []catalog.StepID
	}{
		"nothing chosen":                  {Answers{}, []catalog.StepID{start}},
		"flow open":                       {Answers{}.With(KeyAPI, "lcs"), []catalog.StepID{start}},
		"impossible":                      {chosen(catalog.LCS, catalog.ClientSecret), []catalog.StepID{start}},
		"lcs password":                    {chosen(catalog.LCS, catalog.Password), []catalog.StepID{start, app, permissions, client, token, save}},
		"power platform password":         {chosen(catalog.PowerPlatform, catalog.Password), []catalog.StepID{start, app, permissions, client, token, save}},
		"power platform secret":           {chosen(catalog.PowerPlatform, catalog.ClientSecret), []catalog.StepID{start, app, permissions, credential, duty, token, save}},
		"power apps: public client first": {chosen(catalog.PowerApps, catalog.Password), []catalog.StepID{start, app, client, permissions, token, save}},
		"power apps certificate":          {chosen(catalog.PowerApps, catalog.ClientCertificate), []catalog.StepID{start, app, client, permissions, credential, duty, token, save}},
		"business central: secret first":  {chosen(catalog.BusinessCentral, catalog.ClientSecret), []catalog.StepID{start, app, credential, permissions, duty, token, save}},
		"lcs browser":                     {chosen(catalog.LCS, catalog.Browser), []catalog.StepID{start, app, permissions, client, token, save}},
		"power apps device code":          {chosen(catalog.PowerApps, catalog.DeviceCode), []catalog.StepID{start, app, client, permissions, token, save}},
		"business central user":           {chosen(catalog.BusinessCentral, catalog.Password), []catalog.StepID{start, app, permissions, client, token, save}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, idsOf(New(testEnv(nil), tt.answers).Steps())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNextWaitsForRequiredAnswers(t *testing.T) {
	m := New(testEnv(nil), Answers{})
	if _, ok := m.Next(); ok {
		t.Error("went on without an API")
	}
	m = accept(t, m, KeyAPI, "lcs")
	if _, ok := m.Next(); ok {
		t.Error("went on without a flow")
	}
	m = accept(t, m, KeyFlow, "password")
	next, ok := m.Next()
	if !ok || next.At() != catalog.StepApplication {
		t.Fatalf("Next() = %s, %v", next.At(), ok)
	}
	if m.At() != catalog.StepStart {
		t.Error("Next changed the machine it was called on")
	}
	if _, ok := next.Next(); ok {
		t.Error("went on without tenant and client id")
	}
}

func TestNextTakesDefaults(t *testing.T) {
	m := accept(t, accept(t, New(testEnv(nil), Answers{}), KeyAPI, "business-central"), KeyFlow, "client-secret")
	if got := m.Answers().Get(KeyCloud); got != "" {
		t.Fatalf("cloud %q before Next", got)
	}
	m, ok := m.Next()
	if !ok {
		t.Fatal("Next refused")
	}
	want := map[Key]string{KeyAPI: "business-central", KeyFlow: "client-secret", KeyCloud: "public", KeyDeployment: "online", KeyPartner: No}
	if diff := cmp.Diff(want, m.Answers().Draft()); diff != "" {
		t.Error(diff)
	}
}

func TestBackAndForwardKeepAnswers(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret))
	if _, ok := m.Back(); ok {
		t.Error("went back from the first step")
	}
	m, _ = m.Next()
	m, _ = m.Next()
	m = accept(t, m, KeySecret, secretOfToday)
	before := m.Answers().Draft()
	back, ok := m.Back()
	if !ok || back.At() != catalog.StepApplication {
		t.Fatalf("Back() = %s, %v", back.At(), ok)
	}
	again, ok := back.Next()
	if !ok || again.At() != catalog.StepCredential {
		t.Fatalf("Next() = %s, %v", again.At(), ok)
	}
	if diff := cmp.Diff(before, again.Answers().Draft()); diff != "" {
		t.Error(diff)
	}
	if again.Answers().Secret(KeySecret).IsZero() {
		t.Error("the secret was lost")
	}
}

func TestJump(t *testing.T) {
	m := New(testEnv(nil), chosen(catalog.PowerPlatform, catalog.ClientSecret))
	for _, id := range []catalog.StepID{catalog.StepSave, catalog.StepDuty, catalog.StepStart} {
		jumped, ok := m.Jump(id)
		if !ok || jumped.At() != id {
			t.Errorf("Jump(%s) = %s, %v", id, jumped.At(), ok)
		}
	}
	if same, ok := m.Jump(catalog.StepPublicClient); ok || same.At() != catalog.StepStart {
		t.Error("jumped to a step that does not apply")
	}
}

func TestProgress(t *testing.T) {
	m := New(testEnv(nil), Answers{})
	if i, n := m.Progress(); i != 1 || n != 1 {
		t.Errorf("at first %d of %d", i, n)
	}
	m = New(testEnv(nil), registered(catalog.LCS, catalog.Password))
	for want := 1; want <= 6; want++ {
		if i, n := m.Progress(); i != want || n != 6 {
			t.Errorf("at %s: %d of %d, want %d of 6", m.At(), i, n, want)
		}
		m, _ = m.Jump(m.Steps()[min(want, 5)].ID)
	}
}

func TestLastStepHasNoNext(t *testing.T) {
	m, _ := New(testEnv(nil), registered(catalog.LCS, catalog.Password)).Jump(catalog.StepSave)
	if same, ok := m.Next(); ok || same.At() != catalog.StepSave {
		t.Error("there is a step after the last")
	}
}

func TestMissing(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		step    catalog.StepID
		want    []Key
	}{
		"start":                     {Answers{}, catalog.StepStart, []Key{KeyAPI, KeyFlow}},
		"application":               {chosen(catalog.LCS, catalog.Password), catalog.StepApplication, []Key{KeyTenant, KeyClientID}},
		"application answered":      {registered(catalog.LCS, catalog.Password), catalog.StepApplication, nil},
		"token of a password":       {registered(catalog.LCS, catalog.Password), catalog.StepToken, []Key{KeyUsername, KeyPassword}},
		"token of a sign-in":        {registered(catalog.LCS, catalog.Browser), catalog.StepToken, nil},
		"token of a secret":         {registered(catalog.PowerApps, catalog.ClientSecret), catalog.StepToken, nil},
		"secret":                    {registered(catalog.PowerApps, catalog.ClientSecret), catalog.StepCredential, []Key{KeySecret}},
		"certificate":               {registered(catalog.PowerApps, catalog.ClientCertificate), catalog.StepCredential, []Key{KeyCertificate}},
		"a path alone is no answer": {registered(catalog.PowerApps, catalog.ClientCertificate).With(KeyCertificate, "good.pem"), catalog.StepCredential, []Key{KeyCertificate}},
		"permissions are optional":  {registered(catalog.PowerPlatform, catalog.Password), catalog.StepPermissions, nil},
		"save has defaults":         {registered(catalog.PowerPlatform, catalog.Password), catalog.StepSave, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, keysOf(New(testEnv(nil), tt.answers).Missing(tt.step))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAllMissingForScripts(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		want    []Key
	}{
		"nothing given":              {Answers{}, []Key{KeyAPI, KeyFlow, KeyTenant, KeyClientID, KeyProfile}},
		"password":                   {chosen(catalog.LCS, catalog.Password), []Key{KeyTenant, KeyClientID, KeyUsername, KeyPassword, KeyProfile}},
		"secret":                     {chosen(catalog.BusinessCentral, catalog.ClientSecret), []Key{KeyTenant, KeyClientID, KeySecret, KeyProfile}},
		"certificate":                {chosen(catalog.BusinessCentral, catalog.ClientCertificate), []Key{KeyTenant, KeyClientID, KeyCertificate, KeyProfile}},
		"browser":                    {chosen(catalog.LCS, catalog.Browser), []Key{KeyTenant, KeyClientID, KeyProfile}},
		"device code":                {chosen(catalog.BusinessCentral, catalog.DeviceCode), []Key{KeyTenant, KeyClientID, KeyProfile}},
		"a sign-in that is not kept": {registered(catalog.LCS, catalog.DeviceCode).With(KeyStore, StoreNone), nil},
		"store none":                 {registered(catalog.LCS, catalog.Password).With(KeyStore, StoreNone), []Key{KeyUsername, KeyPassword}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			missing := New(testEnv(nil), tt.answers).AllMissing()
			if diff := cmp.Diff(tt.want, keysOf(missing)); diff != "" {
				t.Error(diff)
			}
			for _, f := range missing {
				if f.Flag == "" {
					t.Errorf("no flag answers %s", f.Key)
				}
			}
		})
	}
}

func TestStateOf(t *testing.T) {
	m := New(testEnv(nil), registered(catalog.LCS, catalog.Password))
	m, _ = m.Next()
	want := map[catalog.StepID]State{
		catalog.StepStart:        Done,
		catalog.StepApplication:  Here,
		catalog.StepPermissions:  Todo, // nothing to answer, and not passed yet
		catalog.StepPublicClient: Todo,
		catalog.StepToken:        Todo, // user name and password are missing
		catalog.StepSave:         Todo,
	}
	for id, state := range want {
		if got := m.StateOf(id); got != state {
			t.Errorf("StateOf(%s) = %d, want %d", id, got, state)
		}
	}
	m, _ = m.Next()
	m, _ = m.Next()
	if m.StateOf(catalog.StepPermissions) != Done || m.StateOf(catalog.StepApplication) != Done {
		t.Error("steps that were passed are not done")
	}
	earlier, _ := m.Back()
	if earlier.StateOf(catalog.StepPublicClient) != Todo || m.StateOf(catalog.StepPublicClient) != Here {
		t.Error("a step that was only looked at is done")
	}
}

func TestResumeStopsWhereSomethingIsMissing(t *testing.T) {
	tests := map[string]struct {
		answers Answers
		want    catalog.StepID
	}{
		"nothing":           {Answers{}, catalog.StepStart},
		"chosen":            {chosen(catalog.BusinessCentral, catalog.ClientSecret), catalog.StepApplication},
		"the secret is not": {registered(catalog.BusinessCentral, catalog.ClientSecret), catalog.StepCredential},
		"password":          {registered(catalog.LCS, catalog.Password), catalog.StepToken},
		"a person signs in": {registered(catalog.LCS, catalog.Browser), catalog.StepToken},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := New(testEnv(nil), tt.answers).Resume().At(); got != tt.want {
				t.Errorf("Resume() stands on %s, want %s", got, tt.want)
			}
		})
	}
	for left, want := range map[catalog.StepID]catalog.StepID{
		catalog.StepPermissions: catalog.StepPermissions, catalog.StepToken: catalog.StepToken, catalog.StepSave: catalog.StepToken,
		"nowhere": catalog.StepToken,
	} {
		m := New(testEnv(nil), registered(catalog.LCS, catalog.Browser).With(KeyLeftAt, string(left))).Resume()
		if m.At() != want || m.Answers().Has(KeyLeftAt) || m.Draft().Get(KeyLeftAt) != string(want) {
			t.Errorf("left at %q, Resume() stands on %s, want %s", left, m.At(), want)
		}
	}
	if m := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret).With(KeyLeftAt, "token")).Resume(); m.At() != catalog.StepCredential {
		t.Errorf("Resume() stands on %s, beyond the missing secret", m.At())
	}
	full := withSecret(t, New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret)))
	if got := full.Resume().At(); got != catalog.StepToken {
		t.Errorf("with all answers Resume() stands on %s", got)
	}
}

func TestWithAnswersFallsBackToTheStart(t *testing.T) {
	m, _ := New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret)).Jump(catalog.StepDuty)
	if got := m.WithAnswers(registered(catalog.LCS, catalog.Password)).At(); got != catalog.StepStart {
		t.Errorf("stands on %s, which does not apply", got)
	}
	if got := m.WithAnswers(registered(catalog.PowerApps, catalog.ClientSecret)).At(); got != catalog.StepDuty {
		t.Errorf("left %s although it applies", got)
	}
}

// TestEveryCombinationWalksFromStartToSave answers what is missing on each step and goes on.
func TestEveryCombinationWalksFromStartToSave(t *testing.T) {
	for _, c := range combinations() {
		t.Run(c.String(), func(t *testing.T) {
			m := New(testEnv(certificates()), Answers{})
			m = accept(t, accept(t, m, KeyAPI, string(c.api)), KeyFlow, string(c.flow))
			visited := []catalog.StepID{m.At()}
			for m.At() != catalog.StepSave {
				if m.At() == catalog.StepApplication {
					m = accept(t, accept(t, m, KeyTenant, tenantGUID), KeyClientID, clientGUID)
				}
				if len(m.Missing(m.At())) > 0 {
					m = withSecret(t, m)
				}
				next, ok := m.Next()
				if !ok {
					t.Fatalf("stuck on %s, missing %v", m.At(), keysOf(m.Missing(m.At())))
				}
				m = next
				visited = append(visited, m.At())
			}
			if diff := cmp.Diff(idsOf(m.Steps()), visited); diff != "" {
				t.Error(diff)
			}
			for _, s := range m.Steps() {
				if want := m.StateOf(s.ID); want == Todo {
					t.Errorf("%s is still to do at the end", s.ID)
				}
			}
			if reg := m.Answers().Registration(); reg.Credential.IsZero() != m.Answers().Flow().SignsInAtPage() || reg.ClientID != clientGUID || reg.Tenant != tenantGUID {
				t.Errorf("registration is incomplete: %+v", reg)
			}
		})
	}
}
