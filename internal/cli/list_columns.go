package cli

import (
	"unicode/utf8"

	"appreg/internal/sanitize"
	"appreg/store"
)

// columns is a table of profiles. It is laid out as package tabwriter does it, in a tenth of the time: with thousands of
// profiles that is what a list takes longest for.
type columns struct {
	cells  []byte           // of all rows, one behind the other
	ends   []int32          // where in cells each cell ends
	widths [columnCount]int // of the widest cell, in characters
}

const columnCount = 7

var columnTitles = [columnCount]string{"PROFILE", "API", "TENANT", "FLOW", "STORE", "VERDICT", "EXPIRES"}

func (c *columns) begin(size int) { *c = columns{cells: make([]byte, 0, size/4)} }

func (c *columns) add(p *store.Profile) {
	c.row([columnCount]string{p.Name, string(p.API), p.Tenant, string(p.Flow), string(p.Store), string(p.Verdict), p.SecretExpires})
}

func (c *columns) row(row [columnCount]string) {
	for n, cell := range row {
		cell = sanitize.Line(cell)
		c.widths[n] = max(c.widths[n], utf8.RuneCountInString(cell))
		c.cells = append(c.cells, cell...)
		c.ends = append(c.ends, int32(len(c.cells)))
	}
}

// end returns the table under its titles, with two blanks between the columns; nothing if there is no row.
func (c *columns) end(rest []listing) [][]byte {
	titles := &columns{}
	titles.row(columnTitles)
	parts, rows := []*columns{titles, c}, len(c.ends)
	for _, other := range rest {
		parts, rows = append(parts, other.(*columns)), rows+len(other.(*columns).ends)
	}
	if rows == 0 {
		return nil
	}
	for _, part := range parts {
		for n := range titles.widths {
			titles.widths[n] = max(titles.widths[n], part.widths[n])
		}
	}
	var texts [][]byte
	for _, part := range parts {
		texts = append(texts, part.text(titles.widths))
	}
	return texts
}

// text lays the rows out.
func (c *columns) text(widths [columnCount]int) []byte {
	size := len(c.cells)
	for _, width := range widths {
		size += (width + 2) * len(c.ends) / columnCount
	}
	out := make([]byte, 0, size)
	from := int32(0)
	for n, end := range c.ends {
		cell := c.cells[from:end]
		from = end
		out = append(out, cell...)
		if n%columnCount == columnCount-1 {
			out = append(out, '\n')
			continue
		}
		for range widths[n%columnCount] + 2 - utf8.RuneCount(cell) {
			out = append(out, ' ')
		}
	}
	return out
}
