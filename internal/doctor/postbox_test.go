package doctor_test

import (
	"errors"
	"io"
	"log"
	"net"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// openPostbox is a mail server that lets one user in and takes no mail.
func openPostbox(t *testing.T) (url string) {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return closed{t}, nil }))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "localhost", true, log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return "smtp://operator:right@" + listener.Addr().String() + "?tls=none"
}

type closed struct{ t *testing.T }

func (closed) AuthMechanisms() []string { return []string{sasl.Plain} }

func (closed) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, password string) error {
		if password != "right" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "wrong password"}
		}
		return nil
	}), nil
}

func (c closed) Mail(string, *smtp.MailOptions) error {
	c.t.Error("the doctor sends no mail")
	return errors.New("no mail")
}
func (closed) Rcpt(string, *smtp.RcptOptions) error { return errors.New("no mail") }
func (closed) Data(io.Reader) error                 { return errors.New("no mail") }
func (closed) Reset()                               {}
func (closed) Logout() error                        { return nil }
