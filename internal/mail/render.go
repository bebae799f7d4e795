package mail

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

const fallbackLocale = "en"

// Overrides looks a project's own template up; found is false when there is
// none for exactly this name and locale.
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

// Render gives subject, text and HTML of the named template. The locale is
// tried exactly, then as its language, then English; in each the project's
// own template comes first, part by part, and then the default. One that
// cannot be used is logged and passed over.
func (r *Renderer) Render(ctx context.Context, project, name, locale string, data Data) (Source, error) {
	data = data.clean()
	for _, locale := range locales(locale) {
		own, err := r.own(ctx, project, name, locale, data)
		if err != nil {
			return Source{}, err
		}
		if own == (Source{}) && defaults[locale][name] == nil {
			continue
		}
		standard, err := r.standard(name, locale, data)
		if err != nil {
			return Source{}, err
		}
		return own.or(standard), nil
	}
	return Source{}, Permanent(fmt.Errorf("no mail template is named %q", name))
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

// standard is the default for the locale, or the English one where a project
// has a template in a language that has no default; empty where neither is.
func (r *Renderer) standard(name, locale string, data Data) (Source, error) {
	for _, locale := range []string{locale, fallbackLocale} {
		if c := defaults[locale][name]; c != nil {
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

// locales is the order in which templates are looked for: "de-AT" gives
// de-AT, de, en.
func locales(tag string) []string {
	tag = strings.ReplaceAll(tag, "_", "-")
	language, _, _ := strings.Cut(tag, "-")
	var list []string
	for _, candidate := range []string{tag, strings.ToLower(language), fallbackLocale} {
		if candidate != "" && !slices.Contains(list, candidate) {
			list = append(list, candidate)
		}
	}
	return list
}
