package postgrest

import (
	"encoding/json"
	"strings"
)

// maxDepth is how deep a payload's values may be nested; Postgres's own limit
// is a server error.
const maxDepth = 512

// outline walks over valid JSON without decoding its values, for the keys of
// an object or of the objects of an array.
type outline struct {
	text string
	at   int

	array   bool
	objects int
	first   string   // the first object's text
	keys    []string // of the first object, each once
	round   map[string]int
	ragged  bool // another object has other keys
	deep    bool
}

// read reports whether the text is an object or an array of objects.
func (o *outline) read() bool {
	if o.text[0] == '{' {
		o.object()
		return true
	}
	if o.text[0] != '[' {
		return false
	}
	o.array = true
	o.at++
	for o.next() != ']' {
		if o.next() != '{' {
			return false
		}
		o.object()
		if o.next() == ',' {
			o.at++
		}
	}
	return true
}

// object reads the object that begins here.
func (o *outline) object() {
	start := o.at
	o.objects++
	o.at++
	members := 0
	for o.next() != '}' {
		if o.member(o.key()) {
			members++
		}
		o.next()
		o.at++ // the colon
		o.value()
		if o.next() == ',' {
			o.at++
		}
	}
	o.at++
	if o.objects == 1 {
		o.first = o.text[start:o.at]
	}
	o.ragged = o.ragged || members != len(o.keys)
}

// member notes a key and reports whether it is new to its object.
func (o *outline) member(key string) bool {
	if o.round == nil {
		o.round = map[string]int{}
	}
	last, known := o.round[key]
	if known && last == o.objects {
		return false
	}
	if !known {
		if o.objects > 1 {
			o.ragged = true
		}
		o.keys = append(o.keys, key)
	}
	o.round[key] = o.objects
	return true
}

func (o *outline) key() string {
	raw := o.quoted()
	if !strings.Contains(raw, `\`) {
		return raw[1 : len(raw)-1]
	}
	var key string
	_ = json.Unmarshal([]byte(raw), &key) // the text is valid
	return key
}

// value passes over one value of any kind.
func (o *outline) value() {
	level := 0
	for {
		switch o.next() {
		case '"':
			o.quoted()
		case '{', '[':
			o.at++
			level++
			o.deep = o.deep || level > maxDepth
			continue
		case '}', ']':
			o.at++
			level--
		case ',', ':':
			o.at++
			continue
		default:
			o.at += strings.IndexAny(o.text[o.at:], " \t\r\n,]}") // something closes it
		}
		if level == 0 {
			return
		}
	}
}

// quoted reads a string with its quotes.
func (o *outline) quoted() string {
	start := o.at
	for o.at++; o.text[o.at] != '"'; o.at++ {
		if o.text[o.at] == '\\' {
			o.at++
		}
	}
	o.at++
	return o.text[start:o.at]
}

// next is the next byte that isn't space.
func (o *outline) next() byte {
	for strings.IndexByte(" \t\r\n", o.text[o.at]) >= 0 {
		o.at++
	}
	return o.text[o.at]
}
