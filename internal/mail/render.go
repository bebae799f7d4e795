package mail

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

const fallbackLocale = "en"

// Overrides looks a project's own template up: the one that fits the locale
// best, exactly, by language or in English. found is false when it has none.
type Overrides func(ctx context.Context, project, name, locale string) (source Source, found bool, err error)

// Renderer makes messages from templates.
type Renderer struct {
	overrides Overrides
	log       *slog.Logger
}

// NewRenderer takes the look-up of a project's own templates.
func NewRenderer(overrides Overrides, log *slog.Logger) *Renderer {
	return &Renderer{overrides: overrides, log: log}
}

// Render gives subject, text and HTML of the named template: the project's
// own where it has one that can be used, part by part, then the default in the
// locale, its language, or English. One that cannot be used is logged.
func (r *Renderer) Render(ctx context.Context, project, name, locale string, data Data) (Source, error) {
	data, locale = data.clean(), tag(locale)
	own, err := r.own(ctx, project, name, locale, data)
	if err != nil {
		return Source{}, err
	}
	standard, err := renderDefault(name, locale, data)
	if err != nil {
		return Source{}, err
	}
	out := own.or(standard)
	if out == (Source{}) {
		return Source{}, Permanent(fmt.Errorf("no mail template is named %q", name))
	}
	return out, nil
}

func (r *Renderer) own(ctx context.Context, project, name, locale string, data Data) (Source, error) {
	source, found, err := r.overrides(ctx, project, name, locale)
	if err != nil {
		return Source{}, fmt.Errorf("look up mail template: %w", err)
	}
	if !found {
		return Source{}, nil
	}
	out, err := render(source, data)
	if err != nil {
		r.log.WarnContext(ctx, "mail template passed over", "project", project, "template", name, "locale", locale, "error", err)
		return Source{}, nil
	}
	return out, nil
}

func render(source Source, data Data) (Source, error) {
	c, err := compile(source)
	if err != nil {
		return Source{}, err
	}
	return c.render(data)
}

func renderDefault(name, locale string, data Data) (Source, error) {
	language, _, _ := strings.Cut(locale, "-")
	for _, candidate := range []string{locale, language, fallbackLocale} {
		if c := defaults[candidate][name]; c != nil {
			return c.render(data)
		}
	}
	return Source{}, nil
}

func (s Source) or(standard Source) Source {
	if s.Subject == "" {
		s.Subject = standard.Subject
	}
	// A project that wrote only text wants no standard HTML beside it; one that
	// wrote only HTML is served by a standard text for readers without HTML.
	if s.Text == "" {
		if s.HTML == "" {
			s.HTML = standard.HTML
		}
		s.Text = standard.Text
	}
	return s
}

// tag brings a locale into the form that templates are kept under: "DE_AT" is
// de-AT.
func tag(locale string) string {
	language, region, found := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	if !found {
		return strings.ToLower(language)
	}
	return strings.ToLower(language) + "-" + region
}
