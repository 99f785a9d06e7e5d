package diagnose

import (
	"slices"
	"strconv"
	"strings"
)

// codeKeys are the words after which Entra and its libraries write a code without AADSTS before it. Lower case.
func codeKeys() []string {
	return []string{"error_codes", "errorcodes", "stserrorcodes", "error?code="}
}

// pageKeys are the words after which the sign-in page and other programs write their numbers. Lower case.
func pageKeys() []string {
	return []string{"error code", "errorcode", "error_code", "error(s)", "errorno", "fehlercode", "fehler-code", "code d'erreur", "código de error"}
}

// readCodes finds AADSTS numbers in lower-case text: the last one named first, as Entra puts the finer one behind the
// coarser; then numbers behind a key; only without those, what looseCodes finds, with loose set.
func readCodes(words string) (codes []int, loose bool) {
	codes = namedCodes(words)
	slices.Reverse(codes)
	codes = append(codes, keyedCodes(words, codeKeys())...)
	entra := len(codes) > 0 || hasWord(words, "correlation id") || hasWord(words, "trace id")
	for _, code := range keyedCodes(words, pageKeys()) {
		// Windows and other services have numbers of their own.
		if entra || knownCode(code) {
			codes = append(codes, code)
		}
	}
	if len(codes) > 0 {
		return codes, false
	}
	return looseCodes(words)
}

// keyedCodes returns the numbers behind any of the keys.
func keyedCodes(words string, keys []string) []int {
	var codes []int
	for _, key := range keys {
		for rest, found := after(words, key); found; rest, found = after(rest, key) {
			codes = append(codes, keyedNumbers(rest)...)
		}
	}
	return codes
}

// codeWords are the words before a code in the languages in which Microsoft's pages and tools speak, where nothing but the
// number itself makes sure that a code is meant. Lower case.
func codeWords() []string {
	return []string{
		"errore", "error", "erreur", "erro", "fehler", "fel", "fout", "fejl", "błędu", "chyby", "hata kodu", "ошибки",
		"code", "codice", "código", "kod", "kód", "エラー コード", "エラーコード", "错误代码", "錯誤碼", "오류 코드",
	}
}

// looseCodes finds a number that stands alone, and known codes that lead the text ("50126 - [2021-12-14 …") or, loosely,
// follow a word that can mean anything, such as "error 10061" of Windows.
func looseCodes(words string) (codes []int, loose bool) {
	code, tail, ok := leadingCode(words)
	if ok && (strings.Trim(tail, " .:;)]\"'`*") == "" || knownCode(code)) {
		return []int{code}, false
	}
	for _, key := range codeWords() {
		for rest, found := after(words, key); found; rest, found = after(rest, key) {
			if codes := keyedNumbers(rest); len(codes) == 1 && knownCode(codes[0]) {
				return codes, true
			}
		}
	}
	return nil, false
}

// namedCodes finds AADSTS50126, also as AADSTS: 50126 or AADSTS-50126.
func namedCodes(words string) []int {
	var codes []int
	// No other word holds these letters, and what was an escape before them may stick to them.
	for _, rest, found := strings.Cut(words, "aadsts"); found; _, rest, found = strings.Cut(rest, "aadsts") {
		for range 2 {
			rest = strings.TrimLeft(rest, " :#_-")
		}
		if code, _, ok := number(rest); ok {
			codes = append(codes, code)
		}
	}
	return codes
}

// keyedNumbers reads the number or the list of numbers behind a key.
func keyedNumbers(rest string) []int {
	var codes []int
	for {
		digits := strings.TrimLeft(rest, " :：=[({\"'")
		if len(rest)-len(digits) > 8 {
			return codes
		}
		code, tail, ok := number(digits)
		if !ok {
			return codes
		}
		codes = append(codes, code)
		next := strings.TrimLeft(tail, " ")
		if !strings.HasPrefix(next, ",") {
			return codes
		}
		rest = next[1:]
	}
}

// leadingCode reads a number at the beginning of the text.
func leadingCode(words string) (code int, tail string, ok bool) {
	code, tail, ok = number(strings.TrimLeft(words, " \"'`*>([#:"))
	if !ok || tail != "" && !strings.ContainsAny(tail[:1], " :-,.;)]\"'`*") {
		return 0, tail, false
	}
	return code, tail, true
}

