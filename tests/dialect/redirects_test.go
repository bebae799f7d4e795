package dialect_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// astray are URLs that must not pass for https://myapp.com or http://localhost:3000.
var astray = []string{
	"https://evil.example", "https://evil.example/", "//evil.example", "///evil.example", "/evil", "evil.example", "?x", "#x", ".", "..",
	"https://myapp.com.evil.example", "https://myapp.com.evil.example/https://myapp.com", "https://evil.example/https://myapp.com",
	"https://evil.example?https://myapp.com", "https://evil.example#https://myapp.com", "https://evil.example/.myapp.com",
	"https://myapp.com@evil.example", "https://myapp.com:443@evil.example", "https://myapp.com%40evil.example", "https://myapp.com%2eevil.example",
	"https://user@myapp.com", "https://user:password@myapp.com", "https://@myapp.com", "https://:@myapp.com",
	"https://sub.myapp.com", "https://xmyapp.com", "https://myapp.co", "https://myapp.com.", "https://.myapp.com", "https://myapp..com",
	"http://myapp.com", "https://myapp.com:444", "https://myapp.com:", "https://myapp.com:x", "https://myapp.com:443443", "https://myapp.com:80",
	"http://localhost", "http://localhost:3001", "https://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000", "http://localhost:3000@evil.example",
	"https:myapp.com", "https:/myapp.com", "https:///myapp.com", "https://", "https:\\\\myapp.com", "https:/\\myapp.com",
	"https://evil.example\\@myapp.com", "https://myapp.com\\@evil.example", "https://myapp.com\\.evil.example", "\\\\evil.example",
	"https://myapp.com\t", " https://myapp.com", "https://myapp.com ", "https://my\tapp.com", "\nhttps://myapp.com",
	"https://myapp.com/\r\nLocation: https://evil.example", "https://myapp.com/a b",
	"https://myapp。com", "https://myapp.com。evil.example", "https://ⓜyapp.com", "https://myapp.cоm", "https://xn--myapp.com",
	"javascript:alert(1)", "javascript://myapp.com/%0aalert(1)", "data:text/html,<script>", "file:///etc/passwd", "blob:https://myapp.com/x",
	"ftp://myapp.com", "mailto:ann@myapp.com", "ws://myapp.com", "view-source:https://myapp.com", "vbscript:x",
	"https://0x7f.1", "https://2130706433", "https://[::ffff:127.0.0.1]", "https://" + strings.Repeat("a", 3000) + ".com",
	"https://myapp.com/" + strings.Repeat("a", 3000),
}

var listed = []string{
	"https://myapp.com", "https://myapp.com/", "https://MyApp.com/reset", "HTTPS://myapp.com", "https://myapp.com:443/reset", "https://myapp.com?next=/a",
	"https://myapp.com#top", "https://myapp.com/reset?next=https://evil.example#x", "https://myapp.com//evil.example", "https://myapp.com/@evil.example",
	"http://localhost:3000", "http://localhost:3000/a?b#c",
}

// toMyApp is a project that lets its links lead to two places.
func toMyApp() settings {
	born := settings{"redirect_origins": `["https://myapp.com", "http://localhost:3000"]`, "verify_email": "true"}
	for name, value := range unlimited {
		born[name] = value
	}
	return born
}

func TestLinksLeadNowhereElse(t *testing.T) {
	t.Parallel()
	s := open(t, toMyApp())
	ann := s.signUp(t, "ann@example.com")
	for _, target := range astray {
		var answers []string
		for _, email := range []string{"ann@example.com", "nobody@example.com"} {
			a := s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": email, "redirect_url": target})
			a.refused(t, 400, "VALIDATION_REDIRECT_URL")
			answers = append(answers, a.seen())
		}
		assert.Equal(t, answers[0], answers[1], target)
		for path, body := range map[string]map[string]any{
			"signup":              {"email": "bob@example.com", "password": password, "redirect_url": target},
			"resend-verification": {"email": "ann@example.com", "redirect_url": target},
		} {
			s.do(t, "POST", "~/auth/"+path, body).refused(t, 400, "VALIDATION_REDIRECT_URL")
		}
		s.do(t, "POST", "~/auth/resend-verification", map[string]any{"redirect_url": target}, ann.bearer()).
			refused(t, 400, "VALIDATION_REDIRECT_URL")
	}
	assert.Zero(t, value[int](t, s, `select count(*)::integer from auth.outbox where template = 'password_reset' and project_id = auth.project_find(:project)`))
}

