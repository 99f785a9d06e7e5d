package diagnose

import (
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readLimit is how much of a pasted text is looked at: its beginning and its end, where a log has its error. Answers are a few
// kilobytes.
const readLimit = 64 << 10

// readText takes a pasted text apart, whatever tool has wrapped, quoted, escaped or cut the answer.
func readText(text string) answer {
	text = decoded(text)
	if len(text) > readLimit {
		text = text[:readLimit/2] + "\n" + text[len(text)-readLimit/2:]
	}
	plain := unwrap(text)
	a := answer{blank: strings.TrimSpace(plain) == "", text: fold(plain), words: strings.ToLower(plain)}
	codes, loose := readCodes(a.words)
	a.loose = loose
	for _, code := range codes {
		a.addCode(code)
	}
	a.name = readName(plain)
	a.login = slices.Contains(loginNames(), a.name)
	a.suberror = keyed(plain, "suberror", isName)
	if a.status = readStatus(a.words); a.status == 0 {
		a.status = statusByWord(a.words)
	}
	a.mark = readMark(a.words)
	return a
}

// decoded turns UTF-16, which Windows tools redirect into files, into UTF-8 and drops what is not text.
func decoded(text string) string {
	little, big := strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff")
	if little || big {
		var units []uint16
		for i := 2; i+1 < len(text); i += 2 {
			low, high := text[i], text[i+1]
			if big {
				low, high = high, low
			}
			units = append(units, uint16(high)<<8|uint16(low))
		}
		text = string(utf16.Decode(units))
	}
	text = strings.TrimPrefix(text, "\ufeff")
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "?")
}

// unwrap removes layers: percent-encoding of a query string, HTML or XML tags and entities, escapes of JSON within
// JSON. Runs of white space become one blank.
func unwrap(text string) string {
	text = unlink(unquery(text))
	text = html.UnescapeString(untag(html.UnescapeString(text)))
	text = unescape(text)
	return strings.Join(strings.Fields(text), " ")
}

// unquery decodes a query string. Text with more blanks than + and %20 is not one: a percent sign in it is meant.
func unquery(text string) string {
	coded := strings.Count(text, "+") + strings.Count(text, "%20")
	if coded < 3 || strings.Count(text, " ") > coded {
		return text
	}
	for range 2 { // a query string within a query string
		plain, err := url.QueryUnescape(text)
		if err != nil {
			return lenientUnquery(text)
		}
		if text = plain; !strings.Contains(text, "%20") && !strings.Contains(text, "%3a") {
			break
		}
	}
	return text
}

// lenientUnquery decodes what can be decoded, for a query string that was cut off within an escape.
func lenientUnquery(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '+':
			b.WriteByte(' ')
		case text[i] == '%' && i+2 < len(text):
			if n, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
			b.WriteByte('%')
		default:
			b.WriteByte(text[i])
		}
	}
	return strings.ToValidUTF8(b.String(), "?")
}

// unlink puts a Markdown link's words in the link's place: pages of logs make links of numbers, within AADSTS70021 as well.
func unlink(text string) string {
	if !strings.Contains(text, "](http") {
		return text
	}
	var b strings.Builder
	for {
		before, behind, found := strings.Cut(text, "](http")
		open := strings.LastIndexByte(before, '[')
		end := strings.IndexByte(behind, ')')
		if !found || open < 0 || end < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before[:open] + before[open+1:])
		text = behind[end+1:]
	}
}

// longestTag is how far a tag may reach; a < without an end near it is no tag.
const longestTag = 300

// untag puts a blank in place of each tag. The names of <html> and <!doctype html> stay: they tell a page from an answer.
func untag(text string) string {
	if !strings.Contains(text, "</") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "<")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexByte(rest[:min(len(rest), longestTag)], '>')
		if end < 0 || !opensTag(rest) {
			b.WriteString("<")
			text = rest
			continue
		}
		if tag := strings.ToLower(rest[:end]); strings.HasPrefix(tag, "html") || strings.HasPrefix(tag, "!doctype html") {
			b.WriteString("<" + tag + ">")
		}
		b.WriteByte(' ')
		text = rest[end+1:]
	}
}

func opensTag(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return r == '/' || r == '!' || r == '?' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// unescape removes JSON's escapes, also those of JSON within JSON: \" \\" \r\n \\r\\n \u0027.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		for i+1 < len(text) && text[i+1] == '\\' {
			i++
		}
		i += writeEscape(&b, text[i+1:])
	}
	return b.String()
}

// writeEscape writes what stands for the escape whose text after the backslash is rest, and returns its length.
func writeEscape(b *strings.Builder, rest string) int {
	switch {
	case rest == "":
		return 0
	case rest[0] == 'r' || rest[0] == 'n' || rest[0] == 't':
		b.WriteByte(' ')
		return 1
	case rest[0] == 'u' && len(rest) > 4:
		if n, err := strconv.ParseUint(rest[1:5], 16, 16); err == nil {
			b.WriteRune(rune(n))
			return 5
		}
	}
	return 0
}