// number reads a number of 5 to 8 digits at the beginning of s: that long are Entra's codes, and no HTTP status or year is.
func number(s string) (code int, tail string, ok bool) {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end < 5 || end > 8 || s[0] == '0' {
		return 0, s, false
	}
	code, err := strconv.Atoi(s[:end])
	return code, s[end:], err == nil
}

// after returns what follows the first key in s that stands there as a word of its own.
func after(s, key string) (string, bool) {
	at := wordAt(s, key)
	if at < 0 {
		return "", false
	}
	return s[at+len(key):], true
}

func hasWord(s, word string) bool { return wordAt(s, word) >= 0 }

// wordAt finds word in lower-case text where no letter stands right before it; -1 if it is not there.
func wordAt(s, word string) int {
	for at := 0; ; at++ {
		i := strings.Index(s[at:], word)
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || !isLetterByte(s[at-1]) {
			return at
		}
	}
}

// isLetterByte reports whether b is a lower-case ASCII letter. The letters of other scripts are not, so that a Japanese
// sentence without blanks still has its number found.
func isLetterByte(b byte) bool { return b >= 'a' && b <= 'z' }

// readStatus finds an HTTP status of a refusal: three digits that something near them marks as one.
func readStatus(words string) int {
	for i := 0; i+3 <= len(words); i++ {
		if !standalone(words, i) {
			continue
		}
		n, err := strconv.Atoi(words[i : i+3])
		if err != nil || n < 300 || n > 599 || !marksStatus(words[max(0, i-24):i], words[i+3:]) {
			continue
		}
		return n
	}
	return 0
}

// standalone reports whether three digits, and no more, stand at i.
func standalone(words string, i int) bool {
	digit := func(at int) bool { return at >= 0 && at < len(words) && words[at] >= '0' && words[at] <= '9' }
	return digit(i) && digit(i+1) && digit(i+2) && !digit(i-1) && !digit(i+3) && (i == 0 || !isWordByte(words[i-1]))
}

func isWordByte(b byte) bool {
	return b == '_' || b == '-' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
}

// marksStatus reports whether the text before or behind a number says that it is an HTTP status.
func marksStatus(before, behind string) bool {
	if strings.HasSuffix(before, "(") && strings.HasPrefix(behind, ")") || strings.HasSuffix(before, "[") && strings.HasPrefix(behind, "]") {
		return true
	}
	for _, word := range []string{"http", "status", "response", "returned", "code"} {
		if strings.Contains(before, word) {
			return true
		}
	}
	behind = strings.TrimLeft(behind, " -:(")
	for _, word := range statusWords() {
		if strings.HasPrefix(behind, word.phrase) {
			return true
		}
	}
	return false
}

type statusWord struct {
	phrase string
	status int
}

func statusWords() []statusWord {
	return []statusWord{
		{"unauthorized", 401}, {"nicht autorisiert", 401}, {"non autorisé", 401}, {"no autorizado", 401}, {"authentication_", 401},
		{"forbidden", 403}, {"unzulässig", 403}, {"verboten", 403}, {"interdit", 403}, {"prohibido", 403},
		{"too many requests", 429}, {"not found", 404}, {"nicht gefunden", 404}, {"bad request", 400}, {"ungültige anforderung", 400},
		{"internal server error", 500}, {"bad gateway", 502}, {"service unavailable", 503}, {"gateway timeout", 504}, {"method not allowed", 405},
		{"moved permanently", 301}, {"temporary redirect", 307}, {"permanent redirect", 308}, {"proxy authentication required", 407},
	}
}

// statusByWord reads the status from its name, where no number came with it: "Forbidden" by itself, behind a sign or
// behind a word that announces it. In a sentence, such as "to prevent unauthorized use", it is an ordinary word.
func statusByWord(words string) int {
	for _, word := range statusWords() {
		for _, phrase := range []string{word.phrase, strings.ReplaceAll(word.phrase, " ", "")} {
			if at := nameAt(words, phrase); at >= 0 && announced(strings.TrimRight(words[:at], " ")) {
				return word.status
			}
		}
	}
	return 0
}

// announced reports whether what stands before a name makes it one of its own.
func announced(before string) bool {
	if before == "" || !isLetterByte(before[len(before)-1]) {
		return true
	}
	last := before[strings.LastIndexAny(before, " :\"'(.,>")+1:]
	return slices.Contains([]string{"error", "status", "code", "statuscode", "http", "response", "returned", "with", "reason", "is", "was", "got"}, last)
}
