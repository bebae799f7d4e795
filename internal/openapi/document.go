package openapi

import (
	"fmt"
	"maps"
)

// Version of the OpenAPI Specification that documents follow.
const Version = "3.1.0"

// Document describes an API.
type Document struct {
	Head
	Body
}

// Head is what a document says of itself.
type Head struct {
	OpenAPI string   `json:"openapi"`
	Info    Info     `json:"info"`
	Servers []Server `json:"servers,omitempty"`
}

// Body is what there is at those servers.
type Body struct {
	Tags       []Tag               `json:"tags,omitempty"`
	Paths      map[string]PathItem `json:"paths"`
	Components Components          `json:"components"`
}

// Info is what the API is called.
type Info struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Version     string `json:"version"`
}

// Server is where it answers.
type Server struct {
	URL string `json:"url"`
}

// Tag gathers operations.
type Tag struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

// PathItem holds a path's operations by method, in lower case, and "servers"
// where they are others than the document's.
type PathItem map[string]any

// Operation is one thing that can be asked for.
type Operation struct {
	ID          string                `json:"operationId"`
	Summary     string                `json:"summary"`
	Tags        []string              `json:"tags,omitempty"`
	Security    []map[string][]string `json:"security"` // one of these; an empty one is none
	Parameters  []Parameter           `json:"parameters,omitempty"`
	RequestBody *RequestBody          `json:"requestBody,omitempty"`
	Responses   map[string]Response   `json:"responses"`
}

// Parameter is a part of the path, of the query, or a header.
type Parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Required    bool   `json:"required,omitempty"`
	Description string `json:"description,omitempty"`
	Schema      Schema `json:"schema"`
}

// RequestBody is by its content types.
type RequestBody struct {
	Required bool                 `json:"required,omitempty"`
	Content  map[string]MediaType `json:"content"`
}

// Response is by its content types.
type Response struct {
	Description string               `json:"description"`
	Headers     map[string]Header    `json:"headers,omitempty"`
	Content     map[string]MediaType `json:"content,omitempty"`
}

// Header of a response.
type Header struct {
	Description string `json:"description,omitempty"`
	Schema      Schema `json:"schema"`
}

// MediaType has a schema.
type MediaType struct {
	Schema Schema `json:"schema"`
}

// Components are what operations refer to.
type Components struct {
	Schemas         map[string]Schema         `json:"schemas,omitempty"`
	SecuritySchemes map[string]SecurityScheme `json:"securitySchemes,omitempty"`
}

// SecurityScheme is how a caller says who they are.
type SecurityScheme struct {
	Type         string `json:"type"`
	Description  string `json:"description,omitempty"`
	Scheme       string `json:"scheme,omitempty"`
	BearerFormat string `json:"bearerFormat,omitempty"`
	In           string `json:"in,omitempty"`
	Name         string `json:"name,omitempty"`
}

// Schema is a JSON Schema, draft 2020-12.
type Schema map[string]any

// JSON is a body of that schema.
func JSON(s Schema) map[string]MediaType {
	return map[string]MediaType{"application/json": {Schema: s}}
}

// Merge adds what another document describes: its tags, paths and components.
// What both have must be the same.
func (d *Body) Merge(other Body) error {
	d.Tags = append(d.Tags, other.Tags...)
	if err := merge(&d.Paths, other.Paths, "path"); err != nil {
		return err
	}
	if err := merge(&d.Components.Schemas, other.Components.Schemas, "schema"); err != nil {
		return err
	}
	return merge(&d.Components.SecuritySchemes, other.Components.SecuritySchemes, "security scheme")
}

func merge[V any](into *map[string]V, more map[string]V, what string) error {
	all := maps.Clone(*into) // the document may share it with others
	if all == nil {
		all = map[string]V{}
	}
	for name, v := range more {
		if old, found := all[name]; found && fmt.Sprint(old) != fmt.Sprint(v) {
			return fmt.Errorf("merge openapi documents: two of %s %s", what, name)
		}
		all[name] = v
	}
	*into = all
	return nil
}
