package mail

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"
)

// server is where and how to reach a mail server, as its URL says.
type server struct {
	host     string
	port     int
	implicit bool
	policy   gomail.TLSPolicy
	user     string
	password string
}

var policies = map[string]gomail.TLSPolicy{
	"":              gomail.TLSMandatory,
	"starttls":      gomail.TLSMandatory,
	"opportunistic": gomail.TLSOpportunistic,
	"none":          gomail.NoTLS,
}

// parseServer reads smtp://user:password@host:587?tls=starttls|none|opportunistic
// or smtps://user:password@host:465. No error repeats the password.
func parseServer(raw string) (server, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return server{}, errors.New("read mail server URL: it is not a URL")
	}
	s := server{host: u.Hostname(), user: u.User.Username()}
	s.password, _ = u.User.Password()
	if s.host == "" {
		return server{}, errors.New("read mail server URL: it names no host")
	}
	if err := s.readScheme(u); err != nil {
		return server{}, err
	}
	if port := u.Port(); port != "" {
		if s.port, err = strconv.Atoi(port); err != nil || s.port < 1 || s.port > 65535 {
			return server{}, fmt.Errorf("read mail server URL: port %q is not one", port)
		}
	}
	if s.user != "" && s.policy == gomail.NoTLS && !s.implicit && !isLoopback(s.host) {
		return server{}, errors.New("read mail server URL: tls=none would send the password in the clear")
	}
	return s, nil
}

func (s *server) readScheme(u *url.URL) error {
	mode := u.Query().Get("tls")
	switch u.Scheme {
	case "smtps":
		s.port, s.implicit = 465, true
		if mode != "" {
			return errors.New("read mail server URL: smtps takes no tls option")
		}
		return nil
	case "smtp":
		s.port = 587
		policy, known := policies[mode]
		if !known {
			return fmt.Errorf("read mail server URL: tls=%s is none of starttls, opportunistic, none", mode)
		}
		s.policy = policy
		return nil
	default:
		return fmt.Errorf("read mail server URL: %q is neither smtp nor smtps", u.Scheme)
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
