package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// DB is what a catalog is read through: a pool or a connection.
type DB interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// answers is what the statements of read.go say.
type answers struct {
	relations   []relationRow
	keys        []keyRow
	foreignKeys []foreignKeyRow
	views       []viewRow
	functions   []functionRow
	aggregates  []aggregateRow
	types       []typeRow
	rest        restRow
}

type relationRow struct {
	OID          int64
	Schema, Name string
	View         bool
	Comment      string
	Verbs        int
	Columns      []columnRow
}

type columnRow struct {
	Name             string
	Number           int
	Type, Base       string
	Strict           bool
	NotNull          bool `json:"not_null"`
	Default, Comment string
	Length           int
	Enum             []string
	ToJSON           string `json:"to_json"`
	FromJSON         string `json:"from_json"`
	FromText         string `json:"from_text"`
}

type keyRow struct {
	Relation int64
	Primary  bool
	Columns  []int
}

type foreignKeyRow struct {
	Name             string
	Relation, Target int64
	Columns, Refers  []int
}

type viewRow struct {
	Relation int64
	Tree     string
}

type functionRow struct {
	Schema, Name, Comment           string
	Volatile, Set, Single, Variadic bool
	Inputs, Defaults                int
	Names, Modes, Config            []string
	Types                           []struct {
		Type, Base string
		Relation   int64
	}
	Returns, Type, Base, Kind string
	Relation                  int64
	Columns                   []columnRow
}

type aggregateRow struct {
	Schema, Name, Media string
	Bytes               bool
	Relation            int64
}

type typeRow struct{ Schema, Name, Type string }

type restRow struct {
	Schemas  map[string]string
	GIS      string
	Timeouts map[string]string
}

// Load reads what the schemas hold.
func Load(ctx context.Context, db DB, schemas ...string) (*Catalog, error) {
	var a answers
	b := &pgx.Batch{}
	b.Queue(`select set_config('search_path', '', true)`)
	targets := []struct {
		sql  string
		into any
	}{
		{readRelations, &a.relations}, {readKeys, &a.keys}, {readForeignKeys, &a.foreignKeys}, {readViews, &a.views},
		{readFunctions, &a.functions}, {readAggregates, &a.aggregates}, {readTypes, &a.types}, {readRest, &a.rest},
	}
	for _, t := range targets {
		if t.into == &a.keys || t.into == &a.foreignKeys || t.into == &a.views {
			b.Queue(t.sql)
		} else {
			b.Queue(t.sql, schemas)
		}
	}
	results := db.SendBatch(ctx, b)
	_, err := results.Exec()
	for _, t := range targets {
		if err == nil {
			err = receive(results, t.into)
		}
	}
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read catalog of schemas %v: %w", schemas, err)
	}
	return build(&a), nil
}

func receive(results pgx.BatchResults, into any) error {
	var text []byte
	if err := results.QueryRow().Scan(&text); err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
