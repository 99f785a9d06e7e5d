package secret

import "unicode"

// foreignKind is a kind of character that no client secret holds: Entra uses the letters A-Z and a-z, the digits and
// . - _ ~ alone.
type foreignKind struct {
	name string // completes "is "
	fix  string // what to do where one of them is in the way
	set  string // the characters; or
	in   []*unicode.RangeTable
}

// The ways to put one right.
const (
	typeHyphen    = "type that character as the plain - of the keyboard, or copy the Value again"
	typeTilde     = "type that character as the plain ~, or copy the Value again"
	typePlain     = "type that character with a Latin keyboard, or copy the Value again"
	copyAgain     = "copy the column Value again, without what stands around it"
	saveAgain     = "copy the column Value again and save it as UTF-8"
	enterTheValue = "enter the value of the client secret alone"
)

// foreignKinds are looked through in this order.
var foreignKinds = []foreignKind{
	{name: "a long dash (word processors change - to it)", fix: typeHyphen, set: "‐‑‒–—―−﹘﹣－⁃ー\u00ad"},
	{name: "a tilde that isn't the ASCII one", fix: typeTilde, set: "～∼˜〜⁓"},
	{name: "a full stop that isn't the ASCII one", fix: typePlain, set: "．。․·…｡‥"},
	{name: "a quotation mark", fix: copyAgain, set: "\"'`“”„‟‘’‚‛«»‹›´"},
	{name: "a full-width character, as an East Asian input method writes it", fix: typePlain, in: []*unicode.RangeTable{fullWidth}},
	{name: "a Cyrillic letter, which may look like a Latin one", fix: typePlain, in: []*unicode.RangeTable{unicode.Cyrillic}},
	{name: "a Greek letter, which may look like a Latin one", fix: typePlain, in: []*unicode.RangeTable{unicode.Greek}},
	{name: "a character that was lost in a conversion (U+FFFD)", fix: saveAgain, set: "\ufffd"},
	{name: "an equals sign", fix: enterTheValue, set: "="},
	{name: "a slash", fix: enterTheValue, set: "/\\"},
	{name: "a plus sign", fix: enterTheValue, set: "+"},
	{name: "a percent sign", fix: enterTheValue, set: "%"},
	{name: "a bracket", fix: enterTheValue, set: "{}[]()<>"},
	{name: "a punctuation mark or sign that Entra doesn't use", fix: enterTheValue, set: "!#$&*,:;?@^|"},
	{name: "a blank", fix: enterTheValue, in: []*unicode.RangeTable{unicode.White_Space}},
	{name: "a letter with an accent, or of another alphabet", fix: typePlain, in: []*unicode.RangeTable{unicode.L, unicode.M}},
	{name: "a digit of another script", fix: typePlain, in: []*unicode.RangeTable{unicode.N}},
}

// otherForeign is the kind of all the rest: symbols, pictures, control characters.
var otherForeign = foreignKind{name: "a character that isn't ASCII text", fix: copyAgain}

// fullWidth are the twins of the ASCII characters in the block Halfwidth and Fullwidth Forms.
var fullWidth = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0xff01, Hi: 0xff5e, Stride: 1}}}
