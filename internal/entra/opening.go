package entra

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"os"
	"sync/atomic"
)

// ErrOpenedTwice says that the page that leads to the sign-in was opened a second time, and that it is not known by whom.
var ErrOpenedTwice = errors.New("couldn't trust the sign-in: its page was opened twice, maybe by somebody else")

// opening is a page of the loopback that leads to the sign-in. The program that opens a browser is given this page's
// address in place of the sign-in's own: every user of the machine can read another's command lines, and whoever has
// the state can end the sign-in with an account of their own (RFC 9700 section 4.7).
type opening struct {
	path    string // one that nobody guesses
	address string // of the sign-in

	user   int // who runs this program
	userOf userOfFunc
	taken  atomic.Bool   // by somebody unknown
	twice  chan struct{} // gets a value at the second unknown visitor
}

// userOfFunc returns the user id of whoever holds the other end of a connection, where the system tells.
type userOfFunc func(client, server net.Addr) (int, bool)

func newOpening(address string, userOf userOfFunc) *opening {
	return &opening{path: "/" + rand.Text(), address: address, user: os.Getuid(), userOf: userOf, twice: make(chan struct{}, 1)}
}

// is reports whether a request asks for the page.
func (o *opening) is(r *http.Request) bool {
	return r.Method == http.MethodGet && subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte(o.path)) == 1
}

// visitor says who asks for the page.
type visitor int

const (
	somebody visitor = iota // not known: another system, or a relay that a browser outside of a virtual machine comes through
	ourselves
	another
)

// visitorOf asks the system. Root is somebody: it relays for others, and could read this program's memory anyway.
func (o *opening) visitorOf(r *http.Request) visitor {
	server, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	client, err := net.ResolveTCPAddr("tcp", r.RemoteAddr)
	if server == nil || err != nil {
		return somebody
	}
	switch user, known := o.userOf(client, server); {
	case known && user == o.user:
		return ourselves
	case known && user != 0:
		return another
	default:
		return somebody
	}
}

// ServeHTTP leads to the sign-in: the user who runs this program each time, nobody else, and an unknown visitor once.
func (o *opening) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch o.visitorOf(r) {
	case ourselves:
	case another:
		writePage(w, pageNothing)
		return
	default:
		if o.taken.Swap(true) {
			writePage(w, pageOpenedTwice)
			select {
			case o.twice <- struct{}{}:
			default: // told already
			}
			return
		}
	}
	redirectTo(w, o.address, pageLeading)
}
