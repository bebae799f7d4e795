package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/outbox"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// bench is a database of its own with what a worker is made of.
type bench struct {
	*testing.T
	owner *pgxpool.Pool
	store outbox.Postgres
	keys  *secret.Keyring
}

func newBench(t *testing.T) *bench {
	t.Helper()
	db := pgtest.Clone(t)
	keys, err := secret.ParseKeyring(db.MasterKey)
	require.NoError(t, err)
	return &bench{T: t, owner: db.Owner(t), store: outbox.Postgres{Pool: db.Service(t)}, keys: keys}
}

// put writes a row that is due in a moment, and gives its id.
func (b *bench) put(to string, due time.Duration) string {
	b.Helper()
	project := uuid.NewString()
	sealed := b.keys.Seal([]byte(`{"link":"https://app.example.com/verify?token=t","code":"123456"}`), outbox.Purpose, project)
	data, _ := json.Marshal(map[string]any{"project_name": "Shop", "email": to, "expires_in": 600})
	var id string
	require.NoError(b, b.owner.QueryRow(b.Context(),
		`insert into auth.outbox (project_id, template, destination, locale, payload_sealed, data, next_at)
		 values ($1, 'verify_email', $2, 'en', $3, $4, now() + $5) returning id`, project, to, sealed, data, due).Scan(&id))
	return id
}

// state is what became of a row.
type state struct {
	Status   string
	Attempts int
	Error    *string
	Wiped    bool
}

func (b *bench) state(id string) state {
	b.Helper()
	var s state
	require.NoError(b, b.owner.QueryRow(context.Background(),
		"select status, attempts, last_error, payload_sealed is null from auth.outbox where id = $1", id).
		Scan(&s.Status, &s.Attempts, &s.Error, &s.Wiped))
	return s
}

func (b *bench) eventually(id, status string) state {
	b.Helper()
	require.Eventually(b, func() bool { return b.state(id).Status == status }, 5*time.Second, 10*time.Millisecond)
	return b.state(id)
}

// start runs a worker until the test ends or stop is called.
func (b *bench) start(store outbox.Store, sender mail.Sender) (w *outbox.Worker, stop func()) {
	b.Helper()
	log := slog.New(slog.DiscardHandler)
	mailer := &outbox.Mailer{
		Renderer: mail.NewRenderer(b.store.Template, log), Sender: sender, Open: b.keys.Open, Log: log,
	}
	w = outbox.New(outbox.Options{Store: store, Deliver: map[string]outbox.Deliver{mail.KindMail: mailer.Deliver}, Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); w.Run(ctx) }()
	stop = func() { cancel(); <-done }
	b.Cleanup(stop)
	return w, stop
}

// postman keeps what he is given, unless act says otherwise.
type postman struct {
	act func(mail.Message) error

	mu   sync.Mutex
	sent []mail.Message
}

func (p *postman) Send(_ context.Context, m mail.Message) error {
	if p.act != nil {
		if err := p.act(m); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, m)
	return nil
}

func (p *postman) times(id string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.sent {
		if m.ID == id {
			n++
		}
	}
	return n
}

func TestSendsAndForgetsTheSecret(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	w, _ := b.start(b.store, p)
	id := b.put("alice@example.com", 0)
	w.Wake()
	s := b.eventually(id, "sent")
	require.True(t, s.Wiped)
	require.Nil(t, s.Error)
	require.Len(t, p.sent, 1)
	m := p.sent[0]
	require.Equal(t, id, m.ID)
	require.Equal(t, "alice@example.com", m.To)
	require.Equal(t, "123456", m.Code)
	require.Equal(t, "https://app.example.com/verify?token=t", m.Link)
	require.Equal(t, "Confirm your e-mail address for Shop", m.Subject)
	require.Contains(t, m.Text, "It works for 10 minutes.")
	require.Contains(t, m.HTML, m.Link)
}

func TestDueWithoutWake(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	id := b.put("alice@example.com", 300*time.Millisecond)
	b.start(b.store, p)
	b.eventually(id, "sent")
}

func TestTemporaryFailureIsTriedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var once sync.Once
	p := &postman{act: func(mail.Message) (err error) {
		once.Do(func() { err = errors.New("451 later") })
		return err
	}}
	id := b.put("alice@example.com", 0)
	b.start(b.store, p)
	require.Eventually(t, func() bool { return b.state(id).Error != nil }, 2*time.Second, 10*time.Millisecond)
	s := b.state(id)
	require.Equal(t, "pending", s.Status)
	require.Equal(t, "451 later", *s.Error)
	require.False(t, s.Wiped, "the next try needs it")
	s = b.eventually(id, "sent")
	require.Equal(t, 2, s.Attempts)
}

func TestPermanentFailureEndsTheRow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := &postman{act: func(mail.Message) error { return mail.Permanent(errors.New("550 nobody here")) }}
	id := b.put("alice@example.com", 0)
	b.start(b.store, p)
	s := b.eventually(id, "dead")
	require.Equal(t, "550 nobody here", *s.Error)
	require.Equal(t, 1, s.Attempts)
	require.True(t, s.Wiped)
}

