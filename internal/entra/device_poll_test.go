package entra

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/transport"
)

var (
	devicePend = answer(400, `{"error":"authorization_pending","error_codes":[70016]}`)
	deviceSlow = answer(400, `{"error":"slow_down","error_codes":[70016]}`)
	deviceGood = answer(200, goodToken)
)

// pollAll signs in with the given answers to the polls and returns how it ended.
func pollAll(t *testing.T, polls ...http.HandlerFunc) (*clock, error) {
	t.Helper()
	s := newServer(t, append([]http.HandlerFunc{answer(200, deviceStart)}, polls...)...)
	clock := &clock{at: noon}
	got, err := clientAt(t, clock, nil).SignInDevice(t.Context(), deviceRequest(s.URL), (&screen{}).show)
	if err == nil && got.AccessToken.IsZero() {
		t.Error("neither a token nor an error")
	}
	if sent := len(s.requests()); err == nil && sent != len(polls)+1 {
		t.Errorf("%d requests, want %d", sent, len(polls)+1)
	}
	return clock, err
}

func TestDevicePollsAtTheServersPace(t *testing.T) {
	busyFor := func(seconds string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", seconds)
			answer(429, `{"error":"temporarily_unavailable"}`)(w, r)
		}
	}
	tests := map[string]struct {
		polls []http.HandlerFunc
		waits []int // seconds
	}{
		"at once":               {[]http.HandlerFunc{deviceGood}, []int{5}},
		"pending":               {[]http.HandlerFunc{devicePend, devicePend, deviceGood}, []int{5, 5, 5}},
		"pending with 200":      {[]http.HandlerFunc{answer(200, `{"error":"authorization_pending"}`), deviceGood}, []int{5, 5}},
		"pending by number":     {[]http.HandlerFunc{answer(400, `{"error":"invalid_grant","error_codes":[70016]}`), deviceGood}, []int{5, 5}},
		"slow down, for good":   {[]http.HandlerFunc{deviceSlow, devicePend, deviceGood}, []int{5, 10, 10}},
		"slow down twice":       {[]http.HandlerFunc{deviceSlow, deviceSlow, deviceGood}, []int{5, 10, 15}},
		"lost":                  {[]http.HandlerFunc{hangUp, deviceGood}, []int{5, 10}},
		"lost for long":         {[]http.HandlerFunc{hangUp, hangUp, hangUp, hangUp, hangUp, deviceGood}, []int{5, 10, 20, 40, 60, 60}},
		"lost, then answered":   {[]http.HandlerFunc{hangUp, devicePend, deviceGood}, []int{5, 10, 5}},
		"busy":                  {[]http.HandlerFunc{answer(503, `{"error":"temporarily_unavailable"}`), deviceGood}, []int{5, 10}},
		"busy, a page":          {[]http.HandlerFunc{typed(502, "text/html", "<p>"), deviceGood}, []int{5, 10}},
		"busy, names a time":    {[]http.HandlerFunc{busyFor("30"), devicePend, deviceGood}, []int{5, 30, 5}},
		"busy, names no moment": {[]http.HandlerFunc{busyFor("1"), deviceGood}, []int{5, 10}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			clock, err := pollAll(t, tt.polls...)
			var waits []int
			for _, wait := range clock.waits {
				waits = append(waits, int(wait/time.Second))
			}
			if diff := cmp.Diff(tt.waits, waits); err != nil || diff != "" {
				t.Errorf("%v; waits (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDeviceEnds(t *testing.T) {
	tests := map[string]struct {
		polls  []http.HandlerFunc
		reason DeviceReason // 0: no *DeviceError
		number int          // of the *Error; 0: none
		only   bool         // OnlyPending
	}{
		"declined":              {[]http.HandlerFunc{devicePend, answer(400, `{"error":"authorization_declined"}`)}, Declined, 0, false},
		"declined, RFC's name":  {[]http.HandlerFunc{answer(400, `{"error":"access_denied","error_codes":[65004]}`)}, Declined, 65004, false},
		"expired at Entra":      {[]http.HandlerFunc{devicePend, answer(400, `{"error":"expired_token","error_codes":[70019]}`)}, Expired, 70019, true},
		"expired, by number":    {[]http.HandlerFunc{answer(400, `{"error":"invalid_grant","error_codes":[70020]}`)}, Expired, 70020, false},
		"expired, other name":   {[]http.HandlerFunc{answer(400, `{"error":"code_expired"}`)}, Expired, 0, false},
		"unknown":               {[]http.HandlerFunc{answer(400, `{"error":"bad_verification_code","error_codes":[70018]}`)}, CodeUnknown, 70018, false},
		"unknown, by number":    {[]http.HandlerFunc{answer(400, `{"error":"invalid_grant","error_codes":[70018]}`)}, CodeUnknown, 70018, false},
		"conditional access":    {[]http.HandlerFunc{devicePend, answer(400, `{"error":"invalid_grant","error_codes":[53003],"suberror":"message_only"}`)}, 0, 53003, false},
		"public client off":     {[]http.HandlerFunc{answer(401, `{"error":"invalid_client","error_codes":[7000218]}`)}, 0, 7000218, false},
		"a name with a number":  {[]http.HandlerFunc{answer(400, `{"error":"invalid_grant","error_codes":[50076]}`)}, 0, 50076, false},
		"nothing but pending":   {[]http.HandlerFunc{devicePend}, Expired, 0, true},
		"nothing but slow down": {[]http.HandlerFunc{deviceSlow}, Expired, 0, true},
		"pending, then lost":    {[]http.HandlerFunc{devicePend, hangUp}, Expired, 0, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			clock, err := pollAll(t, tt.polls...)
			var device *DeviceError
			if errors.As(err, &device) != (tt.reason != 0) {
				t.Fatalf("%#v, want reason %v", err, tt.reason)
			}
			if device != nil && (device.Reason != tt.reason || device.OnlyPending() != tt.only) {
				t.Errorf("%+v", device)
			}
			var refusal *Error
			if errors.As(err, &refusal) && refusal.AADSTS() != tt.number || refusal == nil && tt.number != 0 {
				t.Errorf("%+v, want AADSTS%d", refusal, tt.number)
			}
			if clock.now().After(noon.Add(15 * time.Minute)) {
				t.Errorf("waited until %v", clock.now())
			}
		})
	}
}

func TestDeviceErrorCounts(t *testing.T) {
	_, err := pollAll(t, devicePend, hangUp, devicePend, answer(400, `{"error":"authorization_declined"}`))
	var device *DeviceError
	if !errors.As(err, &device) || device.Pending != 2 || device.Lost != 1 || device.Err == nil {
		t.Errorf("%+v, want 2 pending and 1 lost", device)
	}
	for reason, want := range map[DeviceReason]string{
		Declined:    "couldn't sign in with the device code: the sign-in was declined (authorization_declined)",
		Expired:     "couldn't sign in with the device code: the code expired before the sign-in was finished (expired_token)",
		CodeUnknown: "couldn't sign in with the device code: entra doesn't know the code (bad_verification_code)",
	} {
		e := &DeviceError{Reason: reason}
		if e.Error() != want || e.Unwrap() != nil {
			t.Errorf("%q, %v; want %q and nothing in it", e.Error(), e.Unwrap(), want)
		}
	}
}

func TestDeviceNeverReached(t *testing.T) {
	_, err := pollAll(t, hangUp)
	if _, ok := errors.AsType[*transport.NetworkError](err); !ok {
		t.Errorf("%#v, want the NetworkError of the last poll", err)
	}
	_, err = pollAll(t, answer(503, `{"error":"temporarily_unavailable"}`))
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.HTTPStatus != 503 {
		t.Errorf("%#v, want the last answer", err)
	}
}

func TestDevicePollsThatEndTheSignIn(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		kind    transport.AnswerKind
	}{
		"page":     {typed(200, "text/html", "<html>"), transport.NotJSON},
		"redirect": {moved, transport.Redirected},
		"no token": {answer(200, `{"token_type":"Bearer"}`), transport.Incomplete},
		"cut":      {cut, transport.CutShort},
	} {
		_, err := pollAll(t, devicePend, tt.handler)
		var bad *transport.AnswerError
		if !errors.As(err, &bad) || bad.Kind != tt.kind {
			t.Errorf("%s: %#v, want an AnswerError of kind %v", name, err, tt.kind)
		}
	}
}

func TestDeviceIsCancelledWhileWaiting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, answer(200, deviceStart), devicePend)
	clock := &clock{at: noon, end: cancel, stop: func(waits int) bool { return waits == 2 }}
	_, err := clientAt(t, clock, nil).SignInDevice(ctx, deviceRequest(s.URL), (&screen{}).show)
	if !errors.Is(err, context.Canceled) || len(s.requests()) != 3 {
		t.Errorf("%v after %d requests, want context.Canceled after 3", err, len(s.requests()))
	}
}

