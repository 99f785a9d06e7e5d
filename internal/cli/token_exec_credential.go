package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"appreg/internal/sanitize"
)

// execVariable is where kubectl says how it asks (docs/sources.md, "Other programs that ask").
const execVariable = "KUBERNETES_EXEC_INFO"

// execVersions are the versions of kubectl's protocol that are answered in kind, the one for callers that name none first.
// v1alpha1 asks in the same way; Kubernetes 1.24 took it out.
var execVersions = []string{"client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1"}

// execCredential is both what kubectl says and what it gets. Of either, one half is empty.
type execCredential struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	Spec       *execSpec   `json:"spec,omitempty"`
	Status     *execStatus `json:"status,omitempty"`
}

type execSpec struct {
	Interactive bool `json:"interactive"`
}

type execStatus struct {
	ExpirationTimestamp string `json:"expirationTimestamp"`
	Token               string `json:"token"`
}

// openExecCredential answers in the version that kubectl speaks. Where it says that nobody is there, nobody is asked.
func openExecCredential(_ context.Context, t *tokenCommand, _ subject) (*tokenAnswer, error) {
	asked := execCredential{APIVersion: execVersions[0], Kind: "ExecCredential"}
	if said := t.Env(execVariable); said != "" {
		asked = execCredential{}
		if err := json.Unmarshal([]byte(said), &asked); err != nil || asked.Kind != "ExecCredential" {
			return nil, usageError("leave it to kubectl to set it", "couldn't read %s: it isn't a JSON object of kind ExecCredential", execVariable)
		}
		if !slices.Contains(execVersions, asked.APIVersion) {
			return nil, usageError("in the kubeconfig, use one of: "+strings.Join(execVersions, ", "),
				"couldn't answer kubectl: unknown apiVersion %q in %s", sanitize.Line(asked.APIVersion), execVariable)
		}
		if asked.Spec == nil || !asked.Spec.Interactive {
			t.global.noInput = true
		}
	}
	return &tokenAnswer{text: func(g issued) string {
		return compactJSON(execCredential{
			APIVersion: asked.APIVersion, Kind: asked.Kind,
			Status: &execStatus{ExpirationTimestamp: g.Expires.UTC().Format(time.RFC3339), Token: g.Value.Reveal()},
		})
	}}, nil
}
