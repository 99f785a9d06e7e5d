package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"appreg/steps"
)

// TestAnswersAsGiven: what the steps get for flags that were given once, repeatedly, or not at all.
func TestAnswersAsGiven(t *testing.T) {
	tests := map[string]struct {
		args []string
		want map[steps.Key]string
	}{
		"nothing":  {nil, map[steps.Key]string{}},
		"a value":  {[]string{"--tenant", "a,b"}, map[steps.Key]string{steps.KeyTenant: "a,b"}},
		"empty":    {[]string{"--tenant", ""}, map[steps.Key]string{}},
		"a list":   {[]string{"--environment", "one", "--environment=two, three"}, map[steps.Key]string{steps.KeyEnvironments: "one,two, three"}},
		"yes":      {[]string{"--partner"}, map[steps.Key]string{steps.KeyPartner: steps.Yes}},
		"no":       {[]string{"--partner=false"}, map[steps.Key]string{steps.KeyPartner: steps.No}},
		"two keys": {[]string{"--permission", "p", "--project", "7"}, map[steps.Key]string{steps.KeyPermissions: "p", steps.KeyProject: "7"}},
	}
	for name, tt := range tests {
		cmd := &cobra.Command{}
		registerAnswerFlags(cmd.Flags())
		if err := cmd.ParseFlags(tt.args); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := map[steps.Key]string{}
		for _, f := range answerFlags() {
			if value := f.given(cmd); value != "" {
				got[f.key] = value
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
