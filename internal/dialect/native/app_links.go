package native

import (
	"net"
	"net/http"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/web"
)

// appLinks are the apps that share passkeys with the host that was asked.
func (f *Face) appLinks(x *exchange) (core.AppLinks, error) {
	host := x.r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return f.core.AppLinks(x.r.Context(), host)
}

// document is an answer whose form is another's.
type document struct{ value any }

func (d document) respond(w http.ResponseWriter, _ *http.Request) {
	web.JSON(w, http.StatusOK, d.value)
}

type assetLink struct {
	Relation []string `json:"relation"`
	Target   struct {
		Namespace string `json:"namespace"`
		core.AndroidApp
	} `json:"target"`
}

// GET /.well-known/assetlinks.json: Digital Asset Links, so that Android apps
// may use the host's passkeys
func (f *Face) assetLinks(x *exchange) (any, error) {
	apps, err := f.appLinks(x)
	if err != nil {
		return nil, err
	}
	if len(apps.Android) == 0 {
		return nil, errNotFound
	}
	links := make([]assetLink, len(apps.Android))
	for i, app := range apps.Android {
		links[i].Relation = []string{"delegate_permission/common.get_login_creds"}
		links[i].Target.Namespace, links[i].Target.AndroidApp = "android_app", app
	}
	return document{links}, nil
}

type appleSite struct {
	WebCredentials appleApps `json:"webcredentials"`
}

type appleApps struct {
	Apps []string `json:"apps"`
}

// GET /.well-known/apple-app-site-association: the associated domain of Apple apps
func (f *Face) appleSiteAssociation(x *exchange) (any, error) {
	apps, err := f.appLinks(x)
	if err != nil {
		return nil, err
	}
	if len(apps.IOS) == 0 {
		return nil, errNotFound
	}
	return document{appleSite{appleApps{apps.IOS}}}, nil
}
