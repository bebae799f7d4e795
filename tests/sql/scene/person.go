package scene

// HomeIP is where people sign in from unless a test says otherwise, AwayIP is
// another network; both are of RFC 5737.
const (
	HomeIP = "192.0.2.1"
	AwayIP = "198.51.100.7"
)

// Person is a user of the scene's project.
type Person struct {
	*Scene
	ID, Email string
}

// Person makes a user with a proven address and a password.
func (s *Scene) Person(email string) *Person {
	s.Helper()
	id := s.AsOwner().Call("user_create", Args{
		"email": email, "project": s.Project, "verified": true, "password_hash": "hash of " + email,
	}).Text("user_create")
	return &Person{s, id, email}
}

// Alice is Person with the address that says so.
func (s *Scene) Alice() *Person {
	s.Helper()
	return s.Person("alice@example.com")
}

// SignIn is both halves of a sign-in, with the right password or a wrong one.
func (s *Scene) SignIn(email, ip string, right bool) (Row, error) {
	begun, err := s.Ask("signin_begin", Args{"project": s.Project, "identifier": email, "ip": ip})
	if err != nil {
		return nil, err
	}
	return s.Ask("signin_finish", Args{
		"project": s.Project, "user": begun["user_id"], "password_version": begun["password_version"],
		"matches": right && begun["user_id"] != nil, "new_hash": nil, "ip": ip, "user_agent": "test", "refresh_hash": s.fresh(),
	})
}

// SignsIn opens a session from home.
func (p *Person) SignsIn() *Session {
	p.Helper()
	return p.SignsInFrom(HomeIP)
}

// SignsInFrom opens a session from an address.
func (p *Person) SignsInFrom(ip string) *Session {
	p.Helper()
	return p.signsIn(p.Email, ip)
}

// SignsInBy opens a session by another address, or by a number.
func (p *Person) SignsInBy(identifier string) *Session {
	p.Helper()
	return p.signsIn(identifier, HomeIP)
}

func (p *Person) signsIn(identifier, ip string) *Session {
	p.Helper()
	begun := p.Call("signin_begin", Args{"project": p.Project, "identifier": identifier, "ip": ip})
	token := p.fresh()
	row := p.Call("signin_finish", Args{
		"project": p.Project, "user": p.ID, "password_version": begun["password_version"],
		"matches": true, "new_hash": nil, "ip": ip, "user_agent": "test", "refresh_hash": token,
	})
	return p.session(row, token)
}

// Column reads a column of the person's row, as text.
func (p *Person) Column(name string) *string {
	p.Helper()
	return Get[*string](p.Scene, "select ("+name+")::text from auth.users where project_id = $1 and id = $2", p.Project, p.ID)
}

// LiveSessions counts the sessions that have not ended.
func (p *Person) LiveSessions() int {
	p.Helper()
	return Get[int](p.Scene, "select count(*) from auth.sessions where project_id = $1 and user_id = $2 and revoked_at is null", p.Project, p.ID)
}

// Update changes the person's row as a DBA would, e.g. `disabled_at = now()`.
func (p *Person) Update(assignment string, args ...any) {
	p.Helper()
	p.Exec("update auth.users set "+assignment+" where project_id = $1 and id = $2", append([]any{p.Project, p.ID}, args...)...)
}
