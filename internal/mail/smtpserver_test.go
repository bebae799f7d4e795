package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	netmail "net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// script is what the server does instead of accepting.
type script struct {
	mail, rcpt, data error
	slow             time.Duration
	// cut drops the connection once the message has arrived, before the answer.
	cut  bool
	user string
}

// letter is one message as it arrived.
type letter struct {
	from, to  string
	utf8, tls bool
	user      string
	raw       []byte
}

func (l letter) parse(t *testing.T) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.raw))
	require.NoError(t, err)
	return m
}

// postbox is an SMTP server that follows a script and keeps what it took.
type postbox struct {
	script  script
	address string
	roots   *tls.Config
	closing chan struct{}

	mu      sync.Mutex
	letters []letter
}

func (p *postbox) received() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]letter(nil), p.letters...)
}

// openPostbox listens on a free port: plain, with STARTTLS offered, or with
// TLS from the first byte.
func openPostbox(t *testing.T, s script, starttls, implicit bool) *postbox {
	t.Helper()
	p := &postbox{script: s, closing: make(chan struct{})}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{postbox: p, conn: c}, nil
	}))
	server.Domain, server.EnableSMTPUTF8, server.AllowInsecureAuth = "localhost", true, true
	server.ErrorLog = log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p.address = listener.Addr().String()
	if starttls || implicit {
		var config *tls.Config
		config, p.roots = certificate(t)
		if implicit {
			listener = tls.NewListener(listener, config)
		} else {
			server.TLSConfig = config
		}
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	// The server may be asked to close before it has begun to serve.
	t.Cleanup(func() {
		close(p.closing)
		_, _ = server.Close(), listener.Close()
		<-done
	})
	return p
}

type session struct {
	*postbox
	conn   *smtp.Conn
	letter letter
}

func (s *session) Reset()                   { s.letter = letter{user: s.letter.user} }
func (s *session) Logout() error            { return nil }
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.script.user || password != "p@ss word" {
			return smtp.ErrAuthFailed
		}
		s.letter.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, options *smtp.MailOptions) error {
	if s.script.user != "" && s.letter.user == "" {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "log in first"}
	}
	_, s.letter.tls = s.conn.TLSConnectionState()
	s.letter.from, s.letter.utf8 = from, options.UTF8
	return s.script.mail
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	select {
	case <-time.After(s.script.slow):
	case <-s.closing:
	}
	s.letter.to = to
	return s.script.rcpt
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.script.data != nil {
		return s.script.data
	}
	s.letter.raw = raw
	s.mu.Lock()
	s.letters = append(s.letters, s.letter)
	s.mu.Unlock()
	if s.script.cut {
		return s.conn.Conn().Close()
	}
	return nil
}

// certificate makes a throwaway certificate for 127.0.0.1 and the client's
// trust in it.
func certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "postbox"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: roots}
}