func TestDeviceIsCancelledWhilePolling(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newServer(t, answer(200, deviceStart), func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := clientAt(t, &clock{at: noon}, nil).SignInDevice(ctx, deviceRequest(s.URL), (&screen{}).show)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want context.Canceled", err)
	}
}

// An answer can repeat the device code; errors, the log and what is shown may not.
func TestDeviceCodeLeaksNowhere(t *testing.T) {
	echo := `"` + canaryDevice + `"`
	for name, handler := range map[string]http.HandlerFunc{
		"good":     deviceGood,
		"refused":  answer(400, `{"error":`+echo+`,"error_description":`+echo+`,"suberror":`+echo+`,"claims":`+echo+`,"trace_id":`+echo+`,"error_uri":`+echo+`}`),
		"declined": answer(400, `{"error":"authorization_declined","error_description":`+echo+`}`),
		"page":     typed(404, "text/html", canaryDevice),
		"redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://portal.example/"+canaryDevice)
			w.WriteHeader(http.StatusFound)
		},
		"hung up": hangUp,
		"busy":    typed(503, "text/plain", canaryDevice),
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			s := newServer(t, answer(200, deviceStart), handler)
			screen := &screen{}
			got, err := clientAt(t, &clock{at: noon}, func(line string) { log.WriteString(line + "\n") }).
				SignInDevice(t.Context(), deviceRequest(s.URL), screen.show)
			if log.Len() == 0 {
				t.Error("no log")
			}
			mustNotHold(t, log.String()+everything(err)+everything(errors.Unwrap(err))+screenText(got, screen), canaryDevice, "canary-token")
		})
	}
}