func TestLinksLeadWhereTheyMay(t *testing.T) {
	t.Parallel()
	s := open(t, toMyApp())
	for i, target := range listed {
		email := fmt.Sprintf("user%d@example.com", i)
		s.sql(t, `select auth.user_create($1, p_project => :project)`, email)
		s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": email, "redirect_url": target}).ok(t)
	}
	for i, target := range listed {
		wanted, err := url.Parse(target)
		require.NoError(t, err)
		got := s.linkTo(t, fmt.Sprintf("user%d@example.com", i))
		token := got.Query().Get("token")
		assert.Regexp(t, `^lt_[\w-]{43}$`, token, target)
		assert.Equal(t, wanted.Host, got.Host, target)
		assert.Equal(t, strings.TrimSuffix(wanted.Path, "/"), strings.TrimSuffix(got.Path, "/"), target)
		assert.Equal(t, wanted.Fragment, got.Fragment, target)
		for name, given := range wanted.Query() {
			assert.Equal(t, given, got.Query()[name], target)
		}
	}
}

// elsewhere are headers by which other servers let themselves be renamed.
var elsewhere = []string{
	"Host: evil.example", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Port: 444", "X-Forwarded-Prefix: /evil.example",
	"Forwarded: host=evil.example;proto=https", "X-Host: evil.example", "X-Original-Host: evil.example", "X-Original-URL: http://evil.example/",
	"X-Rewrite-URL: http://evil.example/", "Origin: https://evil.example", "Referer: https://evil.example/", "X-Forwarded-Server: evil.example",
	"X-HTTP-Host-Override: evil.example",
}

func TestHeadersNeverEnterALink(t *testing.T) {
	t.Parallel()
	s := open(t, toMyApp())
	for i, header := range append(elsewhere, "") {
		headers := []string{header}
		if header == "" {
			headers = elsewhere // and all at once
		}
		signUp, forgot := fmt.Sprintf("up%d@example.com", i), fmt.Sprintf("forgot%d@example.com", i)
		s.sql(t, `select auth.user_create($1, p_project => :project)`, forgot)
		a := s.do(t, "POST", "~/auth/signup", map[string]any{"email": signUp, "password": password}, headers...).ok(t)
		assert.Contains(t, decoded(t, strings.Split(a.text("data.token"), ".")[1]), `"iss":"`+s.base()+`"`, headers)
		s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": forgot}, headers...).ok(t)
		for _, page := range []string{"verify", "reset-password"} {
			a := s.do(t, "GET", "~/auth/"+page+"?token=lt_x", nil, append(headers, "Accept: text/html")...).ok(t)
			assert.Contains(t, a.Body, `action="`+s.base()+`/auth/`+page+`"`, headers)
			assert.NotContains(t, a.Body+fmt.Sprint(a.Header), "evil", headers)
		}
	}
	for i := range len(elsewhere) + 1 {
		assert.True(t, strings.HasPrefix(s.linkTo(t, fmt.Sprintf("up%d@example.com", i)).String(), s.base()+"/auth/verify?token="))
		assert.True(t, strings.HasPrefix(s.linkTo(t, fmt.Sprintf("forgot%d@example.com", i)).String(), s.base()+"/auth/reset-password?token="))
	}
	for _, m := range s.mailTo("") {
		assert.NotContains(t, m.Text+m.HTML+m.Subject+m.From, "evil")
	}
}

func TestAbsoluteRequestTargetIsNotBelieved(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = fmt.Fprint(conn, "GET http://evil.example/p/default/auth/verify?token=lt_x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer response.Body.Close()
	body := make([]byte, 8<<10)
	n, _ := response.Body.Read(body)
	assert.Contains(t, string(body[:n]), `action="`+s.url)
	assert.NotContains(t, string(body[:n]), "evil")
}
