package native

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/rolecall/rolecall/internal/openapi"
)

// doc is what the OpenAPI document says of a route. It stands beside the route;
// what it cannot say wrongly is held at run time (takes) and in tests/dialect
// (gives, refuses), where every answer is compared with it.
//
// A field of a body is demanded by the tag required:"true", and described by doc:"...".
type doc struct {
	says    string // a sentence
	by      access
	takes   any    // the value that the body is decoded into; of a GET its query; nil for none
	gives   any    // the value in the envelope's data; html, moved, or a responder
	refuses string // codes as SQL and core name them, besides those that any route has
}

// access is what a caller must show, and whether repeats are known.
type access int

const (
	open        access = iota
	bearer             // an access token
	maybeBearer        // an access token, unless the body says who
	secretKey          // an sk_ key
	member             // an access token, or an sk_ key
	repeatable  access = 1 << 8
)

// Codes that go together, each ending in a space.
const (
	ofATenant           = "tenant_not_found tenants_disabled " // where a body may name one
	ofAnAddress         = ofATenant + "email_missing email_invalid phone_invalid sms_disabled sms_not_allowed "
	ofAnAuthTable       = "column_missing column_invalid column_taken reference_missing "
	ofOwnFunctions      = "hook_refused hook_failed " // and whatever else a function of the project's says
	whenSettingPassword = "password_too_short password_too_long password_common password_invalid password_breached password_personal "
	whenSigningUp       = ofAnAddress + ofAnAuthTable + ofOwnFunctions + "email_taken phone_taken email_domain_refused profile_invalid signup_disabled invitation_needed tenant_needed tenant_needs_invite "
	whenSigningIn       = ofATenant + ofOwnFunctions + "user_disabled email_not_verified phone_not_verified tenant_not_member "
)

// either is one of several bodies or answers.
type either []any

// Answers that are no JSON.
const (
	html  = special("html")
	moved = special("moved")
)

type special string

// form is a body that a page posts.
type form struct{ of any }

// signedIn is what a first factor answers.
var signedIn = either{tokens{}, challenge{}, pending{}}

// Shape is the account twice, and the fields that the project adds to it.
func (meRow) Shape() (any, bool) {
	return struct {
		userRow
		rights
		User userRow `json:"user"`
	}{}, true
}

// Shape is the account with the columns of its row in the project's auth table.
func (userRow) Shape() (any, bool) { return nil, true }

// complete demands the fields that a body's struct tags required:"true", which
// is what the document says of them.
func complete(v any) error {
	value := reflect.ValueOf(v).Elem()
	for _, f := range requiredOf(value.Type()) {
		if value.FieldByIndex(f.Index).IsZero() {
			return missing(f.Name)
		}
	}
	return nil
}

var required sync.Map // []openapi.Field by reflect.Type

func requiredOf(t reflect.Type) []openapi.Field {
	if known, found := required.Load(t); found {
		return known.([]openapi.Field)
	}
	fields := slices.DeleteFunc(openapi.Fields(t, "json"), func(f openapi.Field) bool { return !f.Required })
	required.Store(t, fields)
	return fields
}

// linkForm and passwordForm are what the pages behind links post.
type linkForm struct {
	Token string `json:"token"`
}

type passwordForm struct {
	linkForm
	Password string `json:"new_password"`
}

// linkQuery is what a link in a mail brings.
type linkQuery struct {
	Token string `query:"token"`
}

// allows tells whether a body is decoded into what the document says it is.
func (d doc) allows(v any) error {
	got := reflect.TypeOf(v).Elem()
	for _, one := range several(d.takes) {
		if reflect.TypeOf(one) == got {
			return nil
		}
	}
	return fmt.Errorf("this route reads its body into %s, its doc says %T: set takes in the route's doc", got, d.takes)
}
