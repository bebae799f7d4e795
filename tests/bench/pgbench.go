package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/cluster"
)

// errNoPgbench says why a column is empty.
var errNoPgbench = errors.New("pgbench isn't installed")

// script is what one pgbench client repeats. Its variables keep their values
// from one transaction to the next.
type script struct {
	login string
	text  string
	// prepare runs before each run, as superuser, with the project and the run's number.
	prepare string
}

func ids(n string) (user, session string) { return fmt.Sprintf(userID, n), fmt.Sprintf(sessionID, n) }

var random = fmt.Sprintf("\\set n random(0, %d)\n", signedIn-1)

// refreshScript rotates a chain of tokens whose hashes can be computed: run,
// client, step.
func refreshScript() script {
	hash := func(step string) string {
		return "sha256((:run::text || ' ' || :client_id::text || ' ' || :" + step + "::text)::bytea)"
	}
	user, _ := ids("n")
	return script{
		login: "auth_service",
		prepare: `with c as (select n, gen_random_uuid() as session from generate_series(0, 63) n),
			s as (insert into auth.sessions (project_id, id, user_id, amr, idle_expires_at, expires_at)
				select $1, session, ` + user + `, '[{"method": "pwd", "timestamp": 1700000000}]',
					now() + interval '30 days', now() + interval '1 year' from c)
			insert into auth.refresh_tokens (project_id, hash, session_id)
				select $1, sha256(($2::text || ' ' || n || ' 0')::bytea), session from c`,
		text: "\\set parent :step\n\\set step :step + 1\n" +
			"select * from auth.session_refresh(p_project => :project::uuid, p_token_hash => " + hash("parent") +
			", p_child_hash => " + hash("step") + ", p_child_sealed => sha512('sealed'::bytea), p_ip => '127.0.0.1'::inet, p_user_agent => 'pgbench');\n",
	}
}

func meScript() script {
	user, session := ids(":n::integer")
	return script{login: "auth_service", text: random +
		"select * from auth.me(p_project => :project::uuid, p_user => " + user + ", p_session => " + session +
		", p_password_version => 1, p_epoch => 1);\n"}
}

// dataScript is the two statements of a data request in one pipeline.
func dataScript(query string) script {
	user, session := ids(":n::integer")
	return script{login: "authenticator", text: random + "\\set id :n * " + strconv.Itoa(notesEach) + " + random(1, " + strconv.Itoa(notesEach) + ")\n" +
		"\\startpipeline\n" +
		"select set_config('role', 'authenticated', true), set_config('request.jwt.claims', :claims, true)," +
		" set_config('request.jwt.claim.sub', " + user + "::text, true), set_config('request.method', 'GET', true)," +
		" set_config('request.path', '/notes', true), set_config('request.headers', '{}', true), set_config('request.cookies', '{}', true)," +
		" set_config('search_path', '\"public\", extensions', true), set_config('transaction_read_only', 'on', true)," +
		" set_config('statement_timeout', '8s', true)," +
		" auth.request_check(:project::uuid, " + user + ", " + session + ", 1, 1, null::bytea);\n" +
		query + ";\n\\endpipeline\n"}
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench runs a script and returns its transactions a second.
func (w *world) pgbench(ctx context.Context, s script, run, clients int, seconds float64) (float64, error) {
	program, err := pgbenchPath(ctx)
	if err != nil {
		return 0, err
	}
	if s.prepare != "" {
		err := w.asSuperuser(ctx, database, func(conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, s.prepare, w.project, strconv.Itoa(run))
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("prepare pgbench: %w", err)
		}
	}
	file, err := os.CreateTemp("", "rolecall-bench-*.sql")
	if err != nil {
		return 0, fmt.Errorf("write the script: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	if _, err := file.WriteString(s.text); err != nil {
		return 0, fmt.Errorf("write the script: %w", err)
	}
	_ = file.Close()
	out, err := exec.CommandContext(ctx, program, "--no-vacuum", "--protocol=prepared", "--client="+strconv.Itoa(clients), "--jobs=2",
		"--time="+strconv.Itoa(max(1, int(seconds))), "--file="+file.Name(),
		"--define=project="+w.project, "--define=run="+strconv.Itoa(run), "--define=step=0", "--define=claims="+sampleClaims,
		w.url(s.login)).CombinedOutput()
	match := tps.FindSubmatch(out)
	if err != nil || match == nil {
		return 0, fmt.Errorf("run pgbench: %v\n%s", err, out)
	}
	return strconv.ParseFloat(string(match[1]), 64)
}

// pgbenchPath finds the program beside the server's own, or on the PATH.
func pgbenchPath(ctx context.Context) (string, error) {
	bin, err := cluster.Find(ctx)
	if err != nil {
		return "", err
	}
	if path := filepath.Join(bin.Dir, "pgbench"); isFile(path) {
		return path, nil
	}
	if path, err := exec.LookPath("pgbench"); err == nil {
		return path, nil
	}
	return "", errNoPgbench
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// sampleClaims are as long as those of a real token.
const sampleClaims = `{"iss":"http://bench.invalid/p/default","aal":"aal1","amr":[{"method":"pwd","timestamp":1700000000}],"aud":"authenticated",` +
	`"exp":1900000000,"iat":1800000000,"jti":"00000000-0000-4000-a000-000000000000","pwv":1,"sid":"00000000-0000-4000-9000-000000000000",` +
	`"sub":"00000000-0000-4000-8000-000000000000","role":"authenticated","email":"user0@example.com","epoch":1,"phone":"",` +
	`"project":"00000000-0000-4000-b000-000000000000","session_id":"00000000-0000-4000-9000-000000000000","app_metadata":{},"is_anonymous":false,"user_metadata":{"theme":"dark"}}`
