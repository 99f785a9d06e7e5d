package probe

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
)

// TestStatusesMeanTheSameEverywhere: every call of every API answers with a bare 401, 403 and 404. The same status
// belongs to the same finding, its cause is the row's, the page is the product's own, and a call that its document does
// not name leaves the verdict open in place of failing it.
func TestStatusesMeanTheSameEverywhere(t *testing.T) {
	list := reply{200, nil, `{"value":[{"name":"Production","type":"Production"}]}`}
	for _, c := range calls() {
		for status, bears := range map[int]report.ID{401: report.API, 403: report.Duty, 404: report.API} {
			t.Run(c.Path+" "+strconv.Itoa(int(c.Who))+" "+strconv.Itoa(status), func(t *testing.T) {
				f := newFake(t, reply{status, nil, ""})
				r := request(t, c.api, flowOf(c.Who), f.url)
				switch c.About {
				case catalog.AboutProject:
					r.Project = testProject
				case catalog.AboutEnvironment:
					f.replies = []reply{list, {status, nil, ""}}
					r.Environments = []string{"Sandbox"}
					r.Roles = c.Rights // of several calls, the one for this right
				}
				o := newProber(t).Do(t.Context(), r)
				got, other := o.API, o.Duty
				if bears == report.Duty {
					got, other = o.Duty, o.API
				}
				if want := meant(t, c, status); got.Cause != want || other.Cause != "" {
					t.Errorf("%s bears %q, want %q; the other %q", bears, got.Cause, want, other.Cause)
				}
				if want := map[bool]report.Status{true: report.Fail, false: report.Warn}[c.Documented]; got.Status != want || got.Untested != (want == report.Warn) {
					t.Errorf("%s, untested %v, want %s", got.Status, got.Untested, want)
				}
				if page := got.Fix.URL; page != "" && !strings.HasPrefix(page, r.Target.ProductPortal) && !strings.HasPrefix(page, r.Target.Portal) {
					t.Errorf("the page of another product: %s", page)
				}
			})
		}
	}
}

// meant is the cause in the table's row for a call.
func meant(t *testing.T, c apiCall, status int) cause.Label {
	t.Helper()
	for _, row := range catalog.TrialOf(c.api).Statuses {
		if row.Who == c.Who && row.About == c.About {
			return map[int]catalog.Meaning{http.StatusUnauthorized: row.Unauthorized, http.StatusForbidden: row.Forbidden, http.StatusNotFound: row.NotFound}[status][0]
		}
	}
	t.Fatalf("no row for %s", c.Path)
	return ""
}

// TestPagesOfOtherClouds: a page is that of the cloud that was asked.
func TestPagesOfOtherClouds(t *testing.T) {
	for _, api := range []catalog.API{catalog.PowerPlatform, catalog.PowerApps} {
		for cloud, page := range map[catalog.Cloud]string{catalog.GCC: "https://gcc.admin.powerplatform.microsoft.us", catalog.GCCHigh: "https://high.admin.powerplatform.microsoft.us", catalog.China: ""} {
			r := request(t, api, catalog.ClientSecret, "")
			target, err := catalog.Resolve(api, cloud, "")
			if err != nil {
				t.Fatal(err)
			}
			r.Target = target
			if f := findingOf(t, r, reply{403, nil, ""}); f.Fix.URL != page {
				t.Errorf("%s in %s: %q, want %q", api, cloud, f.Fix.URL, page)
			}
		}
	}
}
