package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// budget is how long one delivery may take at most.
const budget = 20 * time.Second

// maxAnswer is how much of a server's answer is worth keeping.
const maxAnswer = 300

// mechanisms is the order in which a password is offered. go-mail refuses the
// two plain ones without TLS, except to the machine itself.
var mechanisms = []gomail.SMTPAuthType{
	gomail.SMTPAuthSCRAMSHA256PLUS, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain,
	gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5,
}

// SMTP delivers mail to one configured server, a connection for each message.
type SMTP struct {
	server server
	from   *netmail.Address
	tls    *tls.Config
}

// NewSMTP takes the server's URL (see parseServer's forms: smtp://... with
// tls=starttls by default, or smtps://...) and the sender, which may carry a
// display name. A nil tls config means the system's roots.
func NewSMTP(serverURL, from string, config *tls.Config) (*SMTP, error) {
	s, err := parseServer(serverURL)
	if err != nil {
		return nil, err
	}
	sender, err := ParseSender(from)
	if err != nil {
		return nil, err
	}
	if config == nil {
		config = &tls.Config{}
	}
	config = config.Clone()
	config.MinVersion = tls.VersionTLS12
	if config.ServerName == "" {
		config.ServerName = s.host
	}
	return &SMTP{server: s, from: sender, tls: config}, nil
}

// Send delivers m. A 5xx answer to the message or its addresses is permanent;
// trouble with the connection, TLS or the login is the operator's and worth
// another try.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := s.compose(m)
	if err != nil {
		return Permanent(err)
	}
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("set up mail client: %w", err)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach mail server: %w", err)
	}
	err = client.SendWithSMTPClient(connection, msg)
	// The verdict is the server's answer to DATA. What RSET and QUIT answer
	// after it changes nothing.
	_ = client.CloseWithSMTPClient(connection)
	if err == nil || msg.IsDelivered() {
		return nil
	}
	return classify(err, m.To)
}

func (s *SMTP) compose(m Message) (*gomail.Msg, error) {
	if err := CheckAddress(m.To); err != nil {
		return nil, fmt.Errorf("compose mail: %w", err)
	}
	from := s.from
	if m.From != "" {
		var err error
		if from, err = ParseSender(m.From); err != nil {
			return nil, fmt.Errorf("compose mail: %w", err)
		}
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("compose mail: %w", ErrAddress)
	}
	if m.ID != "" {
		_, domain, _ := strings.Cut(from.Address, "@")
		msg.SetMessageIDWithValue(oneLine(m.ID, maxName) + "@" + domain)
	}
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.Subject(oneLine(m.Subject, maxSubject))
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// client is made for each message because go-mail keeps what it found out
// about the server in the client.
func (s *SMTP) client(ctx context.Context) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.server.port), gomail.WithTLSConfig(s.tls), gomail.WithTimeout(budget),
		gomail.WithDialContextFunc(s.dial(ctx)), gomail.WithoutNoop(),
	}
	if s.server.implicit {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(s.server.policy))
	}
	if s.server.user != "" {
		options = append(options, gomail.WithOpportunisticSMTPAuth(mechanisms...),
			gomail.WithUsername(s.server.user), gomail.WithPassword(s.server.password))
	}
	return gomail.NewClient(s.server.host, options...)
}

// dial ties the connection to the delivery's context: go-mail heeds a context
// only while it connects.
func (s *SMTP) dial(delivery context.Context) gomail.DialContextFunc {
	dial := (&net.Dialer{}).DialContext
	if s.server.implicit {
		dial = (&tls.Dialer{Config: s.tls}).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err == nil {
			context.AfterFunc(delivery, func() { _ = conn.Close() })
		}
		return conn, err
	}
}

// loginCodes are refusals of us, not of the message.
var loginCodes = map[int]bool{530: true, 534: true, 535: true, 538: true}

// classify keeps the step that failed and the server's answer, without the
// recipient, whom go-mail's wording repeats.
func classify(err error, recipient string) error {
	short := errors.New("send mail: " + oneLine(strings.ReplaceAll(err.Error(), recipient, "recipient"), maxAnswer))
	var step *gomail.SendError
	if !errors.As(err, &step) {
		return short
	}
	if code := step.ErrorCode(); code >= 500 && code < 600 && !loginCodes[code] {
		return Permanent(short)
	}
	return short
}
