package native

import (
	"net/http"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

// address is whom a request means: an e-mail address, or else a phone number.
type address struct {
	Email string `json:"email"`
	Phone string `json:"phone"`
	inTenant
}

// inTenant names the tenant, by slug or id, that somebody signs up or in at:
// who decodes it has the project spoken of in it.
type inTenant struct {
	Tenant string `json:"tenant"`
}

func (b inTenant) tenant() string { return b.Tenant }

func (a address) identifier() (string, error) {
	if a.Email != "" || a.Phone == "" {
		return a.Email, nil
	}
	return core.Phone(a.Phone)
}

// sent says that it is done, and how long what was sent works. It looks alike
// for who is known and who is not.
type sent struct {
	OK        bool `json:"ok"`
	ExpiresIn int  `json:"expires_in" doc:"seconds"`
}

// linkBase is where a proof leads if it is asked for as a link, "" if as a code.
func linkBase(by, standard, page string) (string, error) {
	if by == "" {
		by = standard
	}
	switch by {
	case "link":
		return page, nil
	case "code":
		return "", nil
	}
	return "", fault.New(http.StatusBadRequest, "field_invalid", "This way is not known.", "Use link or code.").On("by")
}
