package importer

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// reader gives the users of a file in turn; io.EOF ends it. A bad line is its
// own error; a file that can't be read on is errUnreadable.
type reader interface {
	next() (u user, line int64, err error)
}

// errUnreadable wraps what ends the reading of a file.
var errUnreadable = errors.New("the file can't be read")

// longestLine is of NDJSON; metadata is at most 64 KiB each.
const longestLine = 1 << 20

type ndjson struct {
	lines *bufio.Reader
	line  int64
}

func (n *ndjson) next() (user, int64, error) {
	for {
		text, err := n.read()
		if err != nil {
			return user{}, n.line, err
		}
		text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
		if len(text) == 0 {
			continue
		}
		u, err := decode(text)
		return u, n.line, err
	}
}

// read gives one line; a line that is too long is skipped and an error.
func (n *ndjson) read() ([]byte, error) {
	text, err := n.lines.ReadSlice('\n')
	n.line++
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = n.lines.ReadSlice('\n')
		}
		if err == nil || errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("longer than %d bytes", longestLine)
		}
	}
	if errors.Is(err, io.EOF) && len(text) > 0 {
		return text, nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", errUnreadable, err)
	}
	return text, err
}

func decode(text []byte) (user, error) {
	var u user
	if !utf8.Valid(text) {
		return u, errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&u); err != nil {
		return u, readable(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return u, errors.New("more than one JSON value on a line")
	}
	return u, nil
}

// readable says what is wrong without the value, which may be a secret.
func readable(err error) error {
	var kind *json.UnmarshalTypeError
	var when *time.ParseError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%s: should be %s", kind.Field, kind.Type)
	case errors.As(err, &when):
		return errors.New("a time is not RFC 3339, e.g. 2026-01-31T12:00:00Z")
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	return errors.New("not a JSON object")
}

type commaSeparated struct {
	records *csv.Reader
	names   []string
}

// openCSV reads the first line, which names the fields.
func openCSV(r *bufio.Reader) (*commaSeparated, error) {
	if mark, _ := r.Peek(3); string(mark) == "\ufeff" {
		_, _ = r.Discard(3)
	}
	c := &commaSeparated{records: csv.NewReader(r)}
	names, err := c.records.Read()
	if err != nil {
		return nil, fmt.Errorf("read the first line, which names the fields: %w", err)
	}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if set[name] == nil {
			return nil, fmt.Errorf("the first line names a field that there is not: %q", name)
		}
		c.names = append(c.names, name)
	}
	return c, nil
}

func (c *commaSeparated) next() (user, int64, error) {
	record, err := c.records.Read()
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		return user{}, int64(parse.StartLine), fmt.Errorf("not CSV: %w", parse.Err)
	case errors.Is(err, io.EOF):
		return user{}, 0, io.EOF
	case err != nil:
		return user{}, 0, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	line, _ := c.records.FieldPos(0)
	var u user
	for i, value := range record {
		if value == "" {
			continue
		}
		if !utf8.ValidString(value) {
			return u, int64(line), fmt.Errorf("%s: not UTF-8", c.names[i])
		}
		if err := set[c.names[i]](&u, value); err != nil {
			return u, int64(line), fmt.Errorf("%s: %w", c.names[i], err)
		}
	}
	return u, int64(line), nil
}

// set is how a CSV field becomes the user's.
var set = map[string]func(u *user, value string) error{
	"id":              func(u *user, v string) error { u.ID = v; return nil },
	"external_id":     func(u *user, v string) error { u.ExternalID = v; return nil },
	"email":           func(u *user, v string) error { u.Email = v; return nil },
	"email_verified":  func(u *user, v string) error { return truth(&u.EmailVerified, v) },
	"phone":           func(u *user, v string) error { u.Phone = v; return nil },
	"phone_verified":  func(u *user, v string) error { return truth(&u.PhoneVerified, v) },
	"password_hash":   func(u *user, v string) error { u.PasswordHash = v; return nil },
	"display_name":    func(u *user, v string) error { u.DisplayName = v; return nil },
	"avatar_url":      func(u *user, v string) error { u.AvatarURL = v; return nil },
	"locale":          func(u *user, v string) error { u.Locale = v; return nil },
	"user_metadata":   func(u *user, v string) error { u.UserMetadata = json.RawMessage(v); return nil },
	"app_metadata":    func(u *user, v string) error { u.AppMetadata = json.RawMessage(v); return nil },
	"created_at":      func(u *user, v string) error { return moment(&u.CreatedAt, v) },
	"last_sign_in_at": func(u *user, v string) error { return moment(&u.LastSignInAt, v) },
	"disabled":        func(u *user, v string) error { return truth(&u.Disabled, v) },
}

func truth(to *bool, value string) (err error) {
	if *to, err = strconv.ParseBool(value); err != nil {
		return errors.New("not true or false")
	}
	return nil
}

func moment(to **time.Time, value string) error {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return errors.New("not RFC 3339, e.g. 2026-01-31T12:00:00Z")
	}
	*to = &at
	return nil
}
