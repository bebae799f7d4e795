package social

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// claims is what a provider says of somebody.
type claims map[string]any

// UnmarshalJSON keeps numbers as they are written: ids do not fit a float.
func (c *claims) UnmarshalJSON(text []byte) error {
	type plain claims // without this method
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode((*plain)(c))
}

// text is a string or number, "" for what is neither.
func (c claims) text(name string) string {
	switch v := c[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// yes is true for true alone: "true", 1 and the like are some provider's
// custom, to be known by its entry.
func (c claims) yes(name string) bool { return c[name] == true }

// time is seconds since 1970; found is false for what isn't a time.
func (c claims) time(name string) (seconds int64, found bool) {
	n, is := c[name].(json.Number)
	if !is {
		return 0, false
	}
	f, err := n.Float64()
	return int64(f), err == nil
}

// list is a string or a list of them.
func (c claims) list(name string) []string {
	switch v := c[name].(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, one := range v {
			if s, is := one.(string); is {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

// inside is the object of a name.
func (c claims) inside(name string) claims {
	m, _ := c[name].(map[string]any)
	return m
}

func (c claims) raw() json.RawMessage {
	text, _ := json.Marshal(c) // was JSON a moment ago
	return text
}

// profile is what OpenID's standard claims say.
func (c claims) profile(verified bool) Profile {
	return Profile{Subject: c.text("sub"), Email: c.text("email"), EmailVerified: verified && c.text("email") != "",
		Name: c.name(), Picture: c.text("picture"), Locale: c.text("locale"), Raw: c.raw()}
}

func (c claims) name() string {
	if name := c.text("name"); name != "" {
		return name
	}
	return joined(c.text("given_name"), c.text("family_name"))
}

func joined(names ...string) string {
	return strings.Join(slices.DeleteFunc(names, func(s string) bool { return s == "" }), " ")
}