func TestTwoNodesSendEachRowOnce(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	var ids []string
	for i := range 60 {
		ids = append(ids, b.put(fmt.Sprintf("user%d@example.com", i), 0))
	}
	b.start(b.store, p)
	b.start(b.store, p)
	for _, id := range ids {
		b.eventually(id, "sent")
		require.Equal(t, 1, p.times(id))
	}
	require.Len(t, p.sent, len(ids))
}

func TestDeadHoldersRowIsTakenOver(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	id := b.put("alice@example.com", 0)
	rows, err := b.store.Claim(t.Context(), []string{"mail"}, 10, time.Second)
	require.NoError(t, err)
	require.Len(t, rows, 1, "the holder has it, and dies")
	claimed := time.Now()
	b.start(b.store, p)
	s := b.eventually(id, "sent")
	require.GreaterOrEqual(t, time.Since(claimed), 900*time.Millisecond, "not before the lease ended")
	require.Less(t, time.Since(claimed), 2*time.Second)
	require.Equal(t, 2, s.Attempts)
}

func TestFourAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var mu sync.Mutex
	var now, most int
	count := func(by int) {
		mu.Lock()
		defer mu.Unlock()
		now += by
		most = max(most, now)
	}
	p := &postman{act: func(mail.Message) error {
		count(1)
		time.Sleep(50 * time.Millisecond)
		count(-1)
		return nil
	}}
	var ids []string
	for range 12 {
		ids = append(ids, b.put("alice@example.com", 0))
	}
	b.start(b.store, p)
	for _, id := range ids {
		b.eventually(id, "sent")
	}
	require.Equal(t, 4, most)
}

func TestStopFinishesWhatIsInHand(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	begun, release := make(chan struct{}), make(chan struct{})
	p := &postman{act: func(mail.Message) error {
		close(begun)
		<-release
		return nil
	}}
	id := b.put("alice@example.com", 0)
	_, stop := b.start(b.store, p)
	<-begun
	second := b.put("bob@example.com", 0)
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Fatal("stopped with a mail in hand")
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	<-stopped
	require.Equal(t, "sent", b.state(id).Status)
	require.Equal(t, 0, b.state(second).Attempts, "nothing new is begun")
}

func TestNodeWithoutSenderLeavesRowsAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.put("alice@example.com", 0)
	w := outbox.New(outbox.Options{Store: b.store, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	w.Wake()
	w.Run(ctx)
	require.Equal(t, 0, b.state(id).Attempts)
}

// forgetful is a store that loses word of the first deliveries.
type forgetful struct {
	outbox.Postgres
	mu   sync.Mutex
	left int
}

func (f *forgetful) Done(ctx context.Context, row outbox.Row) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left--; f.left >= 0 {
		return errors.New("the database restarts")
	}
	return f.Postgres.Done(ctx, row)
}

func TestLostWordIsRepeatedNotTheMail(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	id := b.put("alice@example.com", 0)
	b.start(&forgetful{Postgres: b.store, left: 3}, p)
	b.eventually(id, "sent")
	require.Equal(t, 1, p.times(id))
}

func TestBadRowsHarmNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := &postman{act: func(m mail.Message) error {
		if m.To == "panic@example.com" {
			panic("a bug")
		}
		return nil
	}}
	panics := b.put("panic@example.com", 0)
	sms := b.put("+4912345", 0)
	_, err := b.owner.Exec(t.Context(), "update auth.outbox set kind = 'sms' where id = $1", sms)
	require.NoError(t, err)
	foreign := b.put("alice@example.com", 0)
	_, err = b.owner.Exec(t.Context(), "update auth.outbox set project_id = gen_random_uuid() where id = $1", foreign)
	require.NoError(t, err)
	unknown := b.put("alice@example.com", 0)
	_, err = b.owner.Exec(t.Context(), "update auth.outbox set template = 'nothing' where id = $1", unknown)
	require.NoError(t, err)
	list := b.put("alice@example.com", 0)
	_, err = b.owner.Exec(t.Context(), "update auth.outbox set data = '[1]' where id = $1", list)
	require.NoError(t, err)
	good := b.put("bob@example.com", 0)

	b.start(b.store, p)
	b.eventually(good, "sent")
	require.Contains(t, *b.eventually(unknown, "dead").Error, "nothing")
	require.Contains(t, *b.eventually(list, "dead").Error, "outbox data")
	for id, words := range map[string]string{panics: "a bug", foreign: "open outbox payload"} {
		require.Eventually(t, func() bool { return b.state(id).Error != nil }, 2*time.Second, 10*time.Millisecond)
		require.Contains(t, *b.state(id).Error, words)
		require.Equal(t, "pending", b.state(id).Status)
	}
	require.Equal(t, state{Status: "pending"}, b.state(sms), "left to a node that can deliver it: a claim is a try")
}
