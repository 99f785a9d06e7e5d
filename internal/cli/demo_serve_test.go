package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/cli"
)

// TestServedJSON: the one line has the contract's keys, its admins can be asked for at once, and the cases that somebody
// began are in their tenant.
func TestServedJSON(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"demo", "serve", "--json"}, cli.Streams{In: strings.NewReader(""), Out: write, Err: io.Discard})
		_ = write.Close()
	}()
	t.Cleanup(func() { stop(); <-ended })
	lines := bufio.NewScanner(read)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	keys := map[string]any{}
	var served struct {
		Authority string            `json:"authority"`
		GraphURL  string            `json:"graph_url"`
		Env       map[string]string `json:"env"`
		Cases     []struct {
			Name   string `json:"name"`
			Tenant string `json:"tenant"`
		} `json:"cases"`
		Admins []struct {
			Name       string   `json:"name"`
			GraphToken string   `json:"graph_token"`
			APIToken   string   `json:"api_token"`
			Roles      []string `json:"roles"`
		} `json:"admins"`
	}
	for _, into := range []any{&keys, &served} {
		if err := json.Unmarshal(lines.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"admins", "api_url", "authority", "ca_file", "cases", "env", "graph_url"}, slices.Sorted(maps.Keys(keys))); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if served.GraphURL != served.Authority || served.Env["APPREG_GRAPH_URL"] != served.GraphURL {
		t.Errorf("Graph at %q, %v", served.GraphURL, served.Env)
	}
	begun := 0
	for _, c := range served.Cases {
		if strings.HasSuffix(c.Name, "-half-done") {
			begun++
		}
	}
	if begun < 4 || len(served.Admins) < 5 || served.Admins[0].Roles[0] != "Global Administrator" {
		t.Errorf("%d cases are half done, %d admins", begun, len(served.Admins))
	}
	for _, admin := range served.Admins {
		if status := getAs(t, served.GraphURL+"/v1.0/me", admin.GraphToken); status != http.StatusOK {
			t.Errorf("%s at Graph: %d", admin.Name, status)
		}
		for _, endpoint := range []string{
			"/providers/Microsoft.BusinessAppPlatform/adminApplications?api-version=2020-10-01", "/authorization/roleAssignments?api-version=2024-10-01", "/admin/v2.29/authorizedAadApps",
		} {
			if status := getAs(t, served.Authority+endpoint, admin.APIToken); status == http.StatusUnauthorized || admin.Name == "global" && status != http.StatusOK {
				t.Errorf("%s at %s: %d", admin.Name, endpoint, status)
			}
		}
	}
}

// TestServedVariables: what was to be exported is unset in the end, all of it and nothing else.
func TestServedVariables(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	go func() {
		cli.Run(ctx, []string{"demo", "serve", "--tls"}, cli.Streams{In: strings.NewReader(""), Out: write, Err: io.Discard})
		_ = write.Close()
	}()
	exported, unset := map[string]bool{}, []string(nil)
	lines := bufio.NewScanner(read)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		words := strings.FieldsFunc(lines.Text(), func(r rune) bool { return r == ' ' || r == '=' })
		switch {
		case len(words) > 1 && words[0] == "export":
			exported[words[1]] = true
		case len(words) > 1 && words[0] == "unset":
			unset = words[1:]
		case strings.HasPrefix(lines.Text(), "ctrl+c"):
			stop()
		}
	}
	stop()
	if want := slices.Sorted(maps.Keys(exported)); len(want) < 6 || !slices.Equal(want, unset) {
		t.Errorf("exported %v, unset %v", want, unset)
	}
}

// getAs is the status of a GET with a token.
func getAs(t *testing.T, address, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}
