package bus

import (
	"errors"

	"github.com/jackc/pglogrepl"
)

const (
	prefix      = "rolecall"        // of our logical messages
	publication = "rolecall_outbox" // inserts into auth.outbox
)

// decoder finds events in the stream of one connection.
type decoder struct {
	project map[uint32]int // relation -> where its column project_id is
	found   []Event        // in the transaction that is being read
}

// take reads one message of the stream. At a commit it gives what the
// transaction held and the position behind it.
func (d *decoder) take(data []byte) (events []Event, end pglogrepl.LSN, err error) {
	if len(data) == 0 {
		return nil, 0, errors.New("read log: empty message")
	}
	message, err := pglogrepl.Parse(data)
	if err != nil {
		return nil, 0, err
	}
	switch m := message.(type) {
	case *pglogrepl.BeginMessage:
		d.found = nil
	case *pglogrepl.RelationMessage:
		d.relation(m)
	case *pglogrepl.InsertMessage:
		d.insert(m)
	case *pglogrepl.LogicalDecodingMessage:
		// What is not part of a transaction tells of no commit.
		if e, ok := parse(string(m.Content)); ok && m.Transactional && m.Prefix == prefix {
			d.found = append(d.found, e)
		}
	case *pglogrepl.CommitMessage:
		events, d.found = d.found, nil
		return events, m.TransactionEndLSN, nil
	}
	return nil, 0, nil
}

func (d *decoder) relation(m *pglogrepl.RelationMessage) {
	delete(d.project, m.RelationID)
	for i, column := range m.Columns {
		if m.Namespace == "auth" && m.RelationName == "outbox" && column.Name == "project_id" {
			d.project[m.RelationID] = i
		}
	}
}

func (d *decoder) insert(m *pglogrepl.InsertMessage) {
	at, known := d.project[m.RelationID]
	if !known || m.Tuple == nil || at >= len(m.Tuple.Columns) {
		return
	}
	if e, ok := parse(TopicOutbox + ":" + string(m.Tuple.Columns[at].Data) + ":"); ok {
		d.found = append(d.found, e)
	}
}
