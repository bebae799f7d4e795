package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// work is one request of client number c; it checks the answer.
type work func(client *http.Client, base string, c int) error

// result is what a run of concurrent clients found.
type result struct {
	rate      float64         // right answers a second
	latencies []time.Duration // sorted
	err       error           // the first wrong answer
	wrong     int
}

// load has clients repeat their work for a while; each has one connection that
// it keeps. What has been sent when time is up is still waited for.
func load(clients int, period time.Duration, base string, do work) result {
	parts := make([]result, clients)
	began := time.Now()
	var all sync.WaitGroup
	for c := range parts {
		all.Go(func() { parts[c] = one(base, c, began.Add(period), do) })
	}
	all.Wait()
	return merge(parts, time.Since(began))
}

func one(base string, c int, until time.Time, do work) (r result) {
	transport := &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	for sent := time.Now(); sent.Before(until); {
		err := do(client, base, c)
		now := time.Now()
		if err == nil {
			r.latencies = append(r.latencies, now.Sub(sent))
		} else if r.wrong++; r.err == nil {
			r.err = err
		}
		sent = now
	}
	return r
}

func merge(parts []result, took time.Duration) (sum result) {
	for _, r := range parts {
		sum.latencies = append(sum.latencies, r.latencies...)
		sum.wrong += r.wrong
		if sum.err == nil {
			sum.err = r.err
		}
	}
	slices.Sort(sum.latencies)
	sum.rate = float64(len(sum.latencies)) / took.Seconds()
	if sum.err != nil {
		sum.err = fmt.Errorf("%d wrong answers of %d, the first: %w", sum.wrong, sum.wrong+len(sum.latencies), sum.err)
	}
	return sum
}

// percentile of the latencies; 0.5 is the median.
func (r result) percentile(p float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(len(r.latencies)-1, int(p*float64(len(r.latencies))))]
}

// ask sends a request and returns the body of a 200.
func ask(client *http.Client, r *http.Request) ([]byte, error) {
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("%s %s: %d %.300s", r.Method, r.URL.Path, answer.StatusCode, body)
	}
	return body, err
}
