package sms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestSender(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	of := scene.Args{"project": s.Project}
	require.Nil(t, s.Call("sms_sender", of)["kind"])
	s.AsOwner().Call("sms_sender_put", of.With(scene.Args{"kind": "http", "config_sealed": []byte("\x01keysa")}))
	s.AsOwner().Call("sms_sender_put", of.With(scene.Args{"kind": "twilio", "config_sealed": []byte("\x01keysb")}))
	row := s.Call("sms_sender", of)
	require.Equal(t, "twilio", row.Text("kind"))
	require.Equal(t, []byte("\x01keysb"), row["config_sealed"])
	require.Nil(t, s.Another().Call("sms_sender", scene.Args{"project": s.Another().Project})["kind"], "of another project")
	require.Equal(t, 2, s.Audited("sms_sender_set"))
	s.Fails("23514", "select auth.sms_sender_put($1, 'pigeon', 'x')", s.Project)

	// A change of the master key reaches it.
	listed := "select count(*) from auth.sealed_list('x') where place = 'sms_senders' and project_id = $1"
	require.Equal(t, 1, scene.Get[int](s, listed, s.Project))
	s.AsOwner().Call("sealed_replace", of.With(scene.Args{"place": "sms_senders", "id": "twilio", "old": []byte("\x01keysb"), "new": []byte("\x01newsb")}))
	require.Equal(t, []byte("\x01newsb"), s.Call("sms_sender", of)["config_sealed"])

	s.AsOwner().Call("sms_sender_put", of.With(scene.Args{"kind": nil, "config_sealed": nil}))
	require.Nil(t, s.Call("sms_sender", of)["kind"])
}
