package native

import (
	"encoding/json"
	"slices"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/web"
)

// Fields that a project adds to the body of a sign-up (setting signup_fields)
// live in the user's metadata, and stand beside the others in the answer of me.

// ownFields are those of them that a user's metadata has.
func ownFields(p *core.Project, metadata json.RawMessage) map[string]json.RawMessage {
	if len(p.Settings.SignUpFields) == 0 {
		return nil
	}
	var all map[string]json.RawMessage
	_ = json.Unmarshal(metadata, &all) // an object, SQL says
	return only(all, p.Settings.SignUpFields)
}

func only(all map[string]json.RawMessage, names []string) map[string]json.RawMessage {
	found := map[string]json.RawMessage{}
	for name, value := range all {
		if slices.Contains(names, name) {
			found[name] = value
		}
	}
	return found
}

// splitFields are the body without them, and they.
func (x *exchange) splitFields() (body []byte, fields map[string]json.RawMessage, err error) {
	if x.project == nil || len(x.project.Settings.SignUpFields) == 0 {
		return x.body, nil, nil
	}
	var all map[string]json.RawMessage
	if err := web.Decode(x.r, x.body, &all); err != nil {
		return nil, nil, err
	}
	fields = only(all, x.project.Settings.SignUpFields)
	if len(fields) == 0 {
		return x.body, nil, nil
	}
	for name := range fields {
		delete(all, name)
	}
	body, err = json.Marshal(all)
	return body, fields, err
}

// addFields joins them to the metadata that came by that name.
func (b *signUpBody) addFields(fields map[string]json.RawMessage) {
	all := map[string]json.RawMessage{}
	if len(fields) == 0 || len(b.Metadata) > 0 && json.Unmarshal(b.Metadata, &all) != nil || all == nil {
		return // what is no object SQL refuses
	}
	for name, value := range fields {
		all[name] = value
	}
	b.Metadata, _ = json.Marshal(all) // decoded a moment ago
}
