package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// Enveloped is a listener whose connections answer in JSON what net/http
// answers as plain text, because it happens before any handler: a request that
// is no HTTP, has no host, or has headers without end.
func Enveloped(l net.Listener) net.Listener { return enveloping{l} }

type enveloping struct{ net.Listener }

// Accept waits for the next connection.
func (l enveloping) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &earlyConn{Conn: c}, nil
}

type earlyConn struct{ net.Conn }

// CloseWrite lets net/http end its answer before it hangs up on somebody who still sends.
func (c *earlyConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// earlyHead is between the status line and the text of such an answer, which
// is one write; a handler's answer has a Date, and never this.
const earlyHead = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// early are the codes by status; any other is request_invalid.
var early = map[int]struct{ code, message, suggestion string }{
	431: {"HEADERS_TOO_LARGE", "The request's headers are too large.", "Send fewer or shorter ones: cookies, perhaps."},
	505: {"HTTP_VERSION", "This version of HTTP is not spoken here.", "Use HTTP/1.1 or HTTP/2."},
}

// Write passes on, and rewrites what net/http says by itself.
func (c *earlyConn) Write(p []byte) (int, error) {
	status, _, is := bytes.Cut(p[:min(len(p), 256)], []byte(earlyHead))
	line, ok := strings.CutPrefix(string(status), "HTTP/1.1 ")
	if !is || !ok || len(line) < 3 || strings.ContainsRune(line, '\n') {
		return c.Conn.Write(p)
	}
	n, _ := strconv.Atoi(line[:3])
	e, known := early[n]
	if !known {
		e.code, e.message, e.suggestion = "REQUEST_INVALID", "The request is not HTTP as it should be.", "Send it through an HTTP client."
	}
	body, _ := json.Marshal(map[string]any{"error": map[string]string{"code": e.code, "message": e.message, "suggestion": e.suggestion}})
	_, err := fmt.Fprintf(c.Conn, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%s",
		line, len(body), body)
	return len(p), err
}
