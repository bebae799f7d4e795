package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/token"
)

// The bench binary is also the servers that it starts of itself.
const (
	roleVariable = "ROLECALL_BENCH_ROLE"
	roleBare     = "bare"
	roleProfiled = "profiled"
)

// The statements are Rolecall's own, as it sends them.
const (
	refreshSQL = `select * from auth.session_refresh(p_project => $1::uuid, p_token_hash => $2::bytea, p_child_hash => $3::bytea,` +
		` p_child_sealed => $4::bytea, p_ip => $5::inet, p_user_agent => $6::text)`
	meSQL = `select * from auth.me(p_project => $1::uuid, p_user => $2::uuid, p_session => $3::uuid,` +
		` p_password_version => $4::integer, p_epoch => $5::integer)`
	byKeySQL = `select coalesce(json_agg(n)::text, '[]') from (select * from public.notes where id = $1) n`
	listSQL  = `select coalesce(json_agg(n)::text, '[]') from (select * from public.notes order by id limit $1) n`
)

// bare is the physical limit: net/http, a token check, one round trip, and
// nothing else. It refuses nothing properly, logs nothing, counts nothing.
type bare struct {
	service, data            *pgxpool.Pool
	verifier                 *token.Verifier
	keys                     token.Keys
	project, issuer, listens string
}

func serveBare(ctx context.Context) error {
	b, err := newBare(ctx)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /p/default/auth/refresh", b.refresh)
	mux.HandleFunc("GET /p/default/auth/me", b.me)
	mux.HandleFunc("GET /p/default/rest/v1/notes", b.notes)
	mux.HandleFunc("GET /p/default/rest/v1/folders", b.folders)
	mux.HandleFunc("POST /p/default/rest/v1/scraps", b.scraps)
	mux.HandleFunc("POST /p/default/rest/v1/rpc/add", b.add)
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	showProfiles()
	server := &http.Server{Addr: b.listens, Handler: mux}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	err = server.ListenAndServe()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func newBare(ctx context.Context) (*bare, error) {
	b := &bare{verifier: token.NewVerifier(20_000), keys: token.Keys{}, listens: os.Getenv("ROLECALL_LISTEN"),
		issuer: os.Getenv("ROLECALL_PUBLIC_URL") + "/p/default"}
	options := pg.PoolOptions{MaxConns: 8, Prepared: true, Name: "bare"}
	var err error
	if b.service, err = pg.Open(ctx, os.Getenv("DATABASE_URL"), options); err != nil {
		return nil, err
	}
	if b.data, err = pg.Open(ctx, os.Getenv("ROLECALL_AUTHENTICATOR_URL"), options); err != nil {
		return nil, err
	}
	return b, b.loadKeys(ctx)
}

// loadKeys opens the signing keys that a Rolecall made before.
func (b *bare) loadKeys(ctx context.Context) error {
	ring, err := secret.ParseKeyring(os.Getenv("ROLECALL_MASTER_KEY"))
	if err != nil {
		return err
	}
	var keys []struct {
		KID, Alg, Status string
		PrivateSealed    []byte `json:"private_sealed"`
	}
	const sql = "select id, signing_keys from auth.project_config('default')"
	if err := b.service.QueryRow(ctx, sql).Scan(&b.project, &keys); err != nil {
		return fmt.Errorf("read the project: %w", err)
	}
	for _, k := range keys {
		private, err := ring.Open(k.PrivateSealed, "signing_key", b.project)
		if err != nil {
			return err
		}
		if b.keys[k.KID], err = token.Parse(k.KID, k.Alg, k.Status, private); err != nil {
			return err
		}
	}
	return nil
}

func (b *bare) refresh(w http.ResponseWriter, r *http.Request) {
	var in struct {
		RefreshToken string `json:"refresh_token"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	child := secret.New(secret.RefreshPrefix)
	ip, _, _ := strings.Cut(r.RemoteAddr, ":")
	var outcome string
	var user, session *string
	var sealed, claims, refusal []byte
	err := b.service.QueryRow(r.Context(), refreshSQL, b.project, secret.Hash(secret.RefreshPrefix, in.RefreshToken),
		secret.Hash(secret.RefreshPrefix, child), secret.SealUnder(in.RefreshToken, []byte(child), "refresh child"), ip, r.UserAgent()).
		Scan(&outcome, &sealed, &user, &session, &claims, &refusal)
	if err != nil || outcome != "rotated" {
		http.Error(w, fmt.Sprint(outcome, err), http.StatusInternalServerError)
		return
	}
	access, err := b.keys.Current("ES256").Sign(claims, b.issuer)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"token": access, "refresh_token": child, "expires_in": 3600}})
}

func (b *bare) verify(r *http.Request) (*token.Claims, error) {
	return b.verifier.Verify(b.keys, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), b.issuer, "authenticated")
}

func (b *bare) me(w http.ResponseWriter, r *http.Request) {
	c, err := b.verify(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	var user json.RawMessage
	err = b.service.QueryRow(r.Context(), meSQL, b.project, c.Subject, c.Session, int32(c.PasswordVersion), int32(c.Epoch)).Scan(&user)
	send(w, user, err)
}

func (b *bare) notes(w http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Query().Get("id"), "eq."); ok {
		b.ask(w, r, true, byKeySQL, id)
	} else {
		b.ask(w, r, true, listSQL, r.URL.Query().Get("limit"))
	}
}

// ask sends one statement as the caller, in one batch with what sets it up.
func (b *bare) ask(w http.ResponseWriter, r *http.Request, readOnly bool, sql string, args ...any) {
	c, err := b.verify(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	caller := pg.Caller{Project: b.project, Role: c.Role, Claims: c.Payload, Subject: c.Subject,
		Session: c.Session, PasswordVersion: c.PasswordVersion, Epoch: c.Epoch}
	batch := &pgx.Batch{}
	caller.Queue(batch, pg.RequestSettings{ReadOnly: readOnly, Method: r.Method, Path: "/notes", Headers: []byte("{}"), Cookies: []byte("{}"),
		SearchPath: `"public", extensions`, StatementTimeout: "8s"})
	batch.Queue(sql, args...)
	var rows []byte
	results := b.data.SendBatch(r.Context(), batch)
	if _, err = results.Exec(); err == nil {
		err = results.QueryRow().Scan(&rows)
	}
	if closed := results.Close(); err == nil {
		err = closed
	}
	send(w, rows, err)
}

func send(w http.ResponseWriter, body []byte, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the client has gone: nobody to tell
}
