package bus

import "regexp"

// The topics of events.
const (
	TopicOutbox  = "outbox"  // there may be something to send
	TopicProject = "project" // a project or its settings changed
	TopicKeys    = "keys"    // API or signing keys changed
	TopicSchema  = "schema"  // tables or functions changed
	TopicReset   = "reset"   // anything may have changed: flush every cache, look at the outbox
)

// Event is a hint to look. Project and Key may be empty.
type Event struct {
	Topic   string
	Project string
	Key     string
}

// Handler is told of events, one at a time, on the goroutine that listens: it
// must not block.
type Handler func(Event)

const longestPayload = 200

var payloadForm = regexp.MustCompile(
	`^(outbox|project|keys|schema|reset):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?:([A-Za-z0-9_.-]{0,64})$`)

// parse reads topic:project:key. Any role can send a message or a
// notification, so whatever has another form is dropped.
func parse(payload string) (Event, bool) {
	if len(payload) > longestPayload {
		return Event{}, false
	}
	m := payloadForm.FindStringSubmatch(payload)
	if m == nil {
		return Event{}, false
	}
	return Event{Topic: m[1], Project: m[2], Key: m[3]}, true
}

// String is the payload of a message or notification.
func (e Event) String() string { return e.Topic + ":" + e.Project + ":" + e.Key }
